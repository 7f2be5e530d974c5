import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, mock, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { vocabulary } from "../../lib/data/vocabulary";
import { slidingWindows } from "../../lib/data/windows";
import { charLm } from "../../lib/models/charLm";
import type { Checkpoint } from "../../lib/train/checkpoint";
import type { OptimizerOptions } from "../../lib/train/optimizers";
import { train } from "../../lib/train/train";
import { altered } from "../altered";

const folder = mkdtempSync(path.join(tmpdir(), "checkpoint-"));
after(() => rmSync(folder, { recursive: true }));

const text = "a rose is a rose is a rose, and so on and on. ".repeat(4);
const letters = vocabulary(text);
const deep = stack([gru({ inputSize: letters.size, hiddenSize: 6 }), lstm({ inputSize: 6, hiddenSize: 5 })]);
const model = charLm(deep, { dropout: 0.2 });

interface Options {
  readonly steps?: number;
  readonly method?: OptimizerOptions["method"];
  readonly checkpoint?: Checkpoint;
  readonly stopAt?: number;
  readonly state?: boolean;
}

/** Everything that a resumed training has to find again: momenta, the place in the text, carried state, dropout's keys. */
async function learn({ steps = 12, method = "adam", checkpoint, stopAt, state = true }: Options) {
  const [params, initial, controller] = [model.init(seed(1)), model.zeroState(2), new AbortController()];
  const result = await train({
    params,
    loss: model.loss,
    state: state ? initial : undefined,
    batches: slidingWindows(letters.encode(text), { batchSize: 2, windowLength: 7 }),
    steps,
    optimizer: { method, learningRate: 0.05 },
    clipNorm: 1,
    key: seed(2),
    checkpoint,
    signal: controller.signal,
    onStep: ({ step }) => void (step === stopAt && controller.abort()),
  });
  const weights = Object.values(result.params).flatMap((tensor) => [...tensor.dataSync()]);
  tf.dispose([params, initial, result.params] as tf.TensorContainer);
  return {
    ended: result.ended,
    rows: result.history.map(({ step, loss, gradNorm }) => [step, loss, gradNorm]),
    weights,
  };
}

describe("training that is stopped and goes on has the losses of one that never stopped", () => {
  for (const method of ["sgd", "momentum", "rmsprop", "adagrad", "adam"] as const) {
    for (const state of [true, false]) {
      test(`${method}, ${state ? "the first state given" : "the first state the model's own"}`, async () => {
        const file = path.join(folder, `${method}-${state}`, "model");
        const checkpoint = { file, every: 100 };
        const whole = await learn({ method, state });
        const before = tf.memory().numTensors;
        assert.equal((await learn({ method, state, checkpoint, stopAt: 5 })).ended, "interrupted");
        assert.equal((await learn({ method, state, checkpoint, stopAt: 9 })).rows.length, 9);
        for (const again of [false, true])
          assert.deepEqual(await learn({ method, state, checkpoint }), whole, again ? "asked again, it is there" : "");
        assert.equal(tf.memory().numTensors, before);
        assert.deepEqual(readdirSync(path.dirname(file)), ["model"]);
      });
    }
  }
});

test("it is saved every so many steps, with what the caller notes", async () => {
  const file = path.join(folder, "noted");
  let steps = 0;
  const noted: number[] = [];
  const checkpoint: Checkpoint<number[]> = {
    file,
    every: 4,
    notes: () => [steps++],
    restore: (notes) => void noted.push(...notes),
  };
  const crash = () => assert.fail("a crash at step 10");
  const params = { w: tf.scalar(1) };
  const options = {
    params,
    loss: ({ w }: typeof params) => w.square() as tf.Scalar,
    batches: Array.from({ length: 20 }, () => ({})),
    steps: 20,
    optimizer: { method: "sgd", learningRate: 0.1 } as const,
    checkpoint: checkpoint as Checkpoint,
  };
  await assert.rejects(train({ ...options, onStep: ({ step }) => void (step === 10 && crash()) }), {
    message: /a crash/,
  });
  const seen: number[] = [];
  const { history } = await train({ ...options, onStep: ({ step }) => void seen.push(step) });
  assert.deepEqual([seen[0], history.length, noted], [9, 20, [1]]);
  assert.ok(existsSync(file));
});

test("a file of another training is told and left alone", async () => {
  const file = path.join(folder, "other");
  const checkpoint = { file, every: 1 };
  await learn({ checkpoint, stopAt: 2 });
  await assert.rejects(learn({ checkpoint, steps: 1 }), {
    message: /other: .* at most 1 steps expected, got 2: steps counts those, too$/,
  });
  const before = tf.memory().numTensors;
  const small = charLm(gru({ inputSize: letters.size, hiddenSize: 3 }));
  const params = small.init(seed(1));
  const batches = slidingWindows(letters.encode(text), { batchSize: 2, windowLength: 7 });
  const optimizer = { method: "sgd", learningRate: 0.1 } as const;
  const other = () => train({ params, loss: small.loss, batches, steps: 2, optimizer, checkpoint });
  await assert.rejects(other, {
    message: /other: a checkpoint with params Wx \[\d+,9\] expected, got none; delete it/,
  });
  assert.ok(existsSync(file));
  tf.dispose(params);
  assert.equal(tf.memory().numTensors, before);
});

test("altered in any byte, cut anywhere, or added to, it counts as not there, and one word says so", async () => {
  const file = path.join(folder, "altered");
  const params = { w: tf.tensor1d([1, -2]) };
  const run = (steps: number) =>
    train({
      ...{ params, steps, batches: Array.from({ length: 9 }, () => ({})), checkpoint: { file, every: 100 } },
      loss: ({ w }: typeof params) => w.square().sum() as tf.Scalar,
      optimizer: { method: "momentum", learningRate: 0.1 } as const,
    });
  const whole = (await run(3)).history.map(({ loss }) => loss);
  const sound = readFileSync(file);
  const said = mock.method(process.stderr, "write", () => true);
  for (const content of [...altered(sound), Buffer.concat([sound, Buffer.from("0")])]) {
    writeFileSync(file, content);
    const { history } = await run(3);
    assert.deepEqual(
      history.map(({ loss }) => loss),
      whole,
    );
    assert.ok(readFileSync(file).length > 100, "and is made anew");
  }
  const words = said.mock.calls.map(({ arguments: [text] }) => `${text}`);
  said.mock.restore();
  assert.equal(words.length, 1);
  assert.match(words[0], /altered: damaged: .* made anew\.\n$/);
});

for (const [how, learningRate] of [
  ["grows step by step", 1e12],
  ["is none after a step", Infinity],
] as const) {
  for (const steps of [1, 40]) {
    test(`training that diverges keeps no weight that is no number: it ${how}, of ${steps}`, async () => {
      const file = path.join(folder, `diverged ${how} ${steps}`);
      const params = { w: tf.tensor1d([1, -2]) };
      const before = tf.memory().numTensors;
      const run = () =>
        train({
          ...{ params, steps, batches: Array.from({ length: steps }, () => ({})), checkpoint: { file, every: 1 } },
          loss: ({ w }: typeof params) => w.square().sum() as tf.Scalar,
          optimizer: { method: "sgd", learningRate } as const,
        });
      for (const { params: reached, history, ended } of [await run(), await run()]) {
        assert.equal(ended, steps === 1 && learningRate < Infinity ? "finished" : "diverged");
        assert.ok(reached.w.dataSync().every(Number.isFinite) && history.every(({ loss }) => Number.isFinite(loss)));
        tf.dispose(reached);
      }
      assert.equal(tf.memory().numTensors, before);
    });
  }
}
