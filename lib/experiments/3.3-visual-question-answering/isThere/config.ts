import type { PresenceQuestion } from "../../../data/scenePresence";
import type { TriedRate } from "../../../lab/chosenRates";
import type { Trial } from "../../../lab/trials";
import type { Join } from "../../../models/joinLayer";
import { objectNetworkDefaults } from "../../shared/objectNetwork";
import type { Prepared } from "../../shared/preparedFeatures";

/** What the claim about "is there a dog" is judged on. */
export const isThereDefaults = {
  imageSize: objectNetworkDefaults.imageSize,
  networkLayouts: objectNetworkDefaults.layouts,
  networkSteps: objectNetworkDefaults.steps,
  trainScenes: 5_000,
  /** Each seed is tested on so many scenes of its own. */
  testScenes: 400,
  embeddingSize: 32,
  /** Of the model that concatenates; the other gets as many units as make the same number of parameters. */
  hiddenSize: 64,
  batchSize: 64,
  steps: 600,
  /** At first: it falls in a line to zero. Of several each way of joining gets the one that suits it best. */
  learningRates: [0.006],
  /** Steps between two points of the curve. */
  evaluateEvery: 100,
  seeds: 5,
};
export interface IsThereConfig extends Readonly<typeof isThereDefaults> {}

export const isTherePresets = {
  smoke: {
    ...{ imageSize: 32, networkLayouts: 2, networkSteps: 4, trainScenes: 24, testScenes: 8 },
    ...{ embeddingSize: 8, hiddenSize: 8, batchSize: 8, steps: 4, evaluateEvery: 2, seeds: 2 },
  },
  lecture: {
    ...{ testScenes: 1_000, embeddingSize: 64, hiddenSize: 128 },
    ...{ steps: 3_000, learningRates: [0.002, 0.006, 0.018], evaluateEvery: 300, seeds: 8 },
  },
  full: {
    ...{ trainScenes: 30_000, testScenes: 1_000, embeddingSize: 96, hiddenSize: 256 },
    ...{ steps: 12_000, learningRates: [0.0007, 0.002, 0.006], evaluateEvery: 400, seeds: 10 },
  },
} satisfies Record<string, Partial<IsThereConfig>>;

/** A question and its scene's id. */
export type AskedPresence = Omit<PresenceQuestion, "scene"> & { readonly id: string };

export interface PresenceQuestions {
  readonly train: readonly AskedPresence[];
  /** Of all seeds: the scene's id says which. */
  readonly test: readonly AskedPresence[];
}

export type IsThereJob = Omit<IsThereConfig, "seeds" | "learningRates"> & {
  readonly seed: number;
  readonly condition: Join;
  readonly learningRate: number;
  readonly prepared: Prepared;
};

/** On a seed's test questions: shares that are right, and the loss in bits per question. */
export type IsThereMeasures = {
  readonly accuracy: number;
  /** Of the questions whose answer is yes, and of those whose answer is no. */
  readonly yes: number;
  readonly no: number;
  readonly bits: number;
};

export interface IsThereModel extends Trial {
  readonly condition: Join;
  readonly learningRate: number;
  readonly curve: readonly (IsThereMeasures & { readonly step: number; readonly trainNats: number })[];
  readonly final: IsThereMeasures | null;
  readonly parameters: number;
  readonly hiddenSize: number;
  /** To each question of its seed's test; none where training did not end. */
  readonly said: readonly AskedPresence["answer"][];
}

/** Two test scenes of which the same is asked, with what the first seed's models said, by the way of joining. */
export type ShownPair = readonly {
  readonly asked: readonly (Pick<AskedPresence, "text" | "answer"> & {
    readonly said: Readonly<Record<string, AskedPresence["answer"]>>;
  })[];
  /** Red, green and blue of [side, side, 3], in base64. */
  readonly pixels: string;
  readonly side: number;
}[];

export interface IsThereResult {
  readonly config: IsThereConfig;
  readonly trainQuestions: number;
  /** How many questions a seed's models are asked, on average. */
  readonly asked: number;
  readonly models: readonly IsThereModel[];
  readonly shown: readonly ShownPair[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
}
