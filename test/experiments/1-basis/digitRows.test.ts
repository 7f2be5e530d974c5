import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { digitsOf } from "../../../lib/experiments/1-basis/classifier";
import { digitRows } from "../../../lib/experiments/1-basis/digitRows/claims";
import { readers, rowsDefaults } from "../../../lib/experiments/1-basis/digitRows/config";
import { withoutTimes } from "../../../lib/lab/withoutTimes";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

test("the verdict follows the numbers, whichever way they point", () => {
  const made = (recurrent: number, without: number) => ({
    ...{ config: rowsDefaults, heldOut: 10, tried: [], seconds: 0 },
    models: seeds.flatMap(({ seed: n, shift }) =>
      readers.map((condition, i) => ({
        ...{ seed: n, condition, ended, curve: [], readings: [], hiddenSize: 1, parameters: 1, learningRate: 1 },
        final: { accuracy: [recurrent + shift, without, 0.2][i], bits: 1 },
      })),
    ),
  });
  assert.equal(digitRows.verdict(made(0.9, 0.5), "many-to-one").outcome, "holds");
  assert.ok(Math.abs(digitRows.verdict(made(0.9, 0.5), "many-to-one").effect! - 40) < 1e-9);
  assert.equal(digitRows.verdict(made(0.5, 0.9), "many-to-one").outcome, "fails");
});

test("stopped and run again it ends as if it had never been stopped", async () => {
  const keep = mkdtempSync(path.join(os.tmpdir(), "lab-rows-"));
  const tiny = { hiddenSize: 6, batchSize: 8, steps: 12, evaluateEvery: 4, seeds: 2 };
  const whole = withoutTimes(await digitRows.run(tiny, {}));
  const controller = new AbortController();
  let steps = 0;
  const stop = () => void (++steps === 18 && controller.abort());
  const stopped = await digitRows.run(tiny, { keep, signal: controller.signal, progress: stop });
  assert.deepEqual(
    stopped.models.map(({ ended, curve }) => [ended, curve.length]),
    [
      ["finished", 3],
      ["interrupted", 1],
    ],
  );
  assert.deepEqual(withoutTimes(await digitRows.run(tiny, { keep })), whole);
  rmSync(keep, { recursive: true });
});

test("of several rates each kind of network gets its best, tried on digits that judge nothing; it diverges with none", async () => {
  const tiny = { hiddenSize: 6, batchSize: 8, steps: 12, evaluateEvery: 12, seeds: 1 };
  const { tried, models } = await digitRows.run({ ...tiny, learningRates: [1e-9, 0.02, 1e38] }, {});
  assert.equal(tried.length, 9);
  for (const { rate, bits } of tried) assert.equal(bits === null, rate === 1e38);
  for (const { condition, learningRate, seed } of models) {
    const own = tried.filter(({ arm, bits }) => arm === condition && bits !== null);
    const best = own.reduce((a, b) => (b.bits! < a.bits! ? b : a));
    assert.deepEqual([seed, learningRate], [1, best.rate]);
  }
  const [all, pilots] = [1, 0].map(digitsOf);
  assert.deepEqual([...pilots.train, ...pilots.heldOut], all.train);
});

test("training that diverges is told in the verdict, and figures still draw", async () => {
  const result = await digitRows.run(
    { hiddenSize: 6, steps: 8, evaluateEvery: 4, seeds: 2, learningRates: [1e38] },
    {},
  );
  const { outcome, effect, measured } = digitRows.verdict(result, "many-to-one");
  assert.deepEqual([outcome, effect], ["undecided", null]);
  assert.equal(measured, "Something is missing: 6 models of seed 1, 2 diverged.");
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result, "plain JSON: no NaN");
  for (const figure of Object.values(digitRows.figures)) assert.ok(figure(result).alt);
});
