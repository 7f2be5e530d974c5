import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import { type Key, seed, type TensorKey, uniformTensor } from "../../lib/core/random";
import { cosine, mapTensors, type NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { vocabulary } from "../../lib/data/vocabulary";
import { slidingWindows } from "../../lib/data/windows";
import { charLm } from "../../lib/models/charLm";
import { clip } from "../../lib/train/clip";
import { createOptimizer, methods, type OptimizerOptions } from "../../lib/train/optimizers";
import { sample } from "../../lib/train/sample";
import { takeStep } from "../../lib/train/step";
import { train, trainer } from "../../lib/train/train";
import { assertClose } from "../close";

/** One weight w, pulled from 3 towards `target`: loss (w − target)² / 2, gradient w − target. */
function pull(options: { optimizer: OptimizerOptions; steps: number; clipNorm?: number; target?: number }) {
  const { target = 0, ...rest } = options;
  return train({
    params: { w: tf.scalar(3) },
    loss: ({ w }) => w.sub(target).square().div(2) as tf.Scalar,
    batches: forever(),
    ...rest,
  });
}

function* forever(): Generator<tf.TensorContainer> {
  for (;;) yield {};
}

const value = (params: NamedTensors): number => params.w.dataSync()[0];

describe("three steps of each method are its formulas", () => {
  const rate = 0.1;
  /** w after three steps of w ← w − rate · direction(g), with the gradient g = w. */
  const descend = (direction: (g: number, t: number) => number) => {
    let w = 3;
    for (let t = 1; t <= 3; t++) w -= rate * direction(w, t);
    return w;
  };
  const memory = (start: number, next: (old: number, g: number) => number) => {
    let value = start;
    return (g: number) => {
      value = next(value, g);
      return value;
    };
  };
  const average = (decay: number) => memory(0, (old, g) => decay * old + (1 - decay) * g);
  const [squares, mean, variance] = [average(0.9), average(0.9), average(0.999)];
  const [velocity, sum] = [memory(0, (old, g) => 0.9 * old + g), memory(0.1, (old, g) => old + g * g)]; // tfjs starts at 0.1
  const expected: Record<OptimizerOptions["method"], number> = {
    sgd: descend((g) => g),
    momentum: descend(velocity),
    rmsprop: descend((g) => g / Math.sqrt(squares(g * g))),
    adagrad: descend((g) => g / Math.sqrt(sum(g))),
    adam: descend((g, t) => mean(g) / (1 - 0.9 ** t) / Math.sqrt(variance(g * g) / (1 - 0.999 ** t))),
  };
  for (const [method, wanted] of Object.entries(expected)) {
    test(method, async () => {
      const optimizer = { method: method as OptimizerOptions["method"], learningRate: rate };
      const { params } = await pull({ optimizer, steps: 3 });
      assert.ok(Math.abs(value(params) - wanted) < 1e-5, `${value(params)}, ${wanted} expected`);
    });
  }
});

describe("a learning rate that falls over four steps", () => {
  for (const method of Object.keys(methods) as OptimizerOptions["method"][]) {
    test(`${method} moves by 4/4, 3/4, 2/4, 1/4 of what it would, and no further`, () => {
      const [steady, falling] = [undefined, 4].map((decaySteps) =>
        createOptimizer({ method, learningRate: 0.1, decaySteps }),
      );
      const grads = { w: tf.tensor1d([1, -2]) };
      let params = { w: tf.tensor1d([3, 5]) as tf.Tensor };
      let [a, b] = [steady.init(params), falling.init(params)];
      for (const share of [1, 0.75, 0.5, 0.25, 0, 0]) {
        const [whole, part] = [steady.update(params, grads, a), falling.update(params, grads, b)];
        assertClose(part.params.w.sub(params.w), whole.params.w.sub(params.w).mul(share), 1e-6, `${share}`);
        ({ params, memory: b } = part);
        a = whole.memory;
      }
    });
  }
});

test("a learning rate is multiplied by a factor from a step on, and again every so many steps", () => {
  const optimizer = createOptimizer({
    ...{ method: "sgd", learningRate: 1, decay: { after: 4, every: 2, factor: 0.5 } },
  });
  const grads = { w: tf.scalar(1) };
  let params = { w: tf.scalar(0) as tf.Tensor };
  let memory = optimizer.init(params);
  const rates = Array.from({ length: 9 }, () => {
    const before = value(params);
    ({ params, memory } = optimizer.update(params, grads, memory));
    return before - value(params);
  });
  assert.deepEqual(
    rates.map((rate) => Number(rate.toFixed(4))),
    [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125],
  );
});

test("RMSprop keeps as much of the mean square as it is told", async () => {
  const optimizer = { method: "rmsprop", learningRate: 0.1, smoothing: 0.5 } as const;
  const { params } = await pull({ optimizer, steps: 1 });
  const usual = await pull({ optimizer: { ...optimizer, smoothing: 0.9 }, steps: 1 });
  const default_ = await pull({ optimizer: { method: "rmsprop", learningRate: 0.1 }, steps: 1 });
  assert.equal(value(usual.params), value(default_.params));
  assert.notEqual(value(params), value(usual.params));
});

test("a trainer trains again from other weights with the step that it has recorded, as if each were the first", async () => {
  let recorded = 0;
  const step = {
    loss: ({ w }: { w: tf.Tensor }, { x }: { x: tf.Tensor }) => {
      recorded++;
      return w.mul(x).sub(1).square().sum() as tf.Scalar;
    },
    optimizer: { method: "adam", learningRate: 0.1 } as const,
  };
  const runs = [2, 5].map((from) => ({ params: { w: tf.scalar(from) }, steps: 3 }));
  const batches = () => Array.from({ length: 3 }, (_, i) => ({ x: tf.tensor1d([i, 1]) }));
  const once = await Promise.all(runs.map((run) => train({ ...step, ...run, batches: batches() })));
  recorded = 0;
  const before = tf.memory().numTensors;
  const again = trainer(step);
  for (const [i, run] of runs.entries()) {
    const { params, history } = await again.train({ ...run, batches: batches() });
    assert.deepEqual(
      history.map(({ loss }) => loss),
      once[i].history.map(({ loss }) => loss),
    );
    assertClose(params.w, once[i].params.w, 0);
    tf.dispose(params);
  }
  again.close();
  assert.equal(recorded, process.env.TFJS_COMPILE === "0" ? 6 : 1);
  assert.equal(tf.memory().numTensors, before);
});

test("clipping shortens all gradients together to the norm allowed, and the history has the norm before", async () => {
  const { params, history } = await train({
    params: { a: tf.scalar(3), b: tf.tensor1d([0, 4]) },
    loss: ({ a, b }) => tf.addN([a.square().sum(), b.square().sum()]).div(2) as tf.Scalar,
    batches: forever(),
    steps: 1,
    optimizer: { method: "sgd", learningRate: 1 },
    clipNorm: 1,
  });
  assert.equal(history[0].gradNorm, 5);
  assertClose(params.a, [3 - 3 / 5]);
  assertClose(params.b, [0, 4 - 4 / 5]);
});

test("clipping by value cuts each component for itself, and the history has the norm before", async () => {
  const { params, history } = await train({
    params: { a: tf.scalar(-3), b: tf.tensor1d([0.5, 4]) },
    loss: ({ a, b }) => tf.addN([a.square().sum(), b.square().sum()]).div(2) as tf.Scalar,
    batches: forever(),
    steps: 1,
    optimizer: { method: "sgd", learningRate: 1 },
    clipValue: 1,
  });
  assert.ok(Math.abs(history[0].gradNorm - Math.hypot(3, 0.5, 4)) < 1e-6);
  assertClose(params.a, [-3 + 1]);
  assertClose(params.b, [0, 4 - 1]);
});

test("clipping by norm leaves the direction, by value turns it", () => {
  const grads = { a: tf.tensor1d([3, 0]), b: tf.tensor1d([4]) };
  const byNorm = clip(grads, { clipNorm: 1 });
  assertClose(cosine(byNorm.clipped, grads), [1]);
  assertClose(byNorm.norm, [5]);
  const byValue = clip(grads, { clipValue: 1 });
  assertClose(cosine(byValue.clipped, grads), [(3 + 4) / (Math.SQRT2 * 5)]);
  const both = clip(grads, { clipNorm: 1, clipValue: 3 });
  assertClose(both.clipped.a, [Math.SQRT1_2, 0]);
  assertClose(both.norm, [5]);
});

test("a gradient that is short enough is not clipped", async () => {
  const { params } = await pull({ optimizer: { method: "sgd", learningRate: 0.1 }, steps: 1, clipNorm: 100 });
  assertClose(params.w, [3 - 0.1 * 3]);
});

test("a loss that throws leaves nothing behind", async () => {
  const params = { w: tf.scalar(1) };
  const loss = () => {
    throw new Error("mine");
  };
  const batches = () => Array.from({ length: 2 }, () => ({ x: tf.zeros([2]) }));
  const [before, given] = [tf.memory().numTensors, batches()];
  const optimizer = { method: "adam", learningRate: 0.1 } as const;
  await assert.rejects(train({ params, loss, batches: given, steps: 2, optimizer, key: seed(1) }), { message: "mine" });
  assert.equal(tf.memory().numTensors, before + 1, "but the batch that was not drawn");
});

test("the history has the loss before each update", async () => {
  const { history, ended } = await pull({ optimizer: { method: "sgd", learningRate: 0.5 }, steps: 3 });
  assert.deepEqual(
    history.map(({ step, loss }) => [step, loss]),
    [
      [1, 4.5],
      [2, 1.125],
      [3, 0.28125],
    ],
  );
  assert.equal(ended, "finished");
});

test("training that diverges stops, and keeps the history and the weights up to there", async () => {
  const { params, history, ended } = await pull({ optimizer: { method: "sgd", learningRate: 1e12 }, steps: 100 });
  assert.equal(ended, "diverged");
  assert.ok(history.length > 0 && history.length < 100);
  assert.ok(history.every(({ loss }) => Number.isFinite(loss)));
  assert.ok(Number.isFinite(value(params)));
});

test("an aborted training ends after its step and keeps what it reached", async () => {
  const controller = new AbortController();
  const { history, ended } = await train({
    params: { w: tf.scalar(1) },
    loss: ({ w }) => w.square() as tf.Scalar,
    batches: forever(),
    steps: 1_000_000,
    optimizer: { method: "sgd", learningRate: 0.1 },
    signal: controller.signal,
    onStep: ({ step }) => void (step === 5 && controller.abort()),
  });
  assert.deepEqual([history.length, ended], [5, "interrupted"]);
});

test("a timer fires while training goes on: a kernel stays responsive", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 150);
  const { ended } = await train({
    params: { w: tf.scalar(1) },
    loss: ({ w }) => w.square() as tf.Scalar,
    batches: forever(),
    steps: Number.POSITIVE_INFINITY,
    optimizer: { method: "sgd", learningRate: 0.1 },
    signal: controller.signal,
  });
  assert.equal(ended, "interrupted");
});

