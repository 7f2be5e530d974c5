import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seed, uniforms } from "../../../lib/core/random";
import { dateFormats, iso } from "../../../lib/data/dates";
import { dateTranslation } from "../../../lib/experiments/1-basis/dateTranslation/claims";
import { datesDefaults } from "../../../lib/experiments/1-basis/dateTranslation/config";
import { inStepBound, type Pair } from "../../../lib/experiments/1-basis/dateTranslation/inStep";
import { days, END, everyFormat, START, translationBatch } from "../../../lib/experiments/1-basis/dateTranslation/task";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

test("the verdict follows the numbers, whichever way they point", () => {
  const made = (right: number) => ({
    ...{ config: datesDefaults, inStepBound: 0.2, seconds: 0 },
    models: seeds.map(({ seed: n, shift }) => ({
      ...{ seed: n, condition: "translator", ended, curve: [], shown: [], final: { nats: 1, right: right + shift } },
    })),
  });
  assert.equal(dateTranslation.verdict(made(0.8), "seq2seq").outcome, "holds");
  assert.ok(Math.abs(dateTranslation.verdict(made(0.8), "seq2seq").effect! - 60) < 1e-9);
  assert.equal(dateTranslation.verdict(made(0.1), "seq2seq").outcome, "fails");
});

describe("the most that can be translated in step", () => {
  /** Every way to choose outputs by what was read so far, tried out. */
  function byTrial(pairs: readonly Pair[]): number {
    const alphabet = [...new Set(pairs.flatMap(({ target }) => [...target]))];
    const prefixes = [
      ...new Set(pairs.flatMap(({ source, target }) => [...target].map((_, t) => source.slice(0, t + 1)))),
    ];
    let most = 0;
    for (let code = 0; code < alphabet.length ** prefixes.length; code++) {
      const choice = new Map(
        prefixes.map((prefix, i) => [prefix, alphabet[Math.floor(code / alphabet.length ** i) % alphabet.length]]),
      );
      const right = pairs.filter(({ source, target }) =>
        [...target].every((c, t) => choice.get(source.slice(0, t + 1)) === c),
      );
      most = Math.max(most, right.length / pairs.length);
    }
    return most;
  }

  test("is what trying out everything finds", () => {
    const next = uniforms(seed(6));
    const text = (length: number, letters: string) =>
      Array.from({ length }, () => letters[Math.floor(next() * letters.length)]).join("");
    const bounds = Array.from({ length: 12 }, () => {
      const pairs = Array.from({ length: 6 }, () => ({ source: text(3, "ab"), target: text(3, "xy") }));
      assert.equal(inStepBound(pairs), byTrial(pairs));
      return inStepBound(pairs);
    });
    assert.ok(new Set(bounds).size > 1);
  });

  test("is all of it where each output is known in time, and one of two that part too late", () => {
    assert.equal(
      inStepBound([
        { source: "ab", target: "AB" },
        { source: "ba", target: "BA" },
      ]),
      1,
    );
    assert.equal(
      inStepBound([
        { source: "ab", target: "BA" },
        { source: "ac", target: "CA" },
      ]),
      0.5,
    );
  });
});

test("dates to translate: the source's characters, START before the target, END after it", () => {
  const writings = everyFormat(days().heldOut, 3);
  const { source, inputs, targets } = translationBatch(writings);
  const lengths = source.mask.sum(1).arraySync() as number[];
  const [read, wanted] = [inputs.arraySync(), targets.arraySync()];
  writings.forEach(({ day, format }, n) => {
    assert.equal(lengths[n], format.write(day).length);
    assert.deepEqual([read[n][0], wanted[n].at(-1)], [START, END]);
    assert.deepEqual(read[n].slice(1), wanted[n].slice(0, -1));
  });
});

test("no held-out day is learnt, in any format", () => {
  const { train, heldOut } = days();
  const learnt = new Set(train.map(iso));
  assert.ok(heldOut.length > 10_000 && heldOut.every((day) => !learnt.has(iso(day))));
  assert.equal(everyFormat(heldOut, 5).length, 5 * dateFormats.length);
});
