import assert from "node:assert/strict";
import { test } from "node:test";
import { figureParts } from "../../lib/report/figureParts";

const size = (height: number) => ({ width: 800, height });
const axis = (low: number, high: number) => ({ domain: [low, high] });
const margin = { t: 84, b: 60 };

test("a figure that fits is one part, and so is one row however high", () => {
  assert.deepEqual(figureParts({ layout: { margin, yaxis: axis(0, 0.4), yaxis2: axis(0.6, 1) } }, size(630), 28), [
    [0, 630],
  ]);
  assert.deepEqual(figureParts({ layout: { margin, yaxis: {} } }, size(2000), 28), [[0, 2000]]);
});

test("rows of panels are kept whole, with the titles above them", () => {
  const yaxes = { yaxis: axis(0.75, 1), yaxis2: axis(0.75, 1), yaxis3: axis(0.375, 0.625), yaxis4: axis(0, 0.25) };
  assert.deepEqual(figureParts({ layout: { margin, ...yaxes } }, size(880), 28), [
    [0, 332],
    [332, 608],
    [608, 880],
  ]);
});

test("rows of pictures, too; and what a stranger writes there costs only the parts", () => {
  const images = [0, 0, 400, 400].map((y) => ({ y }));
  const yaxis = { range: [800, 0] };
  const parts = figureParts({ layout: { margin: { t: 56, b: 0 }, images, yaxis } }, size(856), 28);
  assert.deepEqual(parts, [
    [0, 450],
    [450, 856],
  ]);
  for (const domain of ["x", [null, {}], [Number.NaN, 1], [1e9, -1e9]])
    assert.ok(figureParts({ layout: { margin, yaxis: { domain }, yaxis2: axis(0, 0.4) } }, size(900), 28).length > 0);
});