const sentence = "the quick brown fox jumps over the lazy dog. ";
const letters = vocabulary(sentence);
const tokens = letters.encode(sentence.repeat(4));
const model = charLm(lstm({ inputSize: letters.size, hiddenSize: 32 }));

async function learnSentence(steps: number) {
  const params = model.init(seed(1));
  const result = await train({
    params,
    loss: model.loss,
    batches: slidingWindows(tokens, { batchSize: 3, windowLength: 15 }),
    steps,
    optimizer: { method: "adam", learningRate: 0.02 },
    clipNorm: 5,
  });
  tf.dispose(params);
  return result;
}

test("a sentence is learnt by heart, the state carried between windows, and recited", async () => {
  const { params, history } = await learnSentence(250);
  const { loss } = history[history.length - 1];
  assert.ok(loss < 0.02, `${loss} nats per character are left`);
  const [recited] = sample(model, params, {
    sequences: [{ prompt: letters.encode("the q"), temperature: 0, key: seed(1) }],
    length: 80,
  });
  assert.equal(`the q${letters.decode(recited)}`, sentence.repeat(2).slice(0, 85));
});

test("the same seed gives the same numbers, and nothing leaks", async () => {
  const run = async () => {
    const { params, history } = await learnSentence(8);
    tf.dispose(params);
    return history.map(({ loss, gradNorm }) => [loss, gradNorm]);
  };
  const first = await run();
  const before = tf.memory().numTensors;
  assert.deepEqual(await run(), first);
  assert.equal(tf.memory().numTensors, before);
});

