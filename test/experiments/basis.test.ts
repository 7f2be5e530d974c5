import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { fork, seed, uniforms } from "../../lib/core/random";
import { dateFormats, iso } from "../../lib/data/dates";
import { digits } from "../../lib/data/digits";
import { mobyDickRunTogether } from "../../lib/data/words";
import {
  datesTranslated,
  greedyBeatsSampled,
  readBackwards,
} from "../../lib/experiments/1-basis/dateTranslation/claims";
import { type Direction, datesDefaults, directions } from "../../lib/experiments/1-basis/dateTranslation/config";
import { inStepBound, type Pair } from "../../lib/experiments/1-basis/dateTranslation/inStep";
import { days, END, everyFormat, START, translationBatch } from "../../lib/experiments/1-basis/dateTranslation/task";
import { classToDrawing, drawingsRecognised } from "../../lib/experiments/1-basis/digitDrawing/claims";
import { drawingDefaults } from "../../lib/experiments/1-basis/digitDrawing/config";
import { asDigit, drawingBatch, pixelCounts, shaded } from "../../lib/experiments/1-basis/digitDrawing/pixels";
import { rowsToLabel } from "../../lib/experiments/1-basis/digitRows/claims";
import { readers, rowsDefaults } from "../../lib/experiments/1-basis/digitRows/config";
import { readOutEarly, readOutLate } from "../../lib/experiments/1-basis/readOutChoice/claims";
import { evidences, readOutsDefaults } from "../../lib/experiments/1-basis/readOutChoice/config";
import { conditionOf, hider } from "../../lib/experiments/1-basis/readOutChoice/job";
import { tagsInStep, tagsLater } from "../../lib/experiments/1-basis/wordTagging/claims";
import { tagsDefaults } from "../../lib/experiments/1-basis/wordTagging/config";
import { evenStarts, passages, startRange } from "../../lib/experiments/1-basis/wordTagging/passages";
import { judgePaired } from "../../lib/lab/trials";
import { readOuts } from "../../lib/models/readOut";
import { withoutTimes } from "./withoutTimes";

const ended = "finished" as const;
/** Three seeds, whose measures are moved a little. */
const seeds = [1, 2, 3].map((n) => ({ seed: n, shift: (n - 2) / 100 }));

describe("the verdicts follow the numbers, whichever way they point", () => {
  test("many to one", () => {
    const made = (recurrent: number, without: number) => ({
      ...{ config: rowsDefaults, heldOut: 10, seconds: 0 },
      models: seeds.flatMap(({ seed: n, shift }) =>
        readers.map((condition, i) => ({
          ...{ seed: n, condition, ended, curve: [], readings: [], hiddenSize: 1, parameters: 1 },
          final: { accuracy: [recurrent + shift, without, 0.2][i] },
        })),
      ),
    });
    assert.equal(rowsToLabel.verdict(made(0.9, 0.5)).outcome, "holds");
    assert.ok(Math.abs(rowsToLabel.verdict(made(0.9, 0.5)).effect! - 0.4) < 1e-9);
    assert.equal(rowsToLabel.verdict(made(0.5, 0.9)).outcome, "fails");
  });

  test("one to many, and what the judge says", () => {
    const made = (heldOutBits: number, drawn: number) => ({
      ...{ config: drawingDefaults, memorylessBits: 70, real: [], seconds: 0 },
      models: seeds.map(({ seed: n, shift }) => ({
        ...{ seed: n, condition: "drawer", ended, curve: [], shown: { drawn: [], memoryless: [] } },
        final: { heldOutBits: heldOutBits + shift, real: 0.9, drawn: drawn + shift, memoryless: 0.8 },
      })),
    });
    assert.deepEqual(
      [classToDrawing.verdict(made(60, 0)).outcome, classToDrawing.verdict(made(60, 0)).effect],
      ["holds", 10],
    );
    assert.equal(classToDrawing.verdict(made(80, 0)).outcome, "fails");
    assert.equal(drawingsRecognised.verdict(made(60, 0.9)).outcome, "holds");
    assert.equal(drawingsRecognised.verdict(made(60, 0.5)).outcome, "fails");
  });

  test("many to many, in step and later", () => {
    const made = (inStep: number, later: number) => ({
      ...{ config: tagsDefaults, counted: [{ order: 1, bits: 0.7 }], seconds: 0 },
      models: seeds.flatMap(({ seed: n, shift }) =>
        [0, 3].map((delay) => ({
          ...{ seed: n, condition: `delay ${delay}`, delay, ended, curve: [], shown: null },
          final: { bits: (delay === 0 ? inStep : later) + shift, f1: 0.8 },
        })),
      ),
    });
    assert.equal(tagsInStep.verdict(made(0.3, 0.2)).outcome, "holds");
    assert.equal(tagsInStep.verdict(made(0.9, 0.2)).outcome, "fails");
    assert.ok(Math.abs(tagsLater.verdict(made(0.3, 0.2)).effect! - 0.1) < 1e-9);
    assert.equal(tagsLater.verdict(made(0.2, 0.3)).outcome, "fails");
  });

  test("encoder and decoder", () => {
    const made = (greedy: Record<Direction, number>, sampled: number) => ({
      ...{ config: datesDefaults, inStepBound: 0.2, seconds: 0 },
      models: seeds.flatMap(({ seed: n, shift }) =>
        directions.map((condition) => ({
          ...{ seed: n, condition, ended, curve: [], byFormat: [], shown: [] },
          final: { nats: 1, greedy: greedy[condition] + shift, yearFirst: 0.5, yearLast: 0.5, sampled },
        })),
      ),
    });
    const good = made({ forwards: 0.8, backwards: 0.9 }, 0.5);
    const bad = made({ forwards: 0.1, backwards: 0 }, 0.5);
    for (const { verdict } of [datesTranslated, greedyBeatsSampled]) {
      assert.deepEqual([verdict(good).outcome, verdict(bad).outcome], ["holds", "fails"]);
    }
    assert.ok(Math.abs(datesTranslated.verdict(good).effect! - 0.6) < 1e-9);
    assert.ok(Math.abs(readBackwards.verdict(good).effect! - 0.1) < 1e-9);
    assert.deepEqual([readBackwards.verdict(good).outcome, readBackwards.verdict(bad).outcome], ["holds", "fails"]);
  });

  test("read-outs", () => {
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
    assert.ok(Math.abs(readOutEarly.verdict(early).effect! - 0.4) < 1e-9);
    assert.equal(readOutEarly.verdict(made({ "last, early": 0.9 })).outcome, "fails");
    assert.equal(readOutLate.verdict(made({ "all, early": 0.9, "last, late": 0.4 })).outcome, "holds");
    assert.equal(readOutLate.verdict(made({ "all, early": 0.6, "all, late": 0.9 })).outcome, "fails");
  });
});

