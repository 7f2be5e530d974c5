import { fork, type Key, uniforms } from "../../core/random";
import { tf } from "../../core/tf";
import { type Digit, digitSize } from "../../data/digits";
import type { LabelledBatch } from "../../models/manyToOne";

/** Digits drawn at random without end, `batchSize` at a time. */
export function* drawDigits(digits: readonly Digit[], batchSize: number, key: Key): Generator<Digit[]> {
  const next = uniforms(fork(key, "digits"));
  for (;;) yield Array.from({ length: batchSize }, () => digits[Math.floor(next() * digits.length)]);
}

/** Their rows [N, 8, 8], one after the other, and their labels; the caller disposes them. */
export const asSequences = (digits: readonly Digit[]): LabelledBatch => ({
  inputs: tf.tensor3d(
    digits.map(({ rows }) => rows.map((row) => [...row])),
    [digits.length, digitSize, digitSize],
  ),
  labels: tf.tensor1d(
    digits.map(({ label }) => label),
    "int32",
  ),
});

/** `make` of each item. */
export function* mapped<A, B>(items: Iterable<A>, make: (item: A) => B): Generator<B> {
  for (const item of items) yield make(item);
}
