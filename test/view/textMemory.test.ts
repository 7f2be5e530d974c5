import assert from "node:assert/strict";
import { test } from "node:test";
import { textMemory } from "../../lib/view/textMemory";

const units = [
  { name: "quotation", values: [0, 0.1, 0.2, 0.3, 0.4], marked: [0, 0, 1, 1, 0] },
  { name: "bracket", values: [-1, -0.9, -0.8, -0.7, -0.6], marked: [0, 0, 0, 0, 0] },
];
const figure = (of = units) =>
  textMemory({ title: "memory", text: "ab\ncd", units: of, colorTitle: "h", columns: 3, alt: "two units over a text" });

test("every line of the text has its characters, and a row of colours below for each unit", () => {
  const [heat, , , letters] = figure().data;
  assert.deepEqual(heat.z, [
    [null, null, null],
    [0, 0.1, 0.2],
    [-1, -0.9, -0.8],
    [null, null, null],
    [0.3, 0.4, null],
    [-0.7, -0.6, null],
  ]);
  assert.deepEqual(
    [letters.x, letters.y, letters.text],
    [
      [0, 1, 2, 0, 1],
      [0, 0, 0, 3, 3],
      ["a", "b", "↵", "c", "d"],
    ],
  );
  const { tickvals, ticktext } = figure().layout.yaxis as Record<string, unknown>;
  assert.deepEqual(tickvals, [1, 2, 4, 5]);
  assert.deepEqual(ticktext, ["quotation", "bracket", "quotation", "bracket"]);
});

test("a line runs below a unit's row where it is marked, from edge to edge of its characters", () => {
  const [, quotation, bracket] = figure().data;
  assert.deepEqual(quotation.x, [1.5, 2.5, null, -0.5, 0.5, null]);
  assert.deepEqual(quotation.y, [1.46, 1.46, null, 4.46, 4.46, null]);
  assert.deepEqual(bracket.x, []);
});

test("letters are a fiftieth of a figure's height, or more: they are read from the last bench", () => {
  const values = new Array(256).fill(0);
  const five = ["a", "b", "c", "d", "e"].map((name) => ({ name, values, marked: values }));
  const { layout, data } = textMemory({
    title: "t",
    text: "x".repeat(256),
    units: five,
    colorTitle: "h",
    alt: "memory",
  });
  const { size } = data.at(-1)!.textfont as { size: number };
  assert.ok(size >= 0.02 * (layout.height as number));
});

test("a unit without a value for each character is told", () => {
  assert.throws(
    () => figure([{ name: "it", values: [1], marked: [1] }]),
    /textMemory: it: 5 values, one a character, expected, got 1/,
  );
});
