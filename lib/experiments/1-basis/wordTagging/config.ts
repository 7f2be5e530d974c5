import type { CellName } from "../../../cells/stackOf";
import type { Point } from "../../../lab/learn";
import type { Trial } from "../../../lab/trials";

export const tagsDefaults = {
  cell: "gru" as CellName,
  hiddenSize: 64,
  batchSize: 64,
  /** Letters of a passage that are tagged. */
  passage: 32,
  /** Letters that are only read, before those that are tagged. */
  context: 12,
  /** Besides in step: after how many letters more a letter's tag is due. */
  delays: [3],
  steps: 300,
  learningRate: 0.01,
  /** Steps between two points of the curve. */
  evaluateEvery: 50,
  /** Passages of the held-out text on which is measured. */
  heldOutPassages: 400,
  /** Up to how many letters, the one to tag among them, are counted for comparison. */
  counted: 5,
  seeds: 5,
};
export interface TagsConfig extends Readonly<typeof tagsDefaults> {}

export const tagsPresets = {
  smoke: {
    hiddenSize: 16,
    batchSize: 16,
    passage: 12,
    context: 4,
    delays: [2],
    steps: 30,
    evaluateEvery: 10,
    heldOutPassages: 40,
    counted: 2,
    seeds: 2,
  },
  full: {
    hiddenSize: 256,
    delays: [1, 2, 3, 5, 8],
    steps: 8_000,
    learningRate: 0.003,
    evaluateEvery: 250,
    heldOutPassages: 2_000,
    counted: 6,
    seeds: 5,
  },
} satisfies Record<string, Partial<TagsConfig>>;

export type TagsJob = Omit<TagsConfig, "seeds" | "delays" | "counted"> & {
  readonly seed: number;
  readonly delay: number;
};

export type TagQuality = {
  readonly bits: number;
  /** Harmonic mean of how many tagged letters do begin a word, and of how many that do are tagged. */
  readonly f1: number;
};

/** What the first model of a delay thinks of each letter of a held-out passage. */
export interface TaggedPassage {
  readonly text: string;
  readonly p: readonly number[];
}

export interface TagsModel extends Trial {
  readonly delay: number;
  readonly curve: readonly Point<TagQuality>[];
  readonly final: TagQuality | null;
  readonly shown: TaggedPassage | null;
}

export interface TagsResult {
  readonly config: TagsConfig;
  /** Bits per letter from counting the last `order` letters, on the same held-out passages. */
  readonly counted: readonly { readonly order: number; readonly bits: number }[];
  readonly models: readonly TagsModel[];
}
