import { seed } from "../../../core/random";
import { draws } from "../../../data/draws";
import type { Trial } from "../../../lab/trials";
import type { AttentionOptions } from "../../../models/attentionOptions";
import type { Baseline } from "../../../models/reinforce";
import type { PreparedScenes } from "../../shared/captionedScenes";
import { objectNetworkDefaults } from "../../shared/objectNetwork";
import type { PointingAccuracy } from "./attendedThings";

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
  steps: 300,
  /** At first; it falls to zero in a line. */
  learningRate: 0.012,
  /** λ of hard attention's loss. */
  entropy: 0.01,
  /** Longer captions are not learnt from. */
  maxWords: 10,
  /** Of the beam search, which compares captions by their log-probability per word; greedy captions are judged. */
  beamWidth: 3,
  evaluateEvery: 50,
  seeds: 3,
};
export interface AttentionConfig extends Readonly<typeof attentionDefaults> {}

export const attentionPresets = {
  smoke: {
    ...{ trainScenes: 60, testScenes: 10, networkSteps: 4, networkLayouts: 2, imageSize: 32, maxWords: 8 },
    ...{ hiddenSize: 8, embeddingSize: 6, attentionSize: 4, batchSize: 4, steps: 4, evaluateEvery: 2, seeds: 2 },
    beamWidth: 2,
  },
  lecture: {
    ...{ testScenes: 500, hiddenSize: 128, embeddingSize: 64, attentionSize: 48 },
    ...{ steps: 2_500, learningRate: 0.008, evaluateEvery: 250, seeds: 8 },
  },
  full: {
    ...{ trainScenes: 20_000, testScenes: 1_000, networkSteps: 3_000, networkLayouts: 600, hiddenSize: 256 },
    ...{ embeddingSize: 128, attentionSize: 96, steps: 10_000, learningRate: 0.002, evaluateEvery: 500, seeds: 10 },
  },
} satisfies Record<string, Partial<AttentionConfig>>;

/**
 * The captioner of Xu et al., asked with the word just read: words are said from what was looked at, too, and as the start is blank, all
 * that is said was looked at. Chosen on other scenes than those that judge.
 */
export const wholeCaptioner = {
  ...{ start: "blank", deepOutput: true, gate: true, askWithWord: true },
} as const satisfies Partial<AttentionOptions>;

/** How a captioner looks, and how it learns to: hard attention by one of the baselines, `semi` of its captions by the exact gradient. */
export interface AttentionArm {
  readonly name: string;
  readonly baseline?: Baseline;
  readonly semi?: number;
}
export const soft: AttentionArm = { name: "soft" };
/** The plain mean of all places, before every word. */
export const unattended: AttentionArm = { name: "mean of all places" };
const hard = (name: string, baseline: Baseline, semi = 0): AttentionArm => ({ name: `hard, ${name}`, baseline, semi });
export const noBaseline = hard("no baseline", "none");
export const selfCritical = hard("self-critical", "self-critical");
/** Half of the captions read the average, as Xu et al. have it. */
export const halfExact = hard("half exact", "self-critical", 0.5);
export const hardArms = [noBaseline, selfCritical, halfExact] as const;
/** The longest first. */
export const attentionArms: readonly AttentionArm[] = [selfCritical, halfExact, soft, noBaseline, unattended];

/** One arm's models, or some of them, which share a compiled step and are trained in turn. */
export type AttentionJob = Omit<AttentionConfig, "seeds"> &
  PreparedScenes & { readonly seeds: readonly number[]; readonly arm: AttentionArm };

/** A shown caption and where the captioner looked before each of its words. */
export interface Looked {
  readonly words: readonly string[];
  /** α by word, row by row of places. */
  readonly alphas: readonly (readonly number[])[];
}

/** What is seen in the average of two objects' features, `weight` on the first. Shares of the scenes. */
export interface Blend {
  readonly weight: number;
  readonly first: number;
  readonly second: number;
  /** Neither of them. */
  readonly third: number;
}

export type AttentionFinal = {
  readonly testNats: number;
  /** Of the likeliest word each time, and of a beam search. */
  readonly ciderD: number;
  readonly beamCiderD: number;
  /** Of the things named, those that are in the picture. */
  readonly precision: number;
} & PointingAccuracy;

export interface AttentionModel extends Trial {
  readonly curve: readonly { readonly step: number; readonly trainNats: number; readonly testNats: number }[];
  readonly final: AttentionFinal | null;
  readonly blends: readonly Blend[];
  /** Of the first seed: each scene that is shown. */
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

/** Which of the test scenes are shown: twelve, drawn by a seed before anything was trained. */
export const shownScenes = (testScenes: number): readonly number[] =>
  draws(seed(34))
    .shuffled(Array.from({ length: testScenes }, (_, i) => i))
    .slice(0, 12);
