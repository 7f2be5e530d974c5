import { mean } from "../../analysis/statistics";

/**
 * In how many blocks a held-out text is measured: they vary as seeds do, and both count in the interval. With more than so many some
 * would be without any comment or quotation.
 */
const blockCount = 8;

/** Consecutive parts of a list, from … to, as equal as can be; of fewer items than blocks each is one. */
export function textBlocks(length: number): (readonly [number, number])[] {
  const blocks = Math.min(blockCount, length);
  const edge = (b: number) => Math.round((b * length) / blocks);
  return Array.from({ length: blocks }, (_, b) => [edge(b), edge(b + 1)] as const);
}

/** The mean of the values at some places of a text, block by block; none where there is no place. */
export const blockMeans = (places: readonly number[], valueAt: (place: number) => number): number[] =>
  textBlocks(places.length).map(([from, to]) => mean(places.slice(from, to).map(valueAt)));
