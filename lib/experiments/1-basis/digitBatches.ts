import { fork, type Key, uniforms } from "../../core/random";
import { tf } from "../../core/tf";
import { type Digit, digitSize } from "../../data/digits";
import type { LabelledBatch } from "../../models/manyToOne";

/** Digits drawn at random without end, `batchSize` at a time. */
export function* drawDigits(digits: readonly Digit[], batchSize: number, key: Key): Generator<Digit[]> {
  const next = uniforms(fork(key, "digits"));
  for (;;) yield Array.from({ length: batchSize }, () => digits[Math.floor(next() * digits.length)]);
}

/** Their rows [N, T, 8], T = 8 but where others were added, and their labels; the caller disposes them. */
export function asSequences(digits: readonly Digit[]): LabelledBatch {
  const shape = [digits.length, digits[0].rows.length, digitSize] as [number, number, number];
  const labels = digits.map(({ label }) => label);
  return {
    inputs: tf.tensor3d(Float32Array.from(digits.flatMap(({ rows }) => rows.flat())), shape),
    labels: tf.tensor1d(labels, "int32"),
  };
}
