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
  /** Besides synced: after how many letters more a letter's tag is due. */
  delays: [3],
  steps: 300,
  /** At the first step: it falls in a line to zero. */
  learningRate: 0.01,
  /** Steps between two points of the curve. */
  evaluateEvery: 50,
  /** Passages of the held-out text on which is measured. */
  heldOutPassages: 400,
  /** Up to how many letters, the one to tag among them, are counted for comparison. */
  counted: 5,
  /** Up to how many letters back the input is changed: 8 letters are almost two words of Moby Dick. */
  farthest: 8,
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
    farthest: 3,
    seeds: 2,
  },
  lecture: {
    ...{ hiddenSize: 128, delays: [3, 8], steps: 2_500, learningRate: 0.008, evaluateEvery: 250 },
    // 2,880 passages of 32 letters: all the letters that are held out, but for a few hundred.
    ...{ heldOutPassages: 2_880, counted: 8, seeds: 8 },
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

/** Bits per held-out letter to say whether a word begins with it. */
export type TagQuality = { readonly bits: number };

/** Parts of the held-out text, each measured alone: how much they differ is the noise of the text. */
export const blocks = 20;

/** What the first model of a delay thinks of each letter of a held-out passage. */
export interface TaggedPassage {
  readonly text: string;
  readonly p: readonly number[];
}

export interface TagsModel extends Trial {
  readonly delay: number;
  readonly curve: readonly Point<TagQuality>[];
  readonly final: TagQuality | null;
  /** The bits of each block. */
  readonly blocks: readonly number[];
  /** Synced: how many bits a letter costs more when the input k letters back is another; by k from 0 on, for each block. */
  readonly changed: readonly (readonly number[])[];
  readonly shown: TaggedPassage | null;
}

export interface TagsResult {
  readonly config: TagsConfig;
  /** Bits per letter from counting the last `order` letters, on the same held-out passages, all and block by block. */
  readonly counted: readonly { readonly order: number; readonly bits: number; readonly blocks: readonly number[] }[];
  /** The order that tags a part of the training text best which it has not counted. */
  readonly bestOrder: number;
  readonly models: readonly TagsModel[];
}
