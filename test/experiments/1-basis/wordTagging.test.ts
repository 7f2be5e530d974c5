import assert from "node:assert/strict";
import { test } from "node:test";
import { mean } from "../../../lib/analysis/statistics";
import { mobyDickRunTogether } from "../../../lib/data/words";
import { wordTagging } from "../../../lib/experiments/1-basis/wordTagging/claims";
import { tagsDefaults } from "../../../lib/experiments/1-basis/wordTagging/config";
import { evenStarts, passages, startRange } from "../../../lib/experiments/1-basis/wordTagging/passages";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

test("the verdicts follow the numbers, whichever way they point", () => {
  /** Of three blocks of text. */
  const three = (bits: number) => [bits - 0.01, bits, bits + 0.01];
  const made = (inStep: number, later: number, moved = 0.1) => ({
    ...{ config: { ...tagsDefaults, farthest: 2 }, bestOrder: 3, seconds: 0 },
    counted: [0.7, 0.5, 0.35, 0.3].map((bits, i) => ({ order: i + 1, bits, blocks: three(bits) })),
    models: seeds.flatMap(({ seed: n, shift }) =>
      [0, 3].map((delay) => {
        const bits = (delay === 0 ? inStep : later) + shift;
        return {
          ...{ seed: n, condition: `delay ${delay}`, delay, ended, curve: [], shown: null, final: { bits } },
          ...{ blocks: three(bits), changed: delay === 0 ? [0.5, 0.2, moved].map((more) => three(more + shift)) : [] },
        };
      }),
    ),
  });
  const inStep = (...numbers: Parameters<typeof made>) => wordTagging.verdict(made(...numbers), "many-to-many");
  assert.equal(inStep(0.3, 0.2).outcome, "holds");
  assert.ok(Math.abs(inStep(0.3, 0.2).effect! - 0.05) < 1e-9, "the count that was best on training text, 0.35");
  assert.equal(inStep(0.4, 0.2).outcome, "fails", "better than the letter alone is not enough");
  assert.equal(inStep(0.1, 0.2, 0).outcome, "undecided", "nothing moves when the letter two back is another");
  assert.equal(inStep(0.1, 0.2, -0.1).outcome, "fails");
  const later = (...numbers: Parameters<typeof made>) => wordTagging.verdict(made(...numbers), "in-step-has-its-price");
  assert.ok(Math.abs(later(0.3, 0.2).effect! - 0.1) < 1e-9);
  assert.deepEqual([later(0.3, 0.2).outcome, later(0.2, 0.3).outcome], ["holds", "fails"]);
});

test("a letter that is exchanged moves what is said of it most, and what the network has not read yet not at all", async () => {
  const tiny = {
    hiddenSize: 8,
    batchSize: 8,
    passage: 8,
    context: 3,
    steps: 40,
    evaluateEvery: 40,
    counted: 2,
    seeds: 1,
  };
  const { models, counted, bestOrder } = await wordTagging.run({ ...tiny, heldOutPassages: 40, farthest: 3 }, {});
  const [inStep, later] = models;
  assert.deepEqual([inStep.changed.length, inStep.changed[0].length, inStep.blocks.length], [4, 20, 20]);
  assert.ok(mean(inStep.changed[0]) > Math.abs(mean(inStep.changed[3])));
  assert.deepEqual(later.changed, []);
  assert.ok(Math.abs(mean(inStep.blocks) - inStep.final!.bits) < 1e-6);
  for (const { bits, blocks } of counted) assert.ok(Math.abs(mean(blocks) - bits) < 1e-9);
  assert.equal(bestOrder, 2);
});

test("passages: tags are those of the letters after the context, whatever the delay", () => {
  const { heldOut } = mobyDickRunTogether();
  const options = { passage: 7, context: 3, delay: 2 };
  const starts = evenStarts(startRange(heldOut, options, 2), 5);
  const { inputs, tags } = passages(heldOut, starts, options);
  assert.deepEqual(
    [inputs.shape, tags.shape],
    [
      [5, 12],
      [5, 7],
    ],
  );
  starts.forEach((start, n) => {
    assert.deepEqual(inputs.arraySync()[n], [...heldOut.letters.subarray(start - 3, start + 9)]);
    assert.deepEqual(tags.arraySync()[n], [...heldOut.begins.subarray(start, start + 7)]);
  });
});

test("options that make no sense are told", async () => {
  await assert.rejects(() => wordTagging.run({ delays: [20] }, {}), {
    message: /delays: at most 16 letters expected, got 20/,
  });
  await assert.rejects(() => wordTagging.run({ farthest: 32 }, {}), {
    message: "farthest: less than the 32 letters of a passage expected, got 32",
  });
  await assert.rejects(() => wordTagging.run({ heldOutPassages: 19 }, {}), {
    message: "heldOutPassages: at least 20 expected, got 19",
  });
  await assert.rejects(() => wordTagging.run({ delays: [0.5] }, {}), { message: /got \[0.5\]/ });
});
