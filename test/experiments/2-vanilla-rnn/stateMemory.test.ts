import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { scan } from "../../../lib/cells/cell";
import { vanilla } from "../../../lib/cells/vanilla";
import { fork, seed } from "../../../lib/core/random";
import { tf } from "../../../lib/core/tf";
import { corpus } from "../../../lib/data/text";
import { stateMemory } from "../../../lib/experiments/2-vanilla-rnn/stateMemory/claims";
import type { StateResult } from "../../../lib/experiments/2-vanilla-rnn/stateMemory/config";
import { charLm } from "../../../lib/models/charLm";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-state-"));
after(() => rmSync(folder, { recursive: true }));
const text = path.join(folder, "text.txt");
writeFileSync(text, "a bad cab had a fab gab; ".repeat(160));

const tiny = {
  ...{ corpus: text, hiddenSize: 9, batchSize: 4, windowLength: 8, heldOutWindows: 4, steps: 10, evaluateEvery: 5 },
  ...{ readers: 3, readLength: 120, longest: 4, passage: 20, seeds: 2 },
};

describe("a run", () => {
  let result: StateResult;
  before(async () => {
    result = await stateMemory.run(tiny, {});
  });

  test("shares fall from 1 as more is known, before and after training, another for each network", () => {
    const all = result.models.flatMap(({ fresh, trained }) => [fresh!.all, trained!.all]);
    for (const rows of all) {
      assert.equal(rows[0].left, 1);
      assert.ok(rows[1].left < 1 && rows[4].left < rows[1].left && rows[4].left > -1e-6);
    }
    assert.equal(new Set(all.map((rows) => rows[1].left)).size, 8);
    for (const { fresh } of result.models) assert.equal(fresh!.byReader.length, 3);
  });

  test("the larger the characters come in, the more of a fresh state is the current one", () => {
    const left = (wanted: string) =>
      result.models.filter(({ start }) => start === wanted).map(({ fresh }) => fresh!.all[1].left);
    assert.ok(Math.max(...left("1")) < Math.min(...left("1/V")));
  });

  test("in a text that repeats, a context that names the place leaves only what is older than it", () => {
    // Fresh and trained alike forget: of this text eight characters name the place, and nothing is left but the distant past.
    assert.ok(result.models.every(({ trained }) => trained!.all[4].left < 0.2));
  });

  test("the passage is what the held-out text says, and its states are those of the network that is trained for no step", async () => {
    const untrained = await stateMemory.run({ ...tiny, learningRate: 1e-30, seeds: 1 }, {});
    const { read, units } = untrained.models[0].passage!;
    const data = corpus(text, tiny);
    assert.equal(read.join("").replaceAll("␣", " "), data.vocabulary.decode(data.heldOut.slice(32, 52)));
    const cell = vanilla({ inputSize: data.vocabulary.size, hiddenSize: 9, fanIn: 1 });
    const params = charLm(cell).init(fork(seed(1), "weights")) as ReturnType<typeof cell.init>;
    const tokens = tf.tensor2d([Array.from(data.heldOut.slice(0, 52))], undefined, "int32");
    const last = Array.from(scan(cell, params, tokens).at(-1)!.h.dataSync()).sort((a, b) => a - b);
    const shown = units.map((unit) => unit.at(-1)!).sort((a, b) => a - b);
    last.forEach((value, i) => void assert.ok(Math.abs(value - shown[i]) <= 5.1e-4));
    assert.deepEqual(untrained.models[0].fresh, untrained.models[0].trained);
  });

  test("the verdict is the paired difference, whichever way it points", () => {
    const past = (one: number) => ({
      all: [1, one, 0.2, 0.1].map((left, known) => ({ known, left, covered: 1 })),
      byReader: [one - 0.01, one, one + 0.01],
    });
    const made = (fresh: number, trained: number): StateResult => ({
      ...result,
      models: [0, 1, 2].map((i) => ({
        ...result.models[0],
        ...{ fresh: past(fresh + i / 10), trained: past(trained + i / 10 + i / 1000) },
      })),
    });
    const [more, less] = [
      stateMemory.verdict(made(0.2, 0.4), "training-lengthens-memory"),
      stateMemory.verdict(made(0.4, 0.2), "training-lengthens-memory"),
    ];
    assert.deepEqual([more.outcome, less.outcome], ["holds", "fails"]);
    assert.ok(Math.abs(more.effect! - 20.1) < 1e-9);
  });
});

test("training that diverges leaves no numbers, and is told by an open verdict", async () => {
  const result = await stateMemory.run({ ...tiny, learningRate: 1e38 }, {});
  assert.equal(stateMemory.verdict(result, "training-lengthens-memory").outcome, "undecided");
  for (const figure of Object.values(stateMemory.figures)) assert.ok(figure(result).alt);
});

test("fewer than three known characters are refused: the verdict speaks of three", async () => {
  await assert.rejects(async () => stateMemory.run({ ...tiny, longest: 2 }, {}), {
    message: "longest: at least 3 characters expected, got 2",
  });
});

test("a passage that the reader has only begun when it ends is refused", async () => {
  await assert.rejects(async () => stateMemory.run({ ...tiny, readLength: 32 }, {}), {
    message: "readLength: more than the 32 characters that are read before the states count expected, got 32",
  });
});
