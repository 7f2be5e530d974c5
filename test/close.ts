import assert from "node:assert/strict";
import type { tf } from "../lib/core/tf";

/** Asserts that two tensors (or arrays) have one shape and differ nowhere by more than `tolerance`. */
export function assertClose(
  actual: tf.Tensor,
  expected: tf.Tensor | ArrayLike<number>,
  tolerance = 1e-6,
  what = "",
): void {
  if ("shape" in expected) assert.deepEqual(actual.shape, expected.shape, what);
  const a = Array.from(actual.dataSync());
  const e = Array.from("dataSync" in expected ? expected.dataSync() : expected);
  assert.equal(a.length, e.length, what);
  const worst = a.reduce((max, value, i) => Math.max(max, Math.abs(value - e[i])), 0);
  assert.ok(worst <= tolerance, `${what}: differs by ${worst}, at most ${tolerance} allowed`);
}
