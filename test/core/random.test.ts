import assert from "node:assert/strict";
import { test } from "node:test";
import { fork, normal, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

test("the same key draws the same numbers; other seeds, labels and parents draw others", () => {
  const first = (key: ReturnType<typeof seed>) => uniforms(key)();
  assert.equal(first(seed(7)), first(seed(7)));
  const keys = [
    seed(0),
    seed(1),
    fork(seed(0), "a"),
    fork(seed(1), "a"),
    fork(seed(0), "b"),
    fork(fork(seed(0), "a"), "a"),
  ];
  assert.equal(new Set(keys.map(first)).size, keys.length);
});

test("uniforms fill [0, 1) evenly", () => {
  const [next, n, bins] = [uniforms(seed(1)), 100_000, new Array<number>(20).fill(0)];
  for (let i = 0; i < n; i++) bins[Math.floor(next() * bins.length)]++;
  const expected = n / bins.length;
  const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  assert.ok(chiSquare < 43.8, `χ² ${chiSquare} with 19 degrees of freedom: below 43.8 but once in a thousand keys`);
});

test("normals have mean 0, the standard deviation asked for, and Gaussian tails", () => {
  const values = normal(seed(2), [301, 333], 2);
  const { mean, variance } = tf.moments(values);
  assert.ok(Math.abs(mean.dataSync()[0]) < 0.03);
  assert.ok(Math.abs(variance.dataSync()[0] - 4) < 0.08);
  const beyond = values
    .abs()
    .greater(2 * 1.96)
    .mean()
    .dataSync()[0];
  assert.ok(Math.abs(beyond - 0.05) < 0.004, `${beyond} lie beyond ±1.96 σ`);
});