test("a seed counts only where all its models have finished; those that diverged are told", () => {
  const trial = (n: number, condition: string, how: "finished" | "interrupted" | "diverged" = "finished") => ({
    ...{ seed: n, condition, ended: how },
    final: how === "finished" ? { value: n } : null,
  });
  const judge = (lost: "interrupted" | "diverged") =>
    judgePaired(
      [1, 2, 3].flatMap((n) => [trial(n, "a"), trial(n, "b", n === 3 ? lost : "finished")]),
      {
        conditions: ["a", "b"],
        effect: (of) => of("a").value + of("b").value,
        about: "made up",
        measured: (of) => `${of("b").value}`,
      },
    );
  assert.deepEqual([judge("interrupted").effect, judge("interrupted").measured], [3, "2 seeds (made up): 1.5"]);
  assert.equal(judge("diverged").measured, "2 seeds (made up; 1 models diverged): 1.5");
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

test("dates to translate: the source's characters forwards or backwards, START before the target, END after it", () => {
  const writings = everyFormat(days().heldOut, 3);
  const forwards = translationBatch(writings, "forwards");
  const backwards = translationBatch(writings, "backwards");
  const rows = (batch: typeof forwards) => {
    const [tokens, mask] = [batch.source.tokens.arraySync(), batch.source.mask.arraySync()];
    return tokens.map((row, n) => row.filter((_, t) => mask[n][t] === 1));
  };
  assert.deepEqual(
    rows(backwards),
    rows(forwards).map((row) => row.toReversed()),
  );
  const [inputs, targets] = [forwards.inputs.arraySync(), forwards.targets.arraySync()];
  writings.forEach(({ day, format }, n) => {
    assert.equal(rows(forwards)[n].length, format.write(day).length);
    assert.deepEqual([inputs[n][0], targets[n].at(-1)], [START, END]);
    assert.deepEqual(inputs[n].slice(1), targets[n].slice(0, -1));
  });
});

test("no held-out day is learnt, in any format", () => {
  const { train, heldOut } = days();
  const learnt = new Set(train.map(iso));
  assert.ok(heldOut.length > 10_000 && heldOut.every((day) => !learnt.has(iso(day))));
  assert.equal(everyFormat(heldOut, 5).length, 5 * dateFormats.length);
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

test("stopped and run again it ends as if it had never been stopped", async () => {
  const keep = mkdtempSync(path.join(os.tmpdir(), "lab-basis-"));
  const tiny = { hiddenSize: 6, batchSize: 8, steps: 12, evaluateEvery: 4, seeds: 2 };
  const whole = withoutTimes(await rowsToLabel.run(tiny, {}));
  const controller = new AbortController();
  let steps = 0;
  const stop = () => void (++steps === 18 && controller.abort());
  const stopped = await rowsToLabel.run(tiny, { keep, signal: controller.signal, progress: stop });
  assert.deepEqual(
    stopped.models.map(({ ended: how, curve }) => [how, curve.length]),
    [
      ["finished", 3],
      ["interrupted", 1],
    ],
  );
  assert.deepEqual(withoutTimes(await rowsToLabel.run(tiny, { keep })), whole);
  rmSync(keep, { recursive: true });
});

test("training that diverges is told in the verdict, and figures still draw", async () => {
  const result = await rowsToLabel.run({ hiddenSize: 6, steps: 8, evaluateEvery: 4, seeds: 2, learningRate: 1e38 }, {});
  const { outcome, effect, measured } = rowsToLabel.verdict(result);
  assert.deepEqual([outcome, effect], ["undecided", null]);
  assert.match(measured, /^0 seeds \(.*; \d models diverged\): too few/);
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result, "plain JSON: no NaN");
  for (const figure of Object.values(rowsToLabel.figures)) assert.ok(figure(result).alt);
});

test("options that make no sense are told", async () => {
  await assert.rejects(() => tagsInStep.run({ delays: [20] }, {}), {
    message: /delays: at most 16 letters expected, got 20/,
  });
  await assert.rejects(() => tagsInStep.run({ delays: [0.5] }, {}), { message: /got \[0.5\]/ });
});
