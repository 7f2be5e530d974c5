import assert from "node:assert/strict";
import { test } from "node:test";
import { mobyDickRunTogether } from "../../../lib/data/words";
import { wordTagging } from "../../../lib/experiments/1-basis/wordTagging/claims";
import { tagsDefaults } from "../../../lib/experiments/1-basis/wordTagging/config";
import { evenStarts, passages, startRange } from "../../../lib/experiments/1-basis/wordTagging/passages";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

test("the verdicts follow the numbers, whichever way they point", () => {
  const made = (inStep: number, later: number) => ({
    ...{ config: tagsDefaults, counted: [{ order: 1, bits: 0.7 }], seconds: 0 },
    models: seeds.flatMap(({ seed: n, shift }) =>
      [0, 3].map((delay) => ({
        ...{ seed: n, condition: `delay ${delay}`, delay, ended, curve: [], shown: null },
        final: { bits: (delay === 0 ? inStep : later) + shift, f1: 0.8 },
      })),
    ),
  });
  assert.equal(wordTagging.verdict(made(0.3, 0.2), "many-to-many").outcome, "holds");
  assert.equal(wordTagging.verdict(made(0.9, 0.2), "many-to-many").outcome, "fails");
  assert.ok(Math.abs(wordTagging.verdict(made(0.3, 0.2), "in-step-has-its-price").effect! - 0.1) < 1e-9);
  assert.equal(wordTagging.verdict(made(0.2, 0.3), "in-step-has-its-price").outcome, "fails");
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
  await assert.rejects(() => wordTagging.run({ delays: [0.5] }, {}), { message: /got \[0.5\]/ });
});
