import assert from "node:assert/strict";
import { test } from "node:test";
import { fromDecades, lessOrMore } from "../../lib/lab/finals";

test("what is left is told in percent as far as one says percent, and as a power of ten beyond", () => {
  const said = [-15.4, -2, -1.99, Math.log10(0.4), 0, 0.99, 1, 30].map(fromDecades);
  assert.deepEqual(said, ["10⁻¹⁵", "10⁻²", "1 %", "40 %", "100 %", "977 %", "10¹", "10³⁰"]);
  assert.match(fromDecades(Number.NaN), /NaN/);
});

test("the words of a difference turn with its sign", () => {
  assert.deepEqual(
    [-0.25, 0.25].map((difference) => lessOrMore(difference, "bits")),
    ["0.25 bits less", "0.25 bits more"],
  );
});
