import assert from "node:assert/strict";
import { test } from "node:test";
import { seed } from "../../../lib/core/random";
import { digits } from "../../../lib/data/digits";
import { readOutChoice } from "../../../lib/experiments/1-basis/readOutChoice/claims";
import { evidences, readOutsDefaults } from "../../../lib/experiments/1-basis/readOutChoice/config";
import { conditionOf, hider } from "../../../lib/experiments/1-basis/readOutChoice/job";
import { readOuts } from "../../../lib/models/readOut";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

test("the verdicts follow the numbers, whichever way they point", () => {
  const made = (accuracy: Record<string, number>) => ({
    ...{ config: readOutsDefaults, examples: [], seconds: 0 },
    models: seeds.flatMap(({ seed: n, shift }) =>
      evidences.flatMap((evidence) =>
        readOuts.map((readOut) => ({
          ...{ seed: n, condition: conditionOf(readOut, evidence), readOut, evidence, ended, curve: [] },
          ...{ hiddenSize: 1, parameters: 1 },
          final: { accuracy: (accuracy[`${readOut}, ${evidence}`] ?? 0.5) + (readOut === "all" ? shift : 0) },
        })),
      ),
    ),
  });
  const early = made({ "all, early": 0.9 });
  assert.ok(Math.abs(readOutChoice.verdict(early, "dense-over-all-h").effect! - 0.4) < 1e-9);
  assert.equal(readOutChoice.verdict(made({ "last, early": 0.9 }), "dense-over-all-h").outcome, "fails");
  assert.equal(
    readOutChoice.verdict(made({ "all, early": 0.9, "last, late": 0.4 }), "when-the-read-out-matters").outcome,
    "holds",
  );
  assert.equal(
    readOutChoice.verdict(made({ "all, early": 0.6, "all, late": 0.9 }), "when-the-read-out-matters").outcome,
    "fails",
  );
});

test("evidence is hidden before or after rows of other digits, and stays whole", () => {
  const { train, heldOut } = digits();
  const known = new Set(train.flatMap(({ rows }) => rows.map((row) => row.join())));
  for (const evidence of evidences) {
    const hidden = hider(train, { evidence, distractors: 5 })(heldOut.slice(0, 4), seed(3));
    hidden.forEach(({ rows, label }, i) => {
      assert.equal(label, heldOut[i].label);
      assert.equal(rows.length, 13);
      assert.deepEqual(evidence === "early" ? rows.slice(0, 8) : rows.slice(5), heldOut[i].rows);
      const others = evidence === "early" ? rows.slice(8) : rows.slice(0, 5);
      assert.ok(others.every((row) => known.has(row.join())));
    });
  }
});
