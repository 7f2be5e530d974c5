export type Split = "train" | "val" | "test";

/** A photograph and what people said is on it. */
export interface CaptionedImage {
  /** The set's own: a number in COCO, a file name in Flickr8k. */
  readonly id: string;
  /** Null where the photograph itself is not there. */
  readonly file: string | null;
  /** As they were written, at least one. */
  readonly captions: readonly string[];
  /** Null where the set does not say. */
  readonly split: Split | null;
}
