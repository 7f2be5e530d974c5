import { tf } from "../../../core/tf";
import type { RunTogether } from "../../../data/words";
import type { TaggedBatch } from "../../../models/manyToMany";

export interface TaggedPassageOptions {
  /** Letters that are tagged, letters read before them, and letters read after each before its tag is due. */
  readonly passage: number;
  readonly context: number;
  readonly delay: number;
}

/** Passages whose first tagged letters stand at `starts`; the caller disposes them. */
export function passages(
  { letters, begins }: RunTogether,
  starts: readonly number[],
  { passage, context, delay }: TaggedPassageOptions,
): TaggedBatch {
  const cut = (of: Int32Array, from: number, length: number) =>
    tf.tensor2d(
      starts.flatMap((start) => [...of.subarray(start + from, start + from + length)]),
      [starts.length, length],
      "int32",
    );
  return { inputs: cut(letters, -context, context + passage + delay), tags: cut(begins, 0, passage) };
}

/** Where a passage may start so that everything it needs, up to a delay of `margin`, is there. */
export const startRange = ({ letters }: RunTogether, { passage, context }: TaggedPassageOptions, margin: number) => ({
  first: context,
  count: letters.length - context - passage - margin,
});

/** The blocks of a list, one after the other, as equal as they can be. */
export const blocksOf = <T>(items: readonly T[], blocks: number): T[][] => {
  const from = (i: number) => Math.floor((i * items.length) / blocks);
  return Array.from({ length: blocks }, (_, i) => items.slice(from(i), from(i + 1)));
};

/** As many starts at equal distances. */
export const evenStarts = ({ first, count }: ReturnType<typeof startRange>, passages: number): number[] =>
  Array.from({ length: passages }, (_, i) => first + Math.floor((i * count) / passages));
