import type { CellName } from "../../../cells/stackOf";
import type { Reader, ReaderJob } from "../reader";

/** What the claims about TypeScript share. */
export const codeDefaults = {
  /** "rxjs", "moby-dick", or the path of a text file; read as code where `kind` says so. */
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
  orders: [3, 10, 20],
};
export interface TextConfig extends Readonly<typeof codeDefaults> {}

/** What the claims about prose share. */
export const proseDefaults: TextConfig = { ...codeDefaults, corpus: "moby-dick", kind: "prose", steps: 720 };

export const textPresets = {
  smoke: {
    ...{ hiddenSize: 16, batchSize: 8, windowLength: 16, steps: 48, evaluateEvery: 6, seeds: 2, heldOutWindows: 1 },
    ...{ stretch: 1024, shifts: 19, texts: 8, textLength: 240, orders: [3, 20] },
  },
  lecture: {
    ...{ hiddenSize: 256, steps: 7_808, learningRate: 0.004, evaluateEvery: 122, seeds: 8 },
    ...{ stretch: 39_936, texts: 100, textLength: 1_000, orders: [3, 5, 10, 20] },
  },
  full: {
    ...{ cell: "lstm", hiddenSize: 512, batchSize: 64, windowLength: 96, steps: 6_000, learningRate: 0.002 },
    ...{ evaluateEvery: 200, texts: 100, textLength: 1_000 },
  },
} satisfies Record<string, Partial<TextConfig>>;

export type TextJob = Omit<TextConfig, "seeds" | "orders"> & ReaderJob;

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

/** Bits per held-out character: of all, and of those that something far away decides, in each block of the text. */
export type FarBits = Readonly<Record<string, readonly number[]>>;

export interface TextModel extends Reader<Written> {
  /** Empty where the network was not trained to the end. */
  readonly far: FarBits;
}

/** A counting model: its loss on the same held-out characters, and the texts that it writes, once a seed. */
export interface Counting {
  readonly order: number;
  readonly far: FarBits;
  readonly counts: readonly Counts[];
  readonly sample: string;
}

export interface TextResult {
  readonly config: TextConfig;
  readonly corpus: { readonly name: string; readonly trainCharacters: number; readonly vocabSize: number };
  readonly counting: readonly Counting[];
  /** Of the held-out text itself. */
  readonly real: Counts;
  /** How many characters of the held-out text each of the numbers in `far` is about. */
  readonly farCharacters: Readonly<Record<string, number>>;
  readonly models: readonly TextModel[];
}
