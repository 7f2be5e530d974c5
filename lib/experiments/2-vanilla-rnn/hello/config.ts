import type { Params } from "../../../cells/cell";
import type { Trained } from "../../../train/trainOptions";

export const helloDefaults = {
  /** Each of its letters but the first is to be predicted from those before it. */
  word: "hello",
  hiddenSize: 3,
  steps: 300,
  learningRate: 0.05,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 5,
  seeds: 12,
};
export interface HelloConfig extends Readonly<typeof helloDefaults> {}

export const helloPresets = {
  smoke: { steps: 120, evaluateEvery: 20, seeds: 3 },
  lecture: { seeds: 20 },
  full: { seeds: 100 },
} satisfies Record<string, Partial<HelloConfig>>;

export type HelloJob = Omit<HelloConfig, "seeds"> & { readonly seed: number };

/** A training of the same fresh weights: by a network that keeps its state, and by one whose state is emptied at each letter. */
export interface HelloTraining {
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly { readonly step: number; readonly nats: number }[];
  /** Nats per letter after training; null where that is no longer a number. */
  readonly nats: number | null;
  /** The likeliest letter after each that is read. */
  readonly written: string;
}

/** One pass over the word, letter by letter, with weights of two decimals: each number can be computed by hand. */
export interface HelloPass {
  /** By name, a row a list: Wx a letter, Wh and Wy a unit; b and by one row. */
  readonly weights: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly steps: readonly {
    readonly read: string;
    readonly next: string;
    readonly h: readonly number[];
    readonly logits: readonly number[];
    readonly probs: readonly number[];
    /** −ln p of the letter that comes next. */
    readonly nats: number;
  }[];
}

export interface HelloModelResult {
  readonly seed: number;
  readonly withState: HelloTraining;
  readonly without: HelloTraining;
  readonly pass: HelloPass | null;
}

export interface HelloResult {
  readonly config: HelloConfig;
  /** In the order of their first occurrence, as on the slide. */
  readonly letters: readonly string[];
  /** The least that any predictor can reach that sees the current letter only, in nats per letter. */
  readonly bound: number;
  readonly models: readonly HelloModelResult[];
}
