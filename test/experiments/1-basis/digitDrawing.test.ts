import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fork, seed } from "../../../lib/core/random";
import { digits } from "../../../lib/data/digits";
import { digitDrawing } from "../../../lib/experiments/1-basis/digitDrawing/claims";
import { drawingDefaults } from "../../../lib/experiments/1-basis/digitDrawing/config";
import { asDigit, drawingBatch, pixelCounts, shaded } from "../../../lib/experiments/1-basis/digitDrawing/pixels";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

test("the verdicts follow the numbers, whichever way they point", () => {
  const made = (heldOutBits: number, drawn: number) => ({
    ...{ config: drawingDefaults, memorylessBits: 70, real: [], seconds: 0 },
    models: seeds.map(({ seed: n, shift }) => ({
      ...{ seed: n, condition: "drawer", ended, curve: [], shown: { drawn: [], memoryless: [] } },
      final: { heldOutBits: heldOutBits + shift },
      recognised: { real: [0.88, 0.92, 0.9], drawn: [0, 0.02, 0.01].map((more) => drawn + shift + more) },
    })),
  });
  assert.deepEqual(
    [digitDrawing.verdict(made(60, 0), "one-to-many").outcome, digitDrawing.verdict(made(60, 0), "one-to-many").effect],
    ["holds", 10],
  );
  assert.equal(digitDrawing.verdict(made(80, 0), "one-to-many").outcome, "fails");
  const recognised = (drawn: number) => digitDrawing.verdict(made(60, drawn), "drawings-recognised");
  assert.deepEqual(
    [0.89, 0.5, 0.85].map((drawn) => recognised(drawn).outcome),
    ["holds", "fails", "undecided"],
  );
  assert.ok(Math.abs(recognised(0.5).effect! + 39) < 1e-9);
});

describe("digits to draw", () => {
  const { train, heldOut } = digits();

  test("shades are the nearest, and a drawing is its digit again", () => {
    assert.deepEqual(shaded(asDigit(shaded(heldOut[3], 5), 1, 5), 5), shaded(heldOut[3], 5));
    assert.deepEqual(
      shaded(heldOut[3], 17),
      heldOut[3].rows.flat().map((ink) => ink * 16),
    );
  });

  test("a batch has each pixel as target, and the one before it as input", () => {
    const { inputs, targets, condition } = drawingBatch(heldOut.slice(0, 3), 5);
    const [read, wanted] = [inputs.arraySync(), targets.arraySync()];
    assert.deepEqual(
      read.map((row) => row[0]),
      [5, 5, 5],
    );
    assert.deepEqual(
      read.map((row) => row.slice(1)),
      wanted.map((row) => row.slice(0, -1)),
    );
    assert.deepEqual(wanted[1], shaded(heldOut[1], 5));
    assert.deepEqual(
      [...condition.dataSync()],
      heldOut.slice(0, 3).map(({ label }) => label),
    );
  });

  test("pixels counted for themselves: bits by hand, and drawn as often as counted", () => {
    const counts = pixelCounts(train, 2);
    const ones = train.filter(({ label }) => label === 1);
    const inked = (place: number) => ones.filter((digit) => shaded(digit, 2)[place] === 1).length;
    const p = (place: number, shade: number) =>
      ((shade ? inked(place) : ones.length - inked(place)) + 0.5) / (ones.length + 1);
    const one = heldOut.find(({ label }) => label === 1)!;
    const bits = shaded(one, 2).reduce((sum, shade, place) => sum - Math.log2(p(place, shade)), 0);
    assert.ok(Math.abs(counts.bits([one]) - bits) < 1e-9);
    const drawn = Array.from({ length: 400 }, (_, i) => counts.draw(1, fork(seed(1), i)));
    for (const place of [3, 12, 20, 61]) {
      const share = drawn.filter((drawing) => drawing[place] === 1).length / 400;
      assert.ok(Math.abs(share - p(place, 1)) < 4 * Math.sqrt(0.25 / 400), `${place}`);
    }
  });
});
