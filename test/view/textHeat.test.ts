import assert from "node:assert/strict";
import { test } from "node:test";
import { textHeats } from "../../lib/view/textHeat";

const text = "ab\ncdefg\nh";
const values = [...text].map((_, i) => i / 10);
const layer = (title: string, sign = 1) => ({ title, values: values.map((value) => sign * value) });
const heat = (layers: ReturnType<typeof layer>[], columns?: number) =>
  textHeats({ title: "units", text, layers, colorTitle: "activation", columns, alt: "coloured text" });

test("each character stands in its own line on its own value", () => {
  const [{ z, text: shown }] = heat([layer("one")]).data as unknown as { z: (number | null)[][]; text: string[][] }[];
  assert.deepEqual(shown, [
    ["a", "b", "↵", "", "", ""],
    ["c", "d", "e", "f", "g", "↵"],
    ["h", "", "", "", "", ""],
  ]);
  assert.deepEqual(
    z.map((row) => row.filter((value) => value !== null)),
    [values.slice(0, 3), values.slice(3, 9), values.slice(9)],
  );
});

test("a line that is too long is broken; its line break never stands alone", () => {
  const [{ text: shown }] = heat([layer("one")], 3).data as unknown as { text: string[][] }[];
  assert.deepEqual(
    shown.map((row) => row.join("")),
    ["ab↵", "cde", "fg↵", "h"],
  );
  const [{ text: narrow }] = heat([layer("one")], 5).data as unknown as { text: string[][] }[];
  assert.deepEqual(
    narrow.map((row) => row.join("")),
    ["ab↵", "cdefg↵", "h"],
  );
});

test("copies of the text do not overlap, and have one colour bar", () => {
  const { data, layout } = heat([layer("one"), layer("two", -1), layer("three")]);
  const domain = (name: string) => (layout[name] as { domain: [number, number] }).domain;
  const boxes = ["", "2", "3"].map((n) => [...domain(`xaxis${n}`), ...domain(`yaxis${n}`)]);
  boxes.forEach(([left, right, bottom, top], i) => {
    for (const [l, r, b, t] of boxes.slice(i + 1)) assert.ok(r <= left || right <= l || t <= bottom || top <= b);
    assert.ok([left, right, bottom, top].every((share) => share >= 0 && share <= 1));
  });
  assert.deepEqual(
    data.map(({ showscale }) => showscale),
    [true, false, false],
  );
  const headings = (layout.annotations as { text: string }[]).map((one) => one.text);
  assert.deepEqual(headings, ["one", "two", "three"]);
});
