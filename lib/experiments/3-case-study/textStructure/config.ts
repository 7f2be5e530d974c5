import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { CurvePoint } from "../../../lab/textLearner";
import type { Trained } from "../../../train/train";
import type { BestUnit } from "../bestUnits";
import type { Passage } from "../passage";

/** What the claims about TypeScript share. */
export const codeDefaults = {
  /** "rxjs", "moby-dick", or the path of a UTF-8 text file; read as code where `kind` says so. */
  corpus: "rxjs",
  /** Whose structure is looked for: "code" or "prose". */
  kind: "code",
  cell: "gru" as CellName,
  hiddenSize: 128,
  batchSize: 16,
  windowLength: 64,
  steps: 1_440,
  learningRate: 0.012,
  clipNorm: 5,
  evaluateEvery: 40,
  heldOutWindows: 6,
  seeds: 5,
  /** Characters of the held-out text on which units are chosen, and as many again on which they are measured. */
  stretch: 12_288,
  /** How many shifts of the labels show what chance does. */
  shifts: 99,
  /** Texts that are drawn at each checkpoint, and their length in characters. */
  texts: 24,
  /** Characters of each text that is written. */
  textLength: 480,
  /** The counting models that write as many. */
  orders: [3, 5, 10],
};
export interface TextConfig extends Readonly<typeof codeDefaults> {}

/** What the claims about prose share. */
export const proseDefaults: TextConfig = { ...codeDefaults, corpus: "moby-dick", kind: "prose", steps: 720 };

export const textPresets = {
  smoke: {
    ...{ hiddenSize: 16, batchSize: 8, windowLength: 16, steps: 24, evaluateEvery: 6, seeds: 2, heldOutWindows: 1 },
    ...{ stretch: 1024, shifts: 19, texts: 4, textLength: 160, orders: [3, 10] },
  },
  full: {
    ...{ cell: "lstm", hiddenSize: 512, batchSize: 64, windowLength: 96, steps: 6_000, learningRate: 0.002 },
    ...{ evaluateEvery: 200, texts: 100, textLength: 1_000 },
  },
} satisfies Record<string, Partial<TextConfig>>;

export type TextJob = Omit<TextConfig, "seeds" | "orders"> & { readonly seed: number; readonly decaySteps: number };

/** How many there are of something in texts, and how many of them are as they should be. */
export interface Count {
  readonly right: number;
  readonly all: number;
}

/** By name: what of a text's structure can be counted. */
export type Counts = Readonly<Record<string, Count>>;

/** What was drawn at a point of the curve; nothing between the checkpoints. */
export interface Written {
  readonly written?: { readonly counts: Counts; readonly sample: string };
}

export interface TextModelResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly (CurvePoint & Written)[];
  /** Empty where the model was not trained to the end. */
  readonly trained: readonly BestUnit[];
  readonly untrained: readonly BestUnit[];
  /** Bits per held-out character that something out of a 10-gram's sight decides. */
  readonly far: Readonly<Record<string, number>>;
}

/** A counting model: its loss on the same held-out characters, and the texts that it writes, once a seed. */
export interface Counting {
  readonly order: number;
  readonly bits: number;
  readonly far: Readonly<Record<string, number>>;
  readonly counts: readonly Counts[];
  readonly sample: string;
}

export interface TextResult {
  readonly config: TextConfig;
  readonly corpus: { readonly name: string; readonly trainCharacters: number; readonly vocabSize: number };
  readonly counting: readonly Counting[];
  /** Of the held-out text itself. */
  readonly real: Counts;
  /** How many characters of the held-out text are decided by something out of a 10-gram's sight, by what. */
  readonly farCharacters: Readonly<Record<string, number>>;
  readonly models: readonly TextModelResult[];
  /** Of the first model. */
  readonly passage: Passage | null;
}
