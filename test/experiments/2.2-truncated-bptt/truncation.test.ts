import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { truncation } from "../../../lib/experiments/2.2-truncated-bptt/truncation/claims";
import type {
  LearningModelResult,
  LearningResult,
} from "../../../lib/experiments/2.2-truncated-bptt/truncation/config";
import { bitsAtStep, race, secondsAStep } from "../../../lib/experiments/2.2-truncated-bptt/truncation/race";
import { methodsOf } from "../../../lib/experiments/2.2-truncated-bptt/truncation/run";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-windows-"));
after(() => rmSync(folder, { recursive: true }));
const text = path.join(folder, "text.txt");
writeFileSync(text, "a bad cab had a fab gab; ".repeat(160));

const tiny = {
  ...{ corpus: text, cells: ["vanilla" as const], hiddenSize: 8, batchSize: 4, windows: [2, 8], steps: 6 },
  ...{ excerpt: 16, excerpts: 6, raced: 8, points: 3, heldOut: 32, learningRates: [0.004], seeds: 2 },
};

describe("a run", () => {
  let result: LearningResult;
  before(async () => {
    result = await truncation.run(tiny, {});
  });
  const of = (kind: string, windowLength: number) =>
    result.models.find((model) => model.seed === 1 && model.kind === kind && model.windowLength === windowLength)!;

  test("windows make equally many updates; full BPTT and the window beside it read the same text", () => {
    assert.equal(result.models.length, 2 * (2 + 2 + 1 + 1));
    const ends = result.models
      .filter(({ seed }) => seed === 1)
      .map(({ kind, curve }) => [kind, curve.at(-1)!.step, curve.at(-1)!.characters]);
    assert.deepEqual(ends, [
      ["carried", 6, 4 * 6 * 2],
      ["carried", 6, 4 * 6 * 8],
      ["emptied", 6, 4 * 6 * 2],
      ["emptied", 6, 4 * 6 * 8],
      ["raced", 12, 4 * 6 * 16],
      ["full", 6, 4 * 6 * 16],
    ]);
  });

  test("a window that is carried and one that is not begin with the same weights: they differ by the state alone", () => {
    const [carried, emptied] = [of("carried", 8), of("emptied", 8)];
    assert.notEqual(carried.carried!.bits, emptied.carried!.bits);
    assert.ok(Math.abs(carried.curve[0].trainBits - emptied.curve[0].trainBits) < 0.5);
  });

  test("full BPTT begins each excerpt with an empty state: it is an emptied window of that length", async () => {
    const one = await truncation.run({ ...tiny, windows: [16], seeds: 1 }, {});
    const [emptied, full] = ["emptied", "full"].map((kind) => one.models.find((model) => model.kind === kind)!);
    assert.deepEqual(emptied.carried, full.carried);
  });

  test("read with carried state, a window's length does not matter; with emptied state it does", () => {
    const { carried, emptied, curve } = of("carried", 2);
    assert.equal(carried!.bits, curve.at(-1)!.heldOutBits);
    assert.notEqual(carried!.bits, emptied!.bits);
    assert.equal(carried!.blocks.length, emptied!.blocks.length);
  });

  test("each method learns at the rate that is best in its pilot", async () => {
    const { models } = await truncation.run({ ...tiny, learningRates: [1e-6, 0.01], steps: 12, seeds: 1 }, {});
    for (const { learningRate } of models) assert.equal(learningRate, 0.01);
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  const config = {
    ...truncation.defaults,
    cells: ["vanilla" as const, "lstm" as const],
    windows: [4, 16, 64],
    seeds: 3,
  };
  const reading = (bits: number) => ({ bits, blocks: [bits - 0.01, bits + 0.01] });
  /** Four points to `bits`, the first of them after a second of recording. */
  const curveTo = (bits: number, steps: number, secondsAStep: number) =>
    [0.25, 0.5, 0.75, 1].map((part) => ({
      ...{ step: steps * part, characters: 1, trainBits: 1, seconds: 1 + steps * part * secondsAStep },
      heldOutBits: bits + 2 * (1 - part),
    }));
  interface Numbers {
    readonly carried: readonly number[];
    readonly emptied: number;
    readonly emptiedOwn: number;
    readonly full: number;
    /** Of a step of full BPTT, where one of the window takes 1. */
    readonly fullSeconds: number;
  }
  const made = ({ carried, emptied, emptiedOwn, full, fullSeconds }: Numbers): LearningResult => ({
    config,
    models: [1, 2, 3].flatMap((seed) =>
      methodsOf(config).map((method): LearningModelResult => {
        const place = config.windows.indexOf(method.windowLength);
        const bits = { carried: carried[place], emptied, raced: 2, full }[method.kind] + seed / 1000;
        const own = { carried: 9, emptied: emptiedOwn, raced: 9, full: 9 }[method.kind];
        return {
          ...{ ...method, seed, learningRate: 0.1, ended: "finished" },
          ...{ carried: reading(bits), emptied: reading(own + seed / 1000) },
          curve: curveTo(bits, method.steps, method.kind === "full" ? fullSeconds : 1),
        };
      }),
    ),
  });
  const usual = { carried: [2, 2, 2], emptied: 2.5, emptiedOwn: 2.6, full: 3, fullSeconds: 16 };

  test("less loss with carried state than without, read in the way that suits the latter, in every window", () => {
    const { outcome, effect } = truncation.verdict(made(usual), "carried-state");
    assert.equal(outcome, "holds");
    assert.ok(Math.abs(effect! - 0.5) < 1e-9);
    assert.equal(truncation.verdict(made({ ...usual, emptiedOwn: 1.8 }), "carried-state").outcome, "fails");
    const oneWorse = truncation.verdict(made({ ...usual, carried: [1, 1, 2.7] }), "carried-state");
    assert.equal(oneWorse.outcome, "fails", "the other windows do not make up for it");
    assert.match(oneWorse.measured, /the weakest: (RNN|LSTM), 64\.$/);
  });

  test("less loss than full BPTT after as much time without recording", () => {
    const { outcome, effect } = truncation.verdict(made(usual), "faster-than-full");
    assert.equal(outcome, "holds");
    assert.ok(Math.abs(effect! - 1) < 1e-9, "the window is at its end");
    // In half of the time the window is half-way: 3 bits.
    const half = truncation.verdict(made({ ...usual, full: 2.9, fullSeconds: 8 }), "faster-than-full");
    assert.equal(half.outcome, "fails");
    assert.ok(Math.abs(half.effect! + 0.1) < 1e-9);
  });

  test("a step takes what the fastest stretch takes, and between two points the loss is read off the line", () => {
    const curve = curveTo(2, 8, 0.5);
    assert.equal(secondsAStep(curve), 0.5);
    assert.deepEqual(
      [1, 2, 3, 8, 99].map((step) => bitsAtStep(curve, step)),
      [3.5, 3.5, 3.25, 2, 2],
    );
    const { seconds, atTime, atUpdates, atCharacters } = race(curveTo(2.5, 4, 2), curveTo(2, 32, 0.5));
    assert.deepEqual([seconds, atTime, atUpdates, atCharacters], [8, 3, 3.5, 2]);
  });

  test("a seed of which one model was stopped does not count", () => {
    const whole = made(usual);
    const models = whole.models.map((one, i) => (i === 0 ? { ...one, ended: "interrupted" as const } : one));
    assert.match(truncation.verdict({ ...whole, models }, "carried-state").measured, /^2 seeds/);
  });
});

test("windows that do not divide the text are told", async () => {
  await assert.rejects(async () => truncation.run({ ...tiny, windows: [5] }, {}), {
    message: "windows: lengths that divide 32 held-out characters expected, got 5",
  });
});
