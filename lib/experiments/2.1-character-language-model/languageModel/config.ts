import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { Corpus } from "../../../data/text";
import type { CurvePoint } from "../../../lab/textLearner";
import type { CharLm } from "../../../models/charLm";
import type { Sampler } from "../../../train/sample";
import type { Trained } from "../../../train/train";

/** What the claims of section 2.1 share: the models that are trained and the texts that are drawn from them. */
export const charLmDefaults = {
  corpus: "moby-dick",
  cell: "vanilla" as CellName,
  layers: 1,
  hiddenSize: 128,
  batchSize: 32,
  windowLength: 32,
  steps: 2_000,
  learningRate: 0.004,
  clipNorm: 5,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 100,
  /** On how many windows of each of `batchSize` readers of the held-out text the loss is measured. */
  heldOutWindows: 12,
  /** How many models are trained, each from weights and from a place in the text of its own. */
  seeds: 5,
  /** Besides the argmax, 0.5 and 1, which the claims compare. */
  temperatures: [0.25, 0.5, 0.75, 1, 1.25],
  /** Texts drawn from each model at each temperature. */
  texts: 6,
  /** Characters of each text that is drawn. */
  textLength: 400,
};
export interface CharLmConfig extends Readonly<typeof charLmDefaults> {}

/** Presets that the claims about this run share. */
export const charLmPresets = {
  smoke: { hiddenSize: 64, steps: 160, learningRate: 0.006, evaluateEvery: 40, seeds: 3, texts: 3, textLength: 200 },
  full: {
    cell: "lstm",
    layers: 2,
    hiddenSize: 512,
    batchSize: 64,
    windowLength: 64,
    steps: 4_000,
    learningRate: 0.002,
    evaluateEvery: 500,
    heldOutWindows: 24,
  },
} satisfies Record<string, Partial<CharLmConfig>>;

/** One model's part of the work. */
export type CharLmJob = Omit<CharLmConfig, "seeds"> & { readonly seed: number };

export interface SampledPoint {
  /** What the model writes at this point, at temperature 0.75. */
  readonly sample: string;
}

/** How varied the texts of one model at one temperature are; temperature 0 is the argmax. */
export interface Diversity {
  readonly temperature: number;
  /** Different 4-grams of characters among all, over the texts together. */
  readonly distinct: number;
  /** Entropy of the 4-grams in bits. */
  readonly entropy: number;
  /** Share of the words that occur in the text that was learnt. */
  readonly words: number;
  /** Share of the texts that end in a cycle, and the mean period of those. */
  readonly cycling: number;
  readonly period: number | null;
  /** The first of the texts. */
  readonly text: string;
}

export interface CharLmModelResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly (CurvePoint & SampledPoint)[];
  /** Bits per character on the held-out windows, after training; null where that is no longer a number. */
  readonly heldOutBits: number | null;
  readonly diversity: readonly Diversity[];
}

/** What the first model expected at each character of a line that it wrote. */
export interface GuessStrip {
  readonly line: string;
  /** Of each character: the likeliest five and their probabilities, and that of the character itself. */
  readonly guesses: readonly { readonly top: readonly { character: string; p: number }[]; readonly p: number }[];
}

export interface CharLmResult {
  readonly config: CharLmConfig;
  readonly corpus: { name: string; trainCharacters: number; heldOutCharacters: number; vocabSize: number };
  /** Bits per character of counting models of 1 to 4 characters, on the same held-out windows. */
  readonly baselines: readonly { order: number; bits: number }[];
  /** The held-out text itself, cut and measured as the models' texts are. */
  readonly reference: Diversity;
  readonly models: readonly CharLmModelResult[];
  readonly strip: GuessStrip | null;
}

/** What the texts of one model are drawn from. */
export interface Writer {
  readonly job: CharLmJob;
  readonly text: Corpus;
  /** The words of the text that is learnt from. */
  readonly words: ReadonlySet<string>;
  readonly model: CharLm;
  readonly sampler: Sampler;
}
