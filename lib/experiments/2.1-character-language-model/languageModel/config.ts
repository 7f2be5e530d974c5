import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { Corpus } from "../../../data/text";
import type { CountedBits } from "../../../lab/countedBits";
import type { CurvePoint, TextTraining } from "../../../lab/textLearner";
import type { CharLm } from "../../../models/charLm";
import type { Sampler } from "../../../train/sample";
import type { Trained } from "../../../train/trainOptions";

/** What the claims of section 2.1 share: the models that are trained and the texts that are drawn from them. */
export const charLmDefaults = {
  corpus: "moby-dick",
  cell: "vanilla" as CellName,
  layers: 1,
  hiddenSize: 128,
  batchSize: 32,
  windowLength: 32,
  steps: 2_000,
  /**
   * Each network learns at the one that is best for it in a quarter of the steps, on a seed and a text that judge nothing; one
   * alone is taken as it is. It falls in a line to zero.
   */
  learningRates: [0.004],
  /** Share of what a layer hands to the next that is dropped in training. It acts where there are layers, and not on the networks beside. */
  dropout: 0.2,
  /** Smaller networks, trained and read in the same way: "lstm 2x128" has two layers of 128 units. */
  beside: [] as string[],
  clipNorm: 5,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 100,
  /** On how many windows of each of `batchSize` readers of the held-out text a point before the last is measured. */
  heldOutWindows: 12,
  /** How many models of each network are trained, each from weights and from a place in the text of its own. */
  seeds: 5,
  /** Characters are counted in groups of up to so many; which order is best is chosen on the training text. */
  highestOrder: 7,
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
  smoke: {
    ...{ hiddenSize: 64, steps: 160, learningRates: [0.006], evaluateEvery: 40, seeds: 3 },
    ...{ highestOrder: 4, texts: 3, textLength: 200 },
  },
  lecture: {
    ...{ cell: "lstm", layers: 2, hiddenSize: 256, beside: ["vanilla 1x128", "lstm 2x128"] },
    ...{ batchSize: 16, steps: 15_625, learningRates: [0.002, 0.005, 0.012] }, // 8 million characters
    ...{ evaluateEvery: 625, heldOutWindows: 24, seeds: 8, texts: 10 },
  },
  full: {
    ...{ cell: "lstm", layers: 2, hiddenSize: 512, beside: ["vanilla 1x128", "lstm 2x128", "lstm 2x256"] },
    ...{ batchSize: 64, windowLength: 64, steps: 8_000, learningRates: [0.002, 0.005] },
    ...{ evaluateEvery: 500, heldOutWindows: 24, seeds: 8 },
  },
} satisfies Record<string, Partial<CharLmConfig>>;

/** One of the networks that are compared. */
export interface CharNetwork {
  /** "LSTM 2 × 128", "LSTM 2 × 128, state emptied" */
  readonly network: string;
  readonly cell: CellName;
  readonly layers: number;
  readonly hiddenSize: number;
  /** 0 drops nothing. */
  readonly dropout: number;
  /** Whether its state is emptied before every character. */
  readonly emptied: boolean;
}

/** One model's part of the work. */
export interface CharLmJob
  extends TextTraining,
    CharNetwork,
    Pick<CharLmConfig, "corpus" | "temperatures" | "texts" | "textLength"> {
  readonly seed: number;
  /** Whether it chooses a rate, on the training text alone, and judges nothing. */
  readonly pilot: boolean;
}

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
  readonly network: string;
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly (CurvePoint & SampledPoint)[];
  /** Bits per character of all the held-out text after the last step, and of its blocks; null where training did not get there. */
  readonly heldOutBits: number | null;
  readonly heldOutBlocks: readonly number[] | null;
  /** Nothing of a network that is emptied: it writes no texts. */
  readonly diversity: readonly Diversity[];
}

/** A pilot, by which a learning rate is chosen: on the training text alone. */
export interface Pilot {
  readonly network: string;
  readonly learningRate: number;
  readonly curve: readonly CurvePoint[];
  readonly bits: number | null;
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
  /** Counting models of 1 to `highestOrder` characters on the same held-out text. */
  readonly baselines: readonly CountedBits[];
  /** The order that is best on the last tenth of the training text. */
  readonly bestOrder: number;
  /** The held-out text itself, cut and measured as the models' texts are. */
  readonly reference: Diversity;
  /** The last but one is that of the options; the last is the same with its state emptied. The rate is null before it is chosen. */
  readonly networks: readonly (CharNetwork & { readonly parameters: number; readonly learningRate: number | null })[];
  readonly pilots: readonly Pilot[];
  /** Seed by seed, of each network. */
  readonly models: readonly CharLmModelResult[];
  readonly strip: GuessStrip | null;
}

/** What the texts of one model are drawn from. */
export interface Writer {
  readonly job: Pick<CharLmJob, "windowLength" | "temperatures" | "texts" | "textLength">;
  readonly text: Corpus;
  /** The words of the text that is learnt from. */
  readonly words: ReadonlySet<string>;
  readonly model: CharLm;
  readonly sampler: Sampler;
}
