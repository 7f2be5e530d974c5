import assert from "node:assert/strict";
import { test } from "node:test";
import { type Picture, pictures } from "../../lib/view/pictures";

const picture = (height: number, width: number, rest: Partial<Picture> = {}): Picture => ({
  values: Array.from({ length: height }, () => Array(width).fill(0.5)),
  scale: "ink",
  ...rest,
});

type Shape = { x0: number; x1: number; y0: number; y1: number };
const rows = [
  { name: "first", pictures: [picture(8, 8, { caption: "a 3" }), picture(8, 10, { columns: ["p", "q"] })] },
  { name: "second", pictures: [picture(4, 8), picture(2, 3), picture(4, 4)] },
];
const figure = pictures({ title: "some", rows, alt: "some pictures to test" });
const frames = figure.layout.shapes as Shape[];

test("each picture has a place of its own, with all its pixels in its frame", () => {
  assert.equal(figure.data.length, 5);
  figure.data.forEach((trace, i) => {
    const { x0, y0, z } = trace as unknown as { x0: number; y0: number; z: number[][] };
    const { x0: left, x1: right, y0: top, y1: bottom } = frames[i];
    assert.deepEqual([x0 - 0.5, x0 - 0.5 + z[0].length, y0 - 0.5, y0 - 0.5 + z.length], [left, right, top, bottom]);
  });
  frames.forEach((a, i) => {
    for (const b of frames.slice(i + 1)) {
      assert.ok(a.x1 < b.x0 || b.x1 < a.x0 || a.y1 < b.y0 || b.y1 < a.y0);
    }
  });
});

test("all of them are within the axes, and pixels are squares", () => {
  const { xaxis, yaxis, height, margin } = figure.layout as unknown as {
    xaxis: { range: number[] };
    yaxis: { range: number[] };
    height: number;
    margin: { t: number; b: number; l: number; r: number };
  };
  for (const { x0, x1, y0, y1 } of frames) {
    assert.ok(x0 >= 0 && y0 >= 0 && x1 <= xaxis.range[1] && y1 <= yaxis.range[0]);
  }
  const across = (800 - margin.l - margin.r) / xaxis.range[1];
  const down = (height - margin.t - margin.b) / yaxis.range[0];
  assert.ok(Math.abs(across - down) < 1e-9);
});

test("names, captions and columns are written", () => {
  const texts = (figure.layout.annotations as { text: string }[]).map(({ text }) => text);
  assert.deepEqual(texts, ["first", "second", "a 3", "p", "q"]);
});

test("without pictures there is an empty figure", () => {
  assert.deepEqual(pictures({ title: "none", rows: [], alt: "nothing yet" }).data, []);
});