test("the gradient through a window is that of its loss, the carried state held constant", async () => {
  const windows = () => slidingWindows(tokens, { batchSize: 2, windowLength: 6 });
  const params = model.init(seed(1));
  const rate = 0.1;
  const optimizer = { method: "sgd", learningRate: rate } as const;
  const { params: trained } = await train({ params, loss: model.loss, batches: windows(), steps: 2, optimizer });

  const descend = (from: NamedTensors, loss: (params: NamedTensors) => tf.Scalar) => {
    const names = Object.keys(from);
    const named = (values: tf.Tensor[]) => Object.fromEntries(values.map((value, i) => [names[i], value]));
    const grads = tf.grads((...values: tf.Tensor[]) => loss(named(values)))(Object.values(from));
    return mapTensors(from, (tensor, name) => tensor.sub(grads[names.indexOf(name)].mul(rate)));
  };
  const [first, second] = [...take(windows(), 2)];
  const { state } = model.loss(params, first);
  const once = descend(params, (p) => model.loss(p, first).loss);
  const twice = descend(once, (p) => model.loss(p, second, state).loss);
  for (const name of Object.keys(params)) assertClose(trained[name], twice[name], 1e-6, name);
});

describe("how a step is computed changes nothing but the time", () => {
  const run = async (options: { shards?: number; key?: Key }, eager = "") => {
    if (eager) process.env.TFJS_COMPILE = "0";
    const deep = charLm(
      stack([gru({ inputSize: letters.size, hiddenSize: 7 }), lstm({ inputSize: 7, hiddenSize: 6 })]),
      {
        dropout: 0.3,
      },
    );
    const [params, state] = [deep.init(seed(2)), deep.zeroState(4)];
    const { params: trained } = await train({
      params,
      state,
      loss: deep.loss,
      batches: slidingWindows(tokens, { batchSize: 4, windowLength: 6 }),
      steps: 4,
      optimizer: { method: "adam", learningRate: 0.02 },
      clipNorm: 0.5,
      ...options,
    });
    delete process.env.TFJS_COMPILE;
    return trained;
  };

  test("two shards, or one", async () => {
    const [whole, two] = [await run({}), await run({ shards: 2 })];
    for (const name of Object.keys(whole)) assertClose(two[name], whole[name], 2e-5, name);
  });

  test("a batch that does not divide evenly stays whole", async () => {
    const [whole, three] = [await run({}), await run({ shards: 3 })];
    for (const name of Object.keys(whole)) assertClose(three[name], whole[name], 0, name);
  });

  test("each row keeps its own state, whichever shard it is in", () => {
    const loss = ({ w }: NamedTensors, { x }: { x: tf.Tensor }, state: NamedTensors | undefined) => {
      const h = (state as NamedTensors).h.add(x).mul(w);
      return { loss: h.mean() as tf.Scalar, state: { h } };
    };
    const step = (shards: number) =>
      takeStep({ loss, shards }, createOptimizer({ method: "sgd", learningRate: 0.1 }), {
        params: { w: tf.scalar(2) },
        memory: {},
        batch: { x: tf.tensor2d([[1], [2], [3], [4]]) },
        state: { h: tf.tensor2d([[10], [20], [30], [40]]) },
        key: undefined,
      });
    for (const shards of [1, 2, 4]) {
      const { state, params } = step(shards);
      assertClose((state as NamedTensors).h, [22, 44, 66, 88]);
      assertClose(params.w, [2 - 0.1 * 27.5], 1e-5);
    }
  });

  test("each step and each shard draws numbers of its own", async () => {
    const drawn: number[][] = [];
    const { params } = await train({
      params: { w: tf.zeros([4]) },
      loss: ({ w }, { x }: { x: tf.Tensor }, _, key) => {
        const draws = uniformTensor(key as TensorKey, [1]);
        // The gradient of w is the draw of the shard that its rows are in.
        return w.mul(x.sum(0)).mul(draws).sum().neg() as tf.Scalar;
      },
      batches: Array.from({ length: 3 }, () => ({ x: tf.eye(4) })),
      steps: 3,
      optimizer: { method: "sgd", learningRate: 2 },
      key: seed(8),
      shards: 2,
      onStep: (_, { w }) => void drawn.push([...w.dataSync()]),
    });
    tf.dispose(params);
    const moves = drawn.map((row, t) => row.map((value, i) => value - (t > 0 ? drawn[t - 1][i] : 0)));
    assert.ok(
      moves.every((row) => row[0] === row[1] && row[2] === row[3]),
      `${moves}`,
    );
    assert.equal(new Set(moves.flat().map((value) => value.toFixed(5))).size, 6, `${moves}`);
  });

  test("a batch with a tensor that has no axis stays whole; no shards are told", async () => {
    const options = {
      params: { w: tf.scalar(1) },
      loss: ({ w }: NamedTensors, { x }: { x: tf.Tensor }) => w.mul(x).square().mean() as tf.Scalar,
      batches: [{ x: tf.scalar(2) }],
      steps: 1,
      optimizer: { method: "sgd", learningRate: 0.1 } as const,
    };
    assertClose((await train({ ...options, shards: 2 })).params.w, [1 - 0.1 * 8]);
    await assert.rejects(train({ ...options, shards: 0 }), {
      message: /shards: a whole number of at least 1 expected, got 0/,
    });
  });

  test("compiled, or not, with dropout drawn anew at each step", async () => {
    const options = { shards: 2, key: seed(3) };
    const [compiled, eager, other] = [await run(options), await run(options, "eager"), await run({ shards: 2 })];
    for (const name of Object.keys(compiled)) assertClose(compiled[name], eager[name], 2e-5, name);
    assert.ok(compiled.Wy.sub(other.Wy).abs().max().dataSync()[0] > 1e-3, "dropout does something");
  });
});

function* take<X>(items: Iterable<X>, count: number): Iterable<X> {
  let left = count;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}
