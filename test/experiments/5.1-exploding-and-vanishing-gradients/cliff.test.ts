import assert from "node:assert/strict";
import { test } from "node:test";
import { descend, unitLoss } from "../../../lib/analysis/oneUnit";
import { cliff } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/cliff/claims";
import {
  type CliffResult,
  cliffDefaults,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/cliff/config";

test("the gradient of one unit's loss agrees with differences", () => {
  for (const [w, b] of [
    [2, -1],
    [4.5, -2],
    [5, -2.9],
    [-3, 1],
  ]) {
    const { gradient } = unitLoss({ w, b }, { steps: 7 });
    const h = 1e-5;
    const along = (dw: number, db: number) =>
      (unitLoss({ w: w + dw, b: b + db }, { steps: 7 }).loss - unitLoss({ w: w - dw, b: b - db }, { steps: 7 }).loss) /
      (2 * h);
    assert.ok(Math.abs(gradient.w - along(h, 0)) < 1e-8, `w at ${w}, ${b}`);
    assert.ok(Math.abs(gradient.b - along(0, h)) < 1e-8, `b at ${w}, ${b}`);
  }
});

test("one step by hand: x = w σ(0.5) + b, and its loss", () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const { loss } = unitLoss({ w: 2, b: 0.1 }, { steps: 1 });
  assert.ok(Math.abs(loss - (sigmoid(2 * sigmoid(0.5) + 0.1) - 0.7) ** 2) < 1e-12);
});

test("no step of clipped descent is longer than the rate times the norm allowed; plain descent takes longer ones", () => {
  const longest = (clipNorm: number) => {
    const path = descend({ w: 4.9, b: -2.4 }, { steps: 50, learningRate: 0.1, updates: 300, clipNorm });
    return Math.max(...path.slice(1).map((to, i) => Math.hypot(to.w - path[i].w, to.b - path[i].b)));
  };
  assert.ok(longest(1) <= 0.1 + 1e-12);
  assert.ok(longest(Number.POSITIVE_INFINITY) > 1);
});

test("the verdict follows who arrives", () => {
  const way = (loss: number) => ({ path: [], loss, longest: 1 });
  const made = (plain: number, clipped: number): CliffResult => ({
    config: cliffDefaults,
    descents: Array.from({ length: 6 }, () => ({ from: { w: 5, b: -2 }, plain: way(plain), clipped: way(clipped) })),
  });
  assert.equal(cliff.verdict(made(0.09, 1e-6), "cliff").outcome, "holds");
  assert.equal(cliff.verdict(made(1e-6, 0.09), "cliff").outcome, "fails");
  assert.equal(cliff.verdict(made(1e-6, 1e-6), "cliff").outcome, "undecided");
});
