import type { QuestionType } from "../../../data/asked";
import type { TriedRate } from "../../../lab/chosenRates";
import type { Trial } from "../../../lab/trials";
import { objectNetworkDefaults } from "../../shared/objectNetwork";
import type { Prepared } from "../../shared/preparedFeatures";
import type { Posed } from "../askedScenes";

/** What the claims about answers in words share. */
export const tellingDefaults = {
  imageSize: objectNetworkDefaults.imageSize,
  networkLayouts: objectNetworkDefaults.layouts,
  networkSteps: objectNetworkDefaults.steps,
  trainScenes: 5_000,
  /** Each seed is tested on so many scenes of its own. */
  testScenes: 250,
  /** Of different types as far as there are. */
  questionsPerScene: 6,
  /** conv5_3 is pooled to a map of so many places along each side: 4 is what fc6 reads. */
  placesPerSide: 4,
  /** "told": each place also says its row and column, which attention's sum over places would lose; or "untold". */
  positions: "told",
  embeddingSize: 32,
  /** Of the model with attention; the others get as many units as make the same number of parameters. */
  hiddenSize: 56,
  attentionSize: 24,
  batchSize: 64,
  steps: 500,
  /** At first: it falls in a line to zero. Of several each way to answer gets the one that suits it best. */
  learningRates: [0.012],
  /** Steps between two points of the loss curve. */
  evaluateEvery: 100,
  seeds: 3,
};
export interface TellingConfig extends Readonly<typeof tellingDefaults> {}

export const tellingPresets = {
  smoke: {
    ...{ imageSize: 32, networkLayouts: 2, networkSteps: 4, trainScenes: 24, testScenes: 8, questionsPerScene: 3 },
    ...{ embeddingSize: 8, hiddenSize: 8, attentionSize: 4, batchSize: 8, steps: 4, evaluateEvery: 2, seeds: 2 },
  },
  lecture: {
    ...{ testScenes: 500, placesPerSide: 8, embeddingSize: 64, hiddenSize: 128, attentionSize: 48 },
    ...{ steps: 2_500, learningRates: [0.002, 0.005, 0.012], evaluateEvery: 250, seeds: 8 },
  },
  full: {
    ...{
      trainScenes: 30_000,
      testScenes: 500,
      placesPerSide: 8,
      embeddingSize: 96,
      hiddenSize: 256,
      attentionSize: 64,
    },
    ...{ steps: 12_000, learningRates: [0.0007, 0.002, 0.006], evaluateEvery: 400, seeds: 10 },
  },
} satisfies Record<string, Partial<TellingConfig>>;

/**
 * Visual7W's model, which says the answer word by word, with attention, with the plain mean of all places in its stead, and without the map;
 * the score by dot product; the two ways of joining the halves; and what is right by one half alone.
 */
export const tellers = [
  "with attention",
  "mean of all places",
  "without attention",
  "dot product",
  "concatenate",
  "multiply",
  "picture alone",
  "question alone",
  "answers alone",
] as const;
export type Teller = (typeof tellers)[number];

/** Told an answer. "When" is left out: the small network was trained to see things, whatever the light. */
export const toldTypes = ["what", "where", "how", "who", "why"] as const satisfies readonly QuestionType[];

/** A question in words, with four answers in words. */
export interface ToldQuestion extends Posed {
  readonly choices: readonly string[];
}

/** What a question is counted under. */
export const tellingNames = ({ type, needs }: Posed): string[] => [type, needs];

export interface ToldQuestions {
  readonly train: readonly ToldQuestion[];
  /** Of all seeds: the scene's id says which. */
  readonly test: readonly ToldQuestion[];
}

export type TellingJob = Omit<TellingConfig, "seeds" | "learningRates"> & {
  readonly seed: number;
  readonly condition: Teller;
  readonly learningRate: number;
  readonly prepared: Prepared;
};

/** α by place, row by row, at a word. */
export interface WordLook {
  readonly word: string;
  readonly alpha: readonly number[];
}

export interface TellingModelResult extends Trial {
  readonly condition: Teller;
  readonly curve: readonly { readonly step: number; readonly trainNats: number }[];
  /** Which choice it took, of each question that its seed is tested on; none where training did not end. */
  readonly chosen: readonly number[];
  readonly parameters: number;
  readonly hiddenSize: number;
  readonly learningRate: number;
  /** Of each question that is shown, by the first seed's model with attention: where it looked at each of its words, and then. */
  readonly looked: readonly (readonly WordLook[])[];
}

/** A test question with its picture. */
export interface ShownQuestion {
  readonly text: string;
  readonly choices: readonly string[];
  readonly answer: number;
  /** What the first seed's models took, by condition. */
  readonly chosen: Readonly<Record<string, number>>;
  /** Red, green and blue of [side, side, 3], in base64. */
  readonly pixels: string;
  readonly side: number;
}

export interface TellingResult {
  readonly config: TellingConfig;
  /** Of the object network, on single things; null where it was not reached. */
  readonly networkAccuracy: number | null;
  readonly trainQuestions: number;
  /** How many questions of each type and of each need are asked of a seed's models, on average. */
  readonly asked: Readonly<Record<string, number>>;
  readonly models: readonly TellingModelResult[];
  readonly shown: readonly ShownQuestion[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
}
