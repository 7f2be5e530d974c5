import type { Figure } from "../view/figure";
import { type RunContext, runInCell } from "../view/session";
import type { Table } from "../view/table";
import type { Outcome, Verdict } from "../view/verdict";
import type { Judgement } from "./judge";
import type { Overrides } from "./optionMeanings";
import { checkOptions, fromText, type KindsOf, kindsOf } from "./options";
import { givenParameters } from "./parameters";
import { chosenPreset } from "./preset";

/** One sentence of the lecture and the code that tests it. `C` is its configuration, `R` its result: both plain JSON. */
export interface Experiment<C extends object, R> {
  /** "2.1-sampling-diversity" */
  readonly id: string;
  /** "2.1" */
  readonly section: string;
  /** One sentence of the lecture, made falsifiable. */
  readonly claim: string;
  readonly expected: Outcome;
  /** What the notebook runs: under two minutes on 2 cores. */
  readonly defaults: C;
  /** Seconds for a test; paper-size for a night. */
  readonly presets: { readonly smoke: Partial<C>; readonly full: Partial<C> };
  /**
   * What `run` computes with: the defaults, under the preset that the environment variable LAB_PRESET names, under
   * `overrides`, under the parameters that the notebook was started with.
   * @throws on an option that does not exist or is not of its kind
   */
  configured(overrides?: Partial<C>, environment?: NodeJS.ProcessEnv): C;
  /**
   * In a notebook it shows its progress and can be stopped; what it has reached by then is its result.
   * @throws as `configured`
   */
  run(overrides?: Overrides<C>, context?: RunContext): Promise<R>;
  readonly figures: Readonly<Record<string, (result: R) => Figure>>;
  readonly tables: Readonly<Record<string, (result: R) => Table>>;
  verdict(result: R): Verdict;
}

type Spec<C extends object, R> = Omit<Experiment<C, R>, "configured" | "run" | "verdict" | "tables"> & {
  readonly tables?: Experiment<C, R>["tables"];
  readonly run: (config: C, context: RunContext) => Promise<R>;
  readonly judge: (result: R) => Judgement;
  /** What options may be whose defaults do not say it; see options.ts for what goes without saying. */
  readonly options?: KindsOf<C>;
};

export function experiment<C extends object, R extends { readonly config: C }>({
  run,
  judge,
  tables = {},
  options,
  ...about
}: Spec<C, R>): Experiment<C, R> {
  const kinds = kindsOf(about.defaults, options);

  function configured(overrides: Partial<C> = {}, environment = process.env): C {
    const preset = chosenPreset(environment);
    const given = Object.entries(givenParameters(environment)).filter(([name]) => Object.hasOwn(kinds, name));
    const meant = given.map(([name, value]) => [
      name,
      typeof value === "string" ? fromText(kinds[name], value) : value,
    ]);
    const config = {
      ...{ ...about.defaults, ...(preset === "default" ? {} : about.presets[preset]) },
      ...{ ...overrides, ...Object.fromEntries(meant) },
    };
    checkOptions(about.id, kinds, config);
    return config;
  }

  return {
    ...about,
    tables,
    configured,
    async run(overrides, context) {
      const config = configured(overrides);
      return context ? run(config, context) : runInCell((cell) => run(config, cell));
    },
    verdict(result) {
      const { id, section, claim, expected } = about;
      return { id, section, claim, expected, ...judge(result), config: result.config };
    },
  };
}
