import type { Trial } from "../../../lab/trials";
import type { Baseline } from "../../../models/reinforce";
import type { PreparedScenes } from "../../shared/captionedScenes";
import { objectNetworkDefaults } from "../../shared/objectNetwork";

export const attentionDefaults = {
  trainScenes: 8_000,
  testScenes: 200,
  imageSize: objectNetworkDefaults.imageSize,
  networkLayouts: objectNetworkDefaults.layouts,
  networkSteps: objectNetworkDefaults.steps,
  hiddenSize: 96,
  embeddingSize: 48,
  attentionSize: 32,
  batchSize: 64,
  steps: 400,
  /** At first; it falls to zero in a line. */
  learningRate: 0.012,
  /** λ of hard attention's loss. */
  entropy: 0.01,
  /** Longer captions are not learnt from. */
  maxWords: 10,
  evaluateEvery: 50,
  seeds: 5,
};
export interface AttentionConfig extends Readonly<typeof attentionDefaults> {}

export const attentionPresets = {
  smoke: {
    ...{ trainScenes: 60, testScenes: 10, networkSteps: 4, networkLayouts: 2, imageSize: 32, maxWords: 8 },
    ...{ hiddenSize: 8, embeddingSize: 6, attentionSize: 4, batchSize: 4, steps: 4, evaluateEvery: 2, seeds: 2 },
  },
  full: {
    ...{ trainScenes: 20_000, testScenes: 1_000, networkSteps: 3_000, networkLayouts: 600, hiddenSize: 256 },
    ...{ embeddingSize: 128, attentionSize: 96, steps: 10_000, learningRate: 0.002, evaluateEvery: 500, seeds: 10 },
  },
} satisfies Record<string, Partial<AttentionConfig>>;

/** How a captioner looks, and how it learns to: hard attention by one of the baselines. */
export interface AttentionArm {
  readonly name: string;
  readonly baseline?: Baseline;
}
export const soft: AttentionArm = { name: "soft" };
/** The plain mean of all places, before every word. */
export const unattended: AttentionArm = { name: "mean of all places" };
const hard = (baseline: Baseline, name: string): AttentionArm => ({ name: `hard, ${name}`, baseline });
export const hardArms = [
  hard("none", "no baseline"),
  hard("moving average", "moving average"),
  hard("self-critical", "self-critical"),
] as const;
export const selfCritical = hardArms[2];
/** The longest first. */
export const attentionArms: readonly AttentionArm[] = [selfCritical, soft, hardArms[0], hardArms[1], unattended];

export type AttentionJob = AttentionConfig & PreparedScenes & { readonly arm: AttentionArm };

/** A shown caption and where the captioner looked before each of its words. */
export interface Looked {
  readonly words: readonly string[];
  /** α by word, row by row of places. */
  readonly alphas: readonly (readonly number[])[];
}

/** What is seen in the average of two things' features, `weight` on the first. Shares of the scenes. */
export interface Blend {
  readonly weight: number;
  readonly first: number;
  readonly second: number;
  /** Neither of them. */
  readonly third: number;
}

export type AttentionFinal = {
  readonly testNats: number;
  readonly ciderD: number;
  /** Of the things named, those that are in the picture. */
  readonly precision: number;
  /** Of those, the share where α's largest place lies in a box of the thing; the same of any place, and of the middle. */
  readonly pointing: number;
  readonly anywhere: number;
  readonly middle: number;
  /** Mean entropy of α in nats, where a thing is named. */
  readonly entropy: number;
};

export interface AttentionModel extends Trial {
  readonly curve: readonly { readonly step: number; readonly trainNats: number; readonly testNats: number }[];
  readonly final: AttentionFinal | null;
  readonly blends: readonly Blend[];
  /** The first test scenes, of the first seed. */
  readonly shown: readonly Looked[];
  /** Of its training steps. */
  readonly seconds: number;
}

export interface AttendedScene {
  /** Red, green and blue of [side, side, 3], base64. */
  readonly pixels: string;
  readonly side: number;
  readonly things: readonly {
    readonly noun: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

export interface AttentionResult {
  readonly config: AttentionConfig;
  readonly models: readonly AttentionModel[];
  readonly scenes: readonly AttendedScene[];
}

export const attendedScenes = 3;
