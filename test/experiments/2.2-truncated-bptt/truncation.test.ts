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
import { bestFull, bitsAt } from "../../../lib/experiments/2.2-truncated-bptt/truncation/fullBptt";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-windows-"));
after(() => rmSync(folder, { recursive: true }));
const text = path.join(folder, "text.txt");
writeFileSync(text, "a bad cab had a fab gab; ".repeat(160));

const tiny = {
  ...{ corpus: text, hiddenSize: 8, batchSize: 4, windows: [2, 8], excerpt: 16, excerpts: 3, points: 3, heldOut: 32 },
  ...{ fullRates: [0.004, 0.02], seeds: 2 },
};

describe("a run", () => {
  let result: LearningResult;
  before(async () => {
    result = await truncation.run(tiny, {});
  });
  const of = (kind: string, windowLength: number) =>
    result.models.find((model) => model.seed === 1 && model.kind === kind && model.windowLength === windowLength)!;

  test("every method reads the same number of characters, in steps of its window", () => {
    assert.equal(result.models.length, 2 * (2 + 2 + 2));
    for (const { curve, windowLength } of result.models) {
      const last = curve.at(-1)!;
      assert.deepEqual([last.characters, last.step], [4 * 48, 48 / windowLength]);
    }
  });

  test("a window that is carried and one that is not begin with the same weights: they differ by the state alone", () => {
    const [carried, emptied] = [of("carried", 8), of("emptied", 8)];
    assert.notEqual(carried.carriedBits, emptied.carriedBits);
    assert.ok(Math.abs(carried.curve[0].trainBits - emptied.curve[0].trainBits) < 0.5);
  });

  test("full BPTT begins each excerpt with an empty state: its first step is that of an emptied window of that length", async () => {
    const one = await truncation.run({ ...tiny, windows: [16], seeds: 1 }, {});
    const [emptied, full] = ["emptied", "full"].map((kind) => one.models.find((model) => model.kind === kind)!);
    assert.deepEqual(
      emptied.curve.map(({ heldOutBits }) => heldOutBits),
      full.curve.map(({ heldOutBits }) => heldOutBits),
    );
  });

  test("read with carried state, a window's length does not matter; with emptied state it does", () => {
    const { carriedBits, emptiedBits, curve } = of("carried", 2);
    assert.equal(carriedBits, curve.at(-1)!.heldOutBits);
    assert.notEqual(carriedBits, emptiedBits);
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  const config = { ...truncation.defaults, windows: [4, 16, 64], fullRates: [0.1, 0.2], seeds: 3 };
  const curveTo = (bits: number, seconds: number) =>
    [0.5, 1].map((part) => ({
      step: 1,
      characters: 1,
      trainBits: 1,
      seconds: seconds * part,
      heldOutBits: bits + 2 * (1 - part),
    }));
  const model = (
    kind: LearningModelResult["kind"],
    windowLength: number,
    carriedBits: number,
    more = {},
  ): LearningModelResult => ({
    ...{ seed: 1, kind, windowLength, learningRate: 0.1, ended: "finished", carriedBits, emptiedBits: 9 },
    curve: curveTo(carriedBits, 4),
    ...more,
  });
  const made = (carried: number, emptied: number, emptiedOwn: number, full: number): LearningResult => ({
    config,
    models: [1, 2, 3].flatMap((seed) =>
      [
        ...config.windows.map((length) => model("carried", length, carried + seed / 1000)),
        ...config.windows.map((length) => model("emptied", length, emptied, { emptiedBits: emptiedOwn })),
        model("full", 256, full),
        model("full", 256, 8, { learningRate: 0.2 }),
      ].map((one) => ({ ...one, seed })),
    ),
  });

  test("less loss with carried state than without, read in the way that suits the latter", () => {
    assert.equal(truncation.verdict(made(2, 2.5, 2.6, 3), "carried-state").outcome, "holds");
    assert.ok(Math.abs(truncation.verdict(made(2, 2.5, 2.6, 3), "carried-state").effect! - 0.498) < 1e-9);
    assert.equal(truncation.verdict(made(2, 2.5, 1.8, 3), "carried-state").outcome, "fails");
  });

  test("less loss than full BPTT at the same time, full BPTT at its better learning rate", () => {
    assert.equal(truncation.verdict(made(2, 2, 2, 3), "faster-than-full").outcome, "holds");
    assert.equal(truncation.verdict(made(3, 2, 2, 2), "faster-than-full").outcome, "fails");
    assert.deepEqual(
      bestFull(made(2, 2, 2, 3)).map(({ learningRate }) => learningRate),
      [0.1, 0.1, 0.1],
    );
  });

  test("where one takes longer, it is read off its curve where the other ends", () => {
    const curve = curveTo(2, 8);
    assert.deepEqual([bitsAt(curve, 8), bitsAt(curve, 6), bitsAt(curve, 4), bitsAt(curve, 1)], [2, 2.5, 3, 3]);
  });

  test("a seed of which one model was stopped does not count", () => {
    const whole = made(2, 2.5, 2.6, 3);
    const models = whole.models.map((one, i) => (i === 0 ? { ...one, ended: "interrupted" as const } : one));
    assert.match(truncation.verdict({ ...whole, models }, "carried-state").measured, /^2 seeds/);
  });
});

test("windows that do not divide the text are told", async () => {
  await assert.rejects(async () => truncation.run({ ...tiny, windows: [5] }, {}), {
    message: "windows: lengths that divide 48 and 32 characters expected, got 5",
  });
});
