import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { Trained } from "../../../train/trainOptions";

/**
 * The defaults of char-rnn's train.lua, but for the epochs, of which the lecture preset makes thirty: RMSprop with a smoothing of
 * 0.95, whose rate is multiplied by 0.97 after the tenth epoch and after each that follows; every component of the gradient
 * clipped at 5; a twentieth of the text held out.
 * @see https://github.com/karpathy/char-rnn/blob/master/train.lua
 */
export const charRnnDefaults = {
  corpus: "moby-dick",
  cell: "lstm" as CellName,
  layers: 2,
  hiddenSize: 128,
  batchSize: 50,
  windowLength: 50,
  /** How many times the text is read. */
  epochs: 1,
  /** Of RMSprop, in the first ten epochs. */
  learningRate: 0.002,
  /** How many characters are written in the end. */
  textLength: 600,
  seeds: 2,
};
export interface CharRnnConfig extends Readonly<typeof charRnnDefaults> {}

export const charRnnPresets = {
  smoke: { layers: 1, hiddenSize: 8, batchSize: 250, textLength: 80, seeds: 1 },
  lecture: { epochs: 30, seeds: 3 },
  full: { epochs: 50, seeds: 8 },
} satisfies Record<string, Partial<CharRnnConfig>>;

/** How much of the text is held out. */
export const heldOutShare = 0.05;

/** How the rate falls, in epochs, and what else the recipe fixes. */
export const recipe = { decayAfter: 10, decay: 0.97, smoothing: 0.95, clip: 5, weights: 0.08 } as const;

export type CharRnnJob = Omit<CharRnnConfig, "seeds"> & { readonly seed: number };

export interface EpochPoint {
  readonly epoch: number;
  readonly characters: number;
  /** Spent in the steps up to here. */
  readonly seconds: number;
  /** Nats per character: mean over the epoch, and after it on all the held-out text. */
  readonly trainNats: number;
  readonly heldOutNats: number;
}

export interface CharRnnModelResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly EpochPoint[];
  /** What it writes in the end, at temperature 1. */
  readonly text: string;
}

export interface CharRnnResult {
  readonly config: CharRnnConfig;
  readonly corpus: { readonly name: string; readonly characters: number; readonly vocabSize: number };
  readonly parameters: number;
  readonly models: readonly CharRnnModelResult[];
}
