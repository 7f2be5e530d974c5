import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cell, Params, State } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { lastState } from "../../lib/cells/masked";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { compile } from "../../lib/core/compile";
import { fork, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { padded } from "../../lib/data/padding";
import { untilEnd } from "../../lib/models/decoder";
import { seq2seq, type TranslationBatch } from "../../lib/models/seq2seq";
import { sample } from "../../lib/train/sample";
import { assertClose } from "../close";

const [V, W, H, S, T] = [5, 6, 7, 4, 4];
const [START, END] = [4, 5];
const makers: Record<string, (inputSize: number) => Cell> = {
  RNN: (inputSize) => vanilla({ inputSize, hiddenSize: H }),
  LSTM: (inputSize) => lstm({ inputSize, hiddenSize: H }),
  GRU: (inputSize) => gru({ inputSize, hiddenSize: H }),
  "two layers": (inputSize) => stack([lstm({ inputSize, hiddenSize: H }), lstm({ inputSize: H, hiddenSize: H })]),
};
const sources = [[0, 1, 2, 3], [4], [2, 2, 1]];
const targets = [[1], [0, 2, 3], [3, 3]];

/** The pairs as a batch, whatever stands in the padding. */
function batchOf(which: readonly number[], { source = 0, target = 0, S: s = S, T: t = T } = {}): TranslationBatch {
  const own = which.map((n) => targets[n]);
  const inputs = padded(
    own.map((tokens) => [START, ...tokens]),
    { length: t, filler: target },
  );
  const wanted = padded(
    own.map((tokens) => [...tokens, END]),
    { length: t, filler: target },
  );
  const read = padded(
    which.map((n) => sources[n]),
    { length: s, filler: source },
  );
  return { source: read, inputs: inputs.tokens, targets: wanted.tokens, mask: wanted.mask };
}

for (const [name, make] of Object.entries(makers)) {
  describe(`encoder and decoder: ${name}`, () => {
    const model = seq2seq(make(V), make(W));
    const params = model.init(seed(7));
    const names = Object.keys(params);
    const lossAndGradients = (batch: TranslationBatch) => {
      const run = (...tensors: tf.Tensor[]) =>
        model.loss(Object.fromEntries(names.map((n, i) => [n, tensors[i]])) as Params, batch);
      const { value, grads } = tf.valueAndGrads(run)(names.map((n) => params[n]));
      return [value, ...grads].map((tensor) => [...tensor.dataSync()]);
    };

    test("what stands in the padding, and how much of it there is, changes neither loss nor gradient by a bit", () => {
      const plain = lossAndGradients(batchOf([0, 1, 2]));
      assert.deepEqual(lossAndGradients(batchOf([0, 1, 2], { source: 3, target: 2 })), plain);
      const wider = lossAndGradients(batchOf([0, 1, 2], { S: S + 3, source: 1 }));
      assert.deepEqual(wider, plain);
      const longer = lossAndGradients(batchOf([0, 1, 2], { T: T + 2, target: 1 }));
      longer.forEach((values, i) => {
        assertClose(tf.tensor1d(values), plain[i], 1e-6);
      });
    });

    test("a batch of different lengths costs what its pairs cost alone, by their characters", () => {
      const whole = model.loss(params, batchOf([0, 1, 2])).dataSync()[0];
      const alone = [0, 1, 2].map((n) => {
        const batch = batchOf([n], { S: sources[n].length, T: targets[n].length + 1 });
        return model.loss(params, batch).dataSync()[0] * (targets[n].length + 1);
      });
      const characters = targets.reduce((sum, target) => sum + target.length + 1, 0);
      assert.ok(Math.abs(whole - alone.reduce((a, b) => a + b) / characters) < 1e-6);
    });

    test("the encoder's state is that after its last real token", () => {
      const cell = make(V);
      const own = cell.init(seed(3));
      const { tokens, mask } = padded(sources, { length: S, filler: 4 });
      const states = lastState(cell, own, { x: tokens, mask });
      sources.forEach((source, n) => {
        let state: State = cell.zeroState(1);
        for (const token of source) state = cell.step(own, state, tf.tensor1d([token], "int32"));
        for (const part of Object.keys(state)) assertClose(states[part].slice([n, 0], [1, H]), state[part], 1e-6, part);
      });
    });

    test("every weight is learnt", () => {
      const [, ...gradients] = lossAndGradients(batchOf([0, 1, 2]));
      gradients.forEach((values, i) => {
        assert.ok(Math.max(...values.map(Math.abs)) > 1e-6, names[i]);
      });
    });

    test("what it decodes greedily is what it expects when it is forced to read that", () => {
      const { source } = batchOf([0, 1, 2]);
      const initial = model.encode(params, source);
      const sequences = sources.map((_, n) => ({ prompt: [START], temperature: 0, key: fork(seed(1), n) }));
      const drawn = sample(model, params, { sequences, length: 9, initial });
      const inputs = tf.tensor2d(
        drawn.map((tokens) => [START, ...tokens.slice(0, -1)]),
        undefined,
        "int32",
      );
      const likeliest = model.logits(params, inputs, initial).logits.argMax(-1).arraySync() as number[][];
      assert.deepEqual(
        drawn.map((tokens) => [...tokens]),
        likeliest,
      );
      const alone = sample(model, params, {
        sequences: [sequences[1]],
        length: 9,
        initial: model.encode(params, padded([sources[1]], { length: 1 })),
      });
      assert.deepEqual([...alone[0]], [...drawn[1]], "with its own source, whatever else is in the batch");
    });

    test("compiled it is the same, and leaves no tensor behind", () => {
      const batch = batchOf([0, 1, 2]);
      const expected = model.loss(params, batch);
      const before = tf.memory().numTensors;
      const loss = compile(model.loss);
      const value = loss(params, batch);
      assertClose(value, expected, 1e-6);
      loss.close();
      tf.dispose([value, model.encode(params, batch.source)] as tf.TensorContainer);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}

test("a text ends before its first END, or where it was cut", () => {
  assert.deepEqual([...untilEnd(Int32Array.of(1, 2, END, 3, END), END)], [1, 2]);
  assert.deepEqual([...untilEnd(Int32Array.of(1, 2), END)], [1, 2]);
  assert.deepEqual([...untilEnd(Int32Array.of(END), END)], []);
});

test("a decoder that cannot begin with the encoder's state is told", () => {
  const build = () => seq2seq(lstm({ inputSize: V, hiddenSize: 3 }), gru({ inputSize: W, hiddenSize: 4 }));
  assert.throws(build, { message: "seq2seq: a decoder with the encoder's state (c 3, h 3) expected, got h 4" });
});
