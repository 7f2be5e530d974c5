import { stateRecorder } from "../../analysis/stateRecorder";
import { placesOf, type Stretch } from "../../analysis/stretch";
import type { Cell, Params } from "../../cells/cell";
import type { Key } from "../../core/random";
import { tf } from "../../core/tf";
import { type FoundUnits, findUnits, type Halves } from "./bestUnits";

/** A network and the held-out text that it is inspected on. */
export interface Subject {
  readonly cell: Cell;
  readonly tokens: Int32Array;
  /** By structure: 1 for each character of the text that has the property. */
  readonly labels: Readonly<Record<string, Uint8Array>>;
  /** Characters on which units are chosen, and as many on which they are measured. */
  readonly stretch: number;
  readonly shifts: number;
  readonly key: Key;
}

/** The best units for each structure, of each of some weights. */
export function inspect(subject: Subject, weights: readonly Params[]): FoundUnits[][] {
  const { cell, tokens, labels, stretch, shifts, key } = subject;
  const halves = halvesOf(tokens.length, stretch);
  const both = Object.fromEntries(
    Object.entries(labels).map(([name, all]) => [name, bothHalves(halves, (half) => within(all, half))]),
  );
  const { record, close } = stateRecorder(cell, memoryOf(cell));
  const found = weights.map((params) =>
    findUnits(
      bothHalves(halves, (half) => record(params, tokens, half)),
      { labels: both, shifts, key },
    ),
  );
  close();
  return found;
}

/** How many characters a reader of a stretch has read before its part. */
export const readBefore = 64;

/**
 * Two stretches of `length` characters of a text of `size`, in parts that take turns and are spread over all of it, so
 * that what units are chosen on and what they are measured on are alike.
 */
export function halvesOf(size: number, length: number): Halves<Stretch> {
  const readers = Math.min(64, length / 16);
  const stride = Math.floor((size - readBefore - 1) / readers);
  const half = (from: number): Stretch => ({ from, length, readers, stride, warmUp: readBefore });
  return { select: half(readBefore), test: half(readBefore + Math.floor(stride / 2)) };
}

/** How many characters a text must have for `halvesOf` to give parts that do not overlap. */
export const leastSize = (length: number): number => 2 * length + readBefore + 1;

const bothHalves = <A, B>({ select, test }: Halves<A>, of: (half: A) => B): Halves<B> => ({
  select: of(select),
  test: of(test),
});

const within = (all: Uint8Array, stretch: Stretch): Uint8Array =>
  Uint8Array.from(placesOf(stretch), (place) => all[place]);

/** What a unit keeps: an LSTM's c, and the h of the others. */
export function memoryOf(cell: Cell): string {
  const names = tf.tidy(() => Object.keys(cell.zeroState(1)));
  return names.find((name) => /(^|\.)c$/.test(name)) ?? "h";
}
