import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { vocabulary } from "../../lib/data/vocabulary";
import { slidingWindows } from "../../lib/data/windows";
import { charLm } from "../../lib/models/charLm";
import type { OptimizerOptions } from "../../lib/train/optimizers";
import { train } from "../../lib/train/train";
import type { TrainOptions } from "../../lib/train/trainOptions";

const text = "a rose is a rose is a rose, and so on and on. ".repeat(4);
const letters = vocabulary(text);
const model = charLm(gru({ inputSize: letters.size, hiddenSize: 6 }), { dropout: 0.2 });
type Params = ReturnType<typeof model.init>;
const params = model.init(seed(1));
const windows = () => slidingWindows(letters.encode(text), { batchSize: 2, windowLength: 7 });

type Options = TrainOptions<Params, ReturnType<typeof windows> extends Iterable<infer B> ? B : never, never>;
const learn = (given: Partial<Options> & { steps: number }, method: OptimizerOptions["method"] = "adam") =>
  train({
    params,
    loss: model.loss,
    batches: windows(),
    optimizer: { method, learningRate: 0.05 },
    key: seed(2),
    ...given,
  } as Options);

const whatIsLearnt = ({ params, history }: Awaited<ReturnType<typeof learn>>) => ({
  weights: Object.values(params).map((tensor) => [...tensor.dataSync()]),
  rows: history.map(({ step, loss, gradNorm }) => [step, loss, gradNorm]),
});

describe("a training that goes on `from` another has the losses and weights of one that never stopped", () => {
  for (const method of ["sgd", "momentum", "rmsprop", "adagrad", "adam"] as const) {
    test(method, async () => {
      const before = tf.memory().numTensors;
      const whole = await learn({ steps: 12 }, method);
      const controller = new AbortController();
      const onStep = ({ step }: { step: number }) => void (step === 5 && controller.abort());
      const stopped = await learn({ steps: 12, signal: controller.signal, onStep }, method);
      assert.deepEqual([stopped.ended, stopped.history.length], ["interrupted", 5]);
      const rest = await learn({ steps: 12, from: stopped }, method);
      const again = await learn({ steps: 12, from: rest }, method);
      for (const one of [rest, again]) assert.deepEqual(whatIsLearnt(one), whatIsLearnt(whole));
      assert.equal(stopped.history.length, 5, "what was stopped stays as it was");
      for (const run of [whole, stopped, rest, again]) tf.dispose(run.params);
      assert.equal(tf.memory().numTensors, before);
    });
  }
});

test("what cannot go on says why, and leaves no tensor behind", async () => {
  const run = await learn({ steps: 3 });
  const before = tf.memory().numTensors;
  await assert.rejects(
    learn({ steps: 2, from: run }),
    /^Error: train: options.from: a run of at most 2 steps expected, got 3: steps counts those, too$/,
  );
  const plain = await learn({ steps: 3 }, "sgd");
  await assert.rejects(learn({ steps: 5, from: plain }), /options.from: memory m\.\S+ \[\d.*\] expected, got none/);
  const once = (function* () {
    yield* windows();
  })();
  once.return(undefined);
  await assert.rejects(
    learn({ steps: 5, from: run, batches: once }),
    /options.batches: more than 3 expected, got none. A generator gives its values once/,
  );
  const other = charLm(gru({ inputSize: letters.size, hiddenSize: 4 }));
  await assert.rejects(
    learn({ steps: 5, from: run, params: other.init(seed(1)) as Params }),
    /options.from: params \S+ \[.*\] expected, got \[.*\]/,
  );
  assert.ok(tf.memory().numTensors - before < 20, "of this test's own params alone");
});
