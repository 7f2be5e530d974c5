import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, type ResultRow } from "./result";
import { verdict } from "./verdict";

const row = (given: Partial<ResultRow>): ResultRow =>
  judged({
    ...{ name: "training LSTM 256 × 1", unit: "tokens/s", better: "higher", others: {}, disturbed: false },
    ...{ ours: 130, pytorch: 100, ratio: 1.3, range: [1.27, 1.34], goal: 1.3, ...given },
  });
const firstCall = (ours: number) =>
  row({
    name: "first call",
    unit: "s",
    better: "lower",
    ours,
    pytorch: undefined,
    ratio: undefined,
    range: undefined,
    goal: 2,
  });
const quiet = { loadBefore: 0.1, cores: 2 };

test("a quiet machine on which all goals are met is told in two sentences", () => {
  assert.equal(
    verdict([row({}), firstCall(1.8), row({ goal: undefined })], quiet),
    "All 2 goals that were judged are met.\n" +
      "The machine was quiet: load average 0.1 on 2 cores before the first row; " +
      "rounds of a row differ by up to 5 % (training LSTM 256 × 1).",
  );
});

test("rows that miss their goal are named with their number, the goal and their rounds", () => {
  const memory = row({ name: "memory", unit: "MB/step", better: "lower", ratio: 1.39, range: undefined, goal: 1 });
  const [first, ...lines] = verdict(
    [row({}), row({ ratio: 1.2, range: [1.1, 1.32] }), firstCall(6.04), memory],
    quiet,
  ).split("\n");
  assert.equal(first, "1 of 4 goals that were judged are met.");
  assert.deepEqual(lines.slice(0, -1), [
    "Missed: training LSTM 256 × 1: ratio 1.20, goal at least 1.3 (rounds from 1.10 to 1.32).",
    "Missed: first call: 6.0 s, goal at most 2 s.",
    "Missed: memory: ratio 1.39, goal at most 1.",
  ]);
});

test("what others disturbed all the time, or what PyTorch has no number for, is not judged", () => {
  const without = row({ name: "training CNN", pytorch: undefined, ratio: undefined, range: undefined });
  const said = verdict([row({ disturbed: true }), without, row({})], quiet).split("\n");
  assert.deepEqual(said.slice(0, 3), [
    "All 1 goals that were judged are met.",
    "Not judged: training LSTM 256 × 1: others were at work on the machine in every round.",
    "Not judged: training CNN: PyTorch has no number.",
  ]);
});

const noisy: Record<string, [readonly ResultRow[], number]> = {
  "a load before the first row": [[row({})], 1.6],
  "a row that others disturbed": [[row({}), row({ disturbed: true })], 0.1],
  "rounds that differ by more than a fifth": [[row({ range: [1.1, 1.5] })], 0.1],
};
for (const [what, [rows, loadBefore]] of Object.entries(noisy)) {
  test(`the machine was not quiet where there was ${what}`, () => {
    assert.match(
      verdict(rows, { loadBefore, cores: 2 }).split("\n").at(-1)!,
      /^The machine was not quiet: load average .*Take the ratios with care/,
    );
  });
}

test("one row of many with a wide spread does not make a machine noisy", () => {
  const rows = [...Array.from({ length: 19 }, () => row({})), row({ name: "odd one", range: [1, 1.6] })];
  assert.match(verdict(rows, quiet), /^The machine was quiet: .*differ by up to 46 % \(odd one\)\.$/m);
});
