import assert from "node:assert/strict";
import { test } from "node:test";
import { gradientByLag } from "../../lib/analysis/gradientByLag";
import { tf } from "../../lib/core/tf";

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} expected ${b}`);

test("the last time is lag 0, tensors count as one vector, and logarithms are averaged over the sequences", () => {
  // [times 2, sequences 2, units 2]: at the last time norms 5 and 1, before it 0.3 and 0.004.
  const h = tf.tensor3d([0.3, 0, 0, 0, 3, 0, 0, 1], [2, 2, 2]);
  const c = tf.tensor3d([0, 0, 0.004, 0, 0, 4, 0, 0], [2, 2, 2]);
  const [now, before] = gradientByLag({ h, c });
  near(now, Math.log10(5) / 2);
  near(before, (Math.log10(0.3) + Math.log10(0.004)) / 2);
  near(gradientByLag({ c: c.slice(1).slice([0, 0, 0], [1, 1, 2]) })[0], Math.log10(4));
  tf.dispose([h, c]);
});

test("a gradient whose square single precision cannot hold has its norm; none at all counts as 10⁻⁴⁵", () => {
  const tiny = tf.tensor3d([1e-30, 0, 0, 0], [2, 1, 2]);
  const [none, some] = gradientByLag({ tiny });
  near(some, -30);
  assert.equal(none, -45);
  tiny.dispose();
});
