import { expectForm, fits, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import type { Figure } from "../view/figure";
import { type RecordedSource, stateText } from "../view/recordedSource";
import type { Table } from "../view/table";
import type { Outcome, Verdict } from "../view/verdict";
import { type Findings, withFinding } from "../view/withFinding";
import { gated } from "./gate";
import { type Judgement, undecided } from "./judgement";
import type { Overrides } from "./optionMeanings";
import { checkOptions, fromText, type KindsOf, kindsOf } from "./options";
import { givenParameters } from "./parameters";
import { chosenPreset, type Preset, type PresetsOf } from "./preset";
import { recordedResult, recordedSource } from "./recorded";
import { type RunContext, runInCell } from "./session";
import { checkSizes, sizesOf } from "./sizes";

/** One sentence of the lecture, made falsifiable. `F` are the names of its study's figures. */
export interface Claim<R, F extends string = string> {
  readonly sentence: string;
  /** What theory or the literature predicts; by default that it holds. */
  readonly expected?: Outcome;
  /** The figures that show it, the one that shows it best first. */
  readonly figures: readonly F[];
  readonly judge: (result: R) => Judgement;
}

/**
 * One run, and all that is said about it: `await depth.run()`, `depth.figures.bits(result)`,
 * `depth.verdict(result, "enough-layers")`. `C` is its configuration, `R` its result: both plain JSON.
 */
export interface Study<
  C extends object,
  R,
  F extends string = string,
  T extends string = string,
  K extends string = string,
> {
  /** "4-depth" */
  readonly id: string;
  /** "4" */
  readonly section: string;
  /** What the notebook runs: under two minutes on 2 cores. */
  readonly defaults: C;
  readonly presets: { readonly [name in Exclude<Preset, "default">]: Partial<C> };
  /**
   * What `run` computes with: the defaults, under the preset that the environment variable LAB_PRESET names, under
   * `overrides`, under the parameters that the notebook was started with.
   * @throws on an option that does not exist or is not of its kind, or needs more memory or time than there is
   */
  configured(overrides?: Partial<C>, environment?: NodeJS.ProcessEnv): C;
  /**
   * In a notebook it shows its progress and can be stopped; what it has reached by then is its result.
   * @throws as `configured`
   */
  run(overrides?: Overrides<C>, context?: RunContext): Promise<R>;
  /**
   * The result of the lecture-size run that ships with the lab. Its verdicts say where it comes from, as `recordedSource` does.
   * @throws where there is none, or its file cannot be used
   */
  recorded(): R;
  readonly figures: Readonly<Record<F, (result: R) => Figure>>;
  readonly tables: Readonly<Record<T, (result: R) => Table>>;
  readonly claims: Readonly<Record<K, Claim<R, F>>>;
  /** What becomes of one of the claims, undecided where something that it needs is missing; its id is the section and the claim's name, "4-enough-layers". */
  verdict(result: R, claim: K): Verdict;
}

/** What is stated of a study; of what is not inferred from elsewhere, `Fixed` takes no part in inference. */
interface Stated<C extends object, R, F extends string, T extends string, K extends string> {
  readonly id: string;
  readonly defaults: Fixed<C>;
  readonly presets: PresetsOf<Fixed<C>>;
  /** What options may be whose defaults do not say it; see options.ts for what goes without saying. */
  readonly options?: KindsOf<Fixed<C>>;
  readonly run: (config: C, context: RunContext) => Promise<R>;
  readonly figures: Readonly<Record<F, (result: R) => Figure>>;
  /** What each figure shows of a result: its title. */
  readonly findings?: Partial<Findings<R, Fixed<F>>>;
  readonly tables?: Readonly<Record<T, (result: R) => Table>>;
  readonly claims: Readonly<Record<K, Claim<R, Fixed<F>>>>;
}
type Fixed<X> = [X][X extends unknown ? 0 : never]; // TypeScript 5.0 of the notebooks' cells has no NoInfer

/** What a computation here has refuted is no verdict of the lab's. */
function withdrawn({ criterion, measured }: Judgement, source: RecordedSource): Partial<Judgement> {
  if (source.state !== "disagrees") return {};
  return undecided(criterion, `Withdrawn, for the record ${stateText(source)}. It said: ${measured}`);
}

const resultForm = fits("a result of run", (value) => typeof value === "object" && value !== null && "config" in value);

/** Makes a study of its parts. */
export function study<
  C extends object,
  R extends { readonly config: C },
  F extends string,
  K extends string,
  T extends string = never,
>(stated: Stated<C, R, F, T, K>): Study<C, R, F, T, K> {
  const { id, run, options } = stated;
  const findings = (stated.findings ?? {}) as Partial<Findings<R, F>>;
  const section = id.slice(0, id.indexOf("-"));
  const defaults = stated.defaults as C;
  const presets = { lecture: {}, ...stated.presets } as Study<C, R>["presets"];
  const claims = stated.claims as Readonly<Record<K, Claim<R, F>>>;
  const kinds = kindsOf(defaults, options as KindsOf<C> | undefined);

  function configured(overrides: Partial<C> = {}, environment = process.env): C {
    expectForm(`${id}: options`, forms.fields({}), overrides);
    const preset = chosenPreset(environment);
    const given = Object.entries(givenParameters(environment)).filter(([name]) => Object.hasOwn(kinds, name));
    const meant = given.map(([name, value]) => [
      name,
      typeof value === "string" ? fromText(kinds[name], value) : value,
    ]);
    const config = {
      ...{ ...defaults, ...(preset === "default" ? {} : presets[preset]) },
      ...{ ...overrides, ...Object.fromEntries(meant) },
    };
    checkOptions(id, kinds, config);
    checkSizes(id, defaults, sizesOf(defaults, kinds), config);
    return config;
  }

  const idOf = (claim: string): string => `${section}-${claim}`;
  const shownBy = (figure: string) =>
    Object.keys(claims).filter((name) => (claims[name as K].figures as readonly string[]).includes(figure));
  const figures = Object.entries(stated.figures) as [F, (result: R) => Figure][];
  const tables = Object.entries(stated.tables ?? {}) as [T, (result: R) => Table][];
  const checked = (where: string, result: R): R => {
    expectForm(`${id}: ${where}`, resultForm, result);
    return result;
  };
  return {
    ...{ id, section, defaults, presets, claims, configured },
    figures: Object.fromEntries(
      figures.map(([name, draw]) => {
        const origin = { study: id, name, claims: shownBy(name).map(idOf) };
        const entitled = withFinding(findings[name] ?? (() => undefined), draw);
        return [name, (result: R): Figure => ({ ...entitled(checked(`figures.${name}`, result)), origin })];
      }),
    ) as Study<C, R, F>["figures"],
    tables: Object.fromEntries(
      tables.map(([name, make]) => [name, (result: R): Table => make(checked(`tables.${name}`, result))]),
    ) as Study<C, R, F, T>["tables"],
    async run(overrides, context) {
      const config = configured(overrides);
      return context ? run(config, context) : runInCell((cell) => run(config, cell));
    },
    recorded: () => checked("recorded", recordedResult<R>(id)),
    verdict(result, name) {
      const known = Object.keys(claims);
      expect(known.includes(name), () => `${id}: no claim ${name}; there are ${known.join(", ")}`);
      const { sentence, expected = "holds", judge } = claims[name];
      const judgement = gated(checked("verdict", result), judge);
      const verdict = { id: idOf(name), section, claim: sentence, expected, ...judgement, config: result.config };
      const source = recordedSource(result);
      return source ? { ...verdict, ...withdrawn(judgement, source), source } : verdict;
    },
  };
}
