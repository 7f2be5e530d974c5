import { expect } from "../core/errors";
import type { Figure } from "../view/figure";
import { type RunContext, runInCell } from "../view/session";
import type { Table } from "../view/table";
import type { Outcome, Verdict } from "../view/verdict";
import type { Judgement } from "./judge";

export type Preset = "smoke" | "default" | "full";
export const presets: readonly Preset[] = ["smoke", "default", "full"];

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
   * The defaults, under the preset that the environment variable LAB_PRESET names, under `overrides`.
   * In a notebook it shows its progress and can be stopped; what it has reached by then is its result.
   * @throws on an override that does not exist or is not like its default
   */
  run(overrides?: Partial<C>, context?: RunContext): Promise<R>;
  readonly figures: Readonly<Record<string, (result: R) => Figure>>;
  readonly tables: Readonly<Record<string, (result: R) => Table>>;
  verdict(result: R): Verdict;
}

type Spec<C extends object, R> = Omit<Experiment<C, R>, "run" | "verdict" | "tables"> & {
  readonly tables?: Experiment<C, R>["tables"];
  readonly run: (config: C, context: RunContext) => Promise<R>;
  readonly judge: (result: R) => Judgement;
  /** Options that may be fractions although their defaults are whole. */
  readonly fractions?: readonly (keyof C)[];
};

export function experiment<C extends object, R extends { readonly config: C }>({
  run,
  judge,
  tables = {},
  fractions = [],
  ...about
}: Spec<C, R>): Experiment<C, R> {
  return {
    ...about,
    tables,
    async run(overrides = {}, context) {
      const preset = chosenPreset();
      const config = { ...about.defaults, ...(preset === "default" ? {} : about.presets[preset]), ...overrides };
      checkConfig(about, config, fractions);
      return context ? run(config, context) : runInCell((cell) => run(config, cell));
    },
    verdict(result) {
      const { id, section, claim, expected } = about;
      return { id, section, claim, expected, ...judge(result), config: result.config };
    },
  };
}

function chosenPreset(): Preset {
  const name = process.env.LAB_PRESET || "default";
  const preset = presets.find((known) => known === name);
  expect(preset !== undefined, `LAB_PRESET: ${presets.join(", ")} expected, got ${name}`);
  return preset;
}

/** Every option exists and is like its default: numbers are positive, and whole where the default is. */
function checkConfig<C extends object>(
  { id, defaults }: { readonly id: string; readonly defaults: C },
  config: C,
  fractions: readonly (keyof C)[],
): void {
  for (const [name, value] of Object.entries(config)) {
    expect(name in defaults, () => `${id}: no option ${name}; there are ${Object.keys(defaults).join(", ")}`);
    const wanted = fractions.includes(name as keyof C) ? "a positive number" : kind(defaults[name as keyof C]);
    expect(kinds[wanted](value), () => `${id}: ${name}: ${wanted} expected, got ${JSON.stringify(value)}`);
  }
}

const isPositive = (value: unknown): boolean => typeof value === "number" && value > 0;
const isText = (value: unknown): boolean => typeof value === "string";
const kinds = {
  "a list of positive numbers": (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isPositive),
  "a positive whole number": (value: unknown) => isPositive(value) && Number.isInteger(value),
  "a positive number": isPositive,
  "a list of texts": (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText),
  "a text": isText,
};

function kind(value: unknown): keyof typeof kinds {
  if (Array.isArray(value)) return isText(value[0]) ? "a list of texts" : "a list of positive numbers";
  if (typeof value === "number") return Number.isInteger(value) ? "a positive whole number" : "a positive number";
  return "a text";
}
