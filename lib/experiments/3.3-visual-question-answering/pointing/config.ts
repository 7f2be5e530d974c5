import type { TriedRate } from "../../../lab/chosenRates";
import type { Trial } from "../../../lab/trials";
import { scorings } from "../../../models/pointing";
import { objectNetworkDefaults } from "../../shared/objectNetwork";
import type { Prepared } from "../../shared/preparedFeatures";
import type { Posed } from "../askedScenes";

/** What the claims about answers by pointing share. */
export const pointingDefaults = {
  imageSize: objectNetworkDefaults.imageSize,
  networkLayouts: objectNetworkDefaults.layouts,
  networkSteps: objectNetworkDefaults.steps,
  trainScenes: 1_500,
  /** Each seed is tested on so many scenes of its own. */
  testScenes: 200,
  /** How many questions are asked of a scene. */
  questionsPerScene: 8,
  /** conv5_3 of the scene is pooled to a map of so many places along each side, which say where they are. */
  placesPerSide: 4,
  embeddingSize: 32,
  attentionSize: 24,
  /** Of the dot product's model without attention; the others get as many units as make the same number of parameters. */
  hiddenSize: 48,
  batchSize: 64,
  steps: 600,
  /** At first: it falls in a line to zero. Of several each way of scoring gets the one that suits it best. */
  learningRates: [0.006],
  /** Steps between two points of the loss curve. */
  evaluateEvery: 50,
  seeds: 5,
};
export interface PointingConfig extends Readonly<typeof pointingDefaults> {}

export const pointingPresets = {
  smoke: {
    ...{ imageSize: 32, networkLayouts: 2, networkSteps: 4, trainScenes: 12, testScenes: 24, questionsPerScene: 6 },
    ...{ embeddingSize: 8, hiddenSize: 8, attentionSize: 4, batchSize: 8, steps: 4, evaluateEvery: 2, seeds: 2 },
  },
  lecture: {
    ...{ trainScenes: 4_000, testScenes: 300, embeddingSize: 64, hiddenSize: 128, attentionSize: 48, steps: 3_000 },
    ...{ learningRates: [0.002, 0.006, 0.018], evaluateEvery: 300, seeds: 8 },
  },
  full: {
    ...{ trainScenes: 10_000, testScenes: 400, embeddingSize: 96, hiddenSize: 192, attentionSize: 64, steps: 6_000 },
    ...{ learningRates: [0.0007, 0.002, 0.006], evaluateEvery: 400, seeds: 10 },
  },
} satisfies Record<string, Partial<PointingConfig>>;

/** Visual7W's model whole, which looks at the scene before each word; and the ways of scoring a box without looking. */
export const pointers = ["with attention", ...scorings] as const;
export type Pointer = (typeof pointers)[number];

/** How the question tells the thing apart. */
export const descriptions = ["name", "color", "kind", "relation"] as const;
export type Description = (typeof descriptions)[number];

/** A question whose four choices are boxes: the ids of their pictures. */
export interface PointingQuestionAsked extends Posed {
  readonly description: Description;
  /** How many things there are in the scene. */
  readonly things: number;
  readonly boxes: readonly string[];
}

/** What a question is counted under; a relation also under the number of things. */
export const pointingNames = ({ description, needs, things }: PointingQuestionAsked): string[] => [
  ...[description, needs],
  ...(description === "relation" ? [`${things} things`] : []),
];

export interface PointingQuestions {
  readonly train: readonly PointingQuestionAsked[];
  /** Of all seeds: the scene's id says which. */
  readonly test: readonly PointingQuestionAsked[];
}

export type PointingJob = Omit<PointingConfig, "seeds" | "learningRates"> & {
  readonly seed: number;
  readonly learningRate: number;
  readonly condition: Pointer;
  readonly prepared: Prepared;
  /** The scenes' maps. */
  readonly maps: Prepared;
};

export interface PointingModelResult extends Trial {
  readonly condition: Pointer;
  readonly curve: readonly { readonly step: number; readonly trainNats: number }[];
  /** Which box it took, of each question that its seed is tested on; none where training did not end. */
  readonly chosen: readonly number[];
  readonly parameters: number;
  readonly hiddenSize: number;
  readonly learningRate: number;
}

/** A test question with its picture and the four boxes. */
export interface ShownPointing {
  readonly text: string;
  readonly boxes: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly answer: number;
  /** What the first seed's models took, by condition. */
  readonly chosen: Readonly<Record<string, number>>;
  /** Red, green and blue of [side, side, 3], in base64. */
  readonly pixels: string;
  readonly side: number;
}

export interface PointingResult {
  readonly config: PointingConfig;
  readonly trainQuestions: number;
  /** How many questions of each description and of each need are asked of a seed's models, on average. */
  readonly asked: Readonly<Record<string, number>>;
  readonly models: readonly PointingModelResult[];
  readonly shown: readonly ShownPointing[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
}
