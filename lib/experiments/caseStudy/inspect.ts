import type { Stretch } from "../../analysis/stretch";
import type { Cell } from "../../cells/cell";
import { tf } from "../../core/tf";
import type { Halves } from "./bestUnits";

/** How many characters a reader of a stretch has read before it. */
export const warmUp = 64;

/** Two stretches, one after the other, each read by as many readers as have a block of 16 characters at least. */
export function halvesOf(length: number): Halves<Stretch> {
  const readers = Math.min(64, length / 16);
  const from = (half: number) => ({ from: warmUp + half * length, length, readers, warmUp });
  return { select: from(0), test: from(1) };
}

export const bothHalves = <A, B>({ select, test }: Halves<A>, of: (half: A) => B): Halves<B> => ({
  select: of(select),
  test: of(test),
});

export const within = <T>(all: readonly T[], { from, length }: Stretch): T[] => all.slice(from, from + length);

/** A unit's values for a figure, to three digits: an LSTM's c grows without bound, so it is shown as its tanh. */
export function shown(values: Float32Array): number[] {
  const bounded = values.some((value) => Math.abs(value) > 1) ? values.map(Math.tanh) : values;
  return Array.from(bounded, (value) => Math.round(1000 * value) / 1000);
}

/** What a unit keeps: an LSTM's c, and the h of the others. */
export const memoryOf = (cell: Cell): string => {
  const zero = tf.tidy(() => Object.keys(cell.zeroState(1)));
  return zero.find((name) => /(^|\.)c$/.test(name)) ?? "h";
};
