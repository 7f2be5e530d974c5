import assert from "node:assert/strict";
import { test } from "node:test";
import { pointing } from "../../../lib/experiments/3.3-visual-question-answering/pointing/claims";
import {
  type Pointer,
  pointers,
  pointingDefaults,
} from "../../../lib/experiments/3.3-visual-question-answering/pointing/config";

const ended = "finished" as const;
const seeds = [-0.01, 0, 0.01].map((shift, i) => ({ seed: i + 1, shift }));
const of = (value: number) => ({ all: value, interaction: value, both: 0.5, picture: 0.9 });

test("the verdicts follow the numbers, whichever way they point", () => {
  const made = (values: Partial<Record<Pointer, number>>) => ({
    ...{ config: pointingDefaults, trainQuestions: 9, asked: { all: 9 }, shown: [], tried: [] },
    models: seeds.flatMap(({ seed: n, shift }) =>
      pointers.map((condition) => ({
        ...{ seed: n, condition, ended, curve: [], chosen: [], parameters: 1, hiddenSize: 1, learningRate: 1 },
        final: of((values[condition] ?? 0.4) + (condition === "dot product" || condition === "multiply" ? shift : 0)),
      })),
    ),
  });
  assert.ok(Math.abs(pointing.verdict(made({ "dot product": 0.8 }), "dot-product").effect! - 40) < 1e-9);
  assert.equal(pointing.verdict(made({ "boxes alone": 0.8 }), "dot-product").outcome, "fails");
  assert.ok(Math.abs(pointing.verdict(made({ multiply: 0.6 }), "multiply").effect! - 20) < 1e-9);
  assert.equal(pointing.verdict(made({ concatenate: 0.6 }), "multiply").outcome, "fails");
});
