import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
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
        assert.deepEqual(await learn({ method, state, checkpoint }), whole);
        assert.equal(tf.memory().numTensors, before);
        assert.deepEqual(readdirSync(path.dirname(file)), [], "nothing is left when it has finished");
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
  assert.ok(!existsSync(file));
});

test("a file of another training, or a damaged one, is told and left alone", async () => {
  const file = path.join(folder, "other");
  const checkpoint = { file, every: 1 };
  await learn({ checkpoint, stopAt: 2 });
  const before = tf.memory().numTensors;
  const small = charLm(gru({ inputSize: letters.size, hiddenSize: 3 }));
  const params = small.init(seed(1));
  const batches = slidingWindows(letters.encode(text), { batchSize: 2, windowLength: 7 });
  const optimizer = { method: "sgd", learningRate: 0.1 } as const;
  const other = () => train({ params, loss: small.loss, batches, steps: 2, optimizer, checkpoint });
  await assert.rejects(other, {
    message: /other: a checkpoint with params Wx \[\d+,9\] expected, got none; delete it/,
  });
  writeFileSync(file, "not a checkpoint");
  await assert.rejects(other, { message: /other: a checkpoint expected, got a file that is damaged; delete it/ });
  assert.ok(existsSync(file));
  tf.dispose(params);
  assert.equal(tf.memory().numTensors, before);
});
