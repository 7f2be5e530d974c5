import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cell, type Params, unroll } from "../../lib/cells/cell";
import { fork, normal, seed } from "../../lib/core/random";
import { mapTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { manyToMany } from "../../lib/models/manyToMany";
import { manyToOne } from "../../lib/models/manyToOne";
import { oneToMany } from "../../lib/models/oneToMany";
import { readOuts } from "../../lib/models/readOut";
import { cells, D, H, input, key, N, T } from "../cells/cells";
import { assertClose } from "../close";

const K = 6;
const x = input(key);
const cellParams = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !["Wy", "by"].includes(name)));

/** Every parameter that the loss does not depend on. */
function withoutGradient(loss: (params: Params) => tf.Scalar, params: Params): string[] {
  const names = Object.keys(params);
  const of = (tensors: tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
  const gradients = tf.grads((...tensors: tf.Tensor[]) => loss(of(tensors)))(names.map((name) => params[name]));
  return names.filter((_, i) => gradients[i].abs().max().dataSync()[0] === 0);
}

/** −mean log p[target], by hand. */
function crossEntropyOf(logits: number[][], targets: readonly number[]): number {
  const terms = logits.map((row, i) => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[targets[i]]);
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}

for (const cell of cells) {
  describe(`${cell.name} in every wiring`, () => {
    test("many to one: a dense layer on what the read-out says of the outputs", () => {
      const labels = tf.tensor1d([4, 1], "int32");
      for (const readOut of readOuts) {
        const model = manyToOne(cell, { classes: K, length: T, readOut });
        const params = model.init(key);
        const h = unroll(cell, cellParams(params), x).h.arraySync();
        const seen = h.map((hs) =>
          readOut === "last"
            ? hs[T - 1]
            : readOut === "mean"
              ? hs[0].map((_, j) => hs.reduce((sum, ht) => sum + ht[j], 0) / T)
              : hs.flat(),
        );
        const expected = tf.tensor2d(seen).matMul(params.Wy).add(params.by) as tf.Tensor2D;
        assert.deepEqual(params.Wy.shape, [readOut === "all" ? T * H : H, K]);
        assertClose(model.logits(params, x), expected, 1e-5, readOut);
        const loss = model.loss(params, { inputs: x, labels });
        assertClose(loss, [crossEntropyOf(expected.arraySync(), [4, 1])], 1e-5);
        assert.deepEqual(
          withoutGradient((p) => model.loss(p, { inputs: x, labels }), params),
          [],
          readOut,
        );
      }
    });

    test("many to many: each step's logits are what many to one says of the sequence up to there, with the same weights", () => {
      const model = manyToMany(cell, { classes: K });
      const params = model.init(key);
      const logits = model.logits(params, x);
      assert.deepEqual(logits.shape, [N, T, K]);
      for (let t = 0; t < T; t++) {
        const upTo = x.slice([0, 0, 0], [N, t + 1, D]);
        const one = manyToOne(cell, { classes: K, length: t + 1 }).logits(params, upTo);
        assertClose(logits.slice([0, t, 0], [N, 1, K]).reshape([N, K]), one, 1e-5, `step ${t}`);
      }
      const tags = tf.tensor2d([0, 1, 2, 3, 4, 5, 0, 1], [N, T], "int32");
      const loss = model.loss(params, { inputs: x, tags });
      assertClose(loss, [crossEntropyOf(logits.arraySync().flat(), [...tags.dataSync()])], 1e-5);
      assert.deepEqual(
        withoutGradient((p) => model.loss(p, { inputs: x, tags }), params),
        [],
      );
    });

    test("many to many with steps to skip: the same logits without the first", () => {
      const params = manyToMany(cell, { classes: K }).init(key);
      const all = manyToMany(cell, { classes: K }).logits(params, x);
      const rest = manyToMany(cell, { classes: K, skip: 3 }).logits(params, x);
      assertClose(rest, all.slice([0, 3, 0], [N, T - 3, K]), 1e-6);
    });

    test("one to many: starts from a step on the one input, and then predicts each token from those before", () => {
      const model = oneToMany(cell, { conditionSize: K });
      const params = model.init(key);
      const condition = normal<tf.Rank.R2>(fork(key, "condition"), [N, K]);
      const inputs = tf.tensor2d([2, 0, 1, 2, 1, 0], [N, 3], "int32");
      const targets = tf.tensor2d([0, 1, 2, 1, 0, 2], [N, 3], "int32");
      let state = cell.step(params, cell.zeroState(N), condition.matMul(params.Wc) as tf.Tensor2D);
      const start = model.start(params, condition);
      for (const name of Object.keys(state)) assertClose(start[name], state[name], 1e-6, name);
      const logits = [0, 1, 2].map((t) => {
        const next = model.next(params, inputs.slice([0, t], [N, 1]).flatten(), state);
        state = next.state;
        return next.logits.arraySync();
      });
      const rows = [0, 1].flatMap((n) => logits.map((step) => step[n]));
      const batch = { condition, inputs, targets, mask: tf.ones<tf.Rank.R2>([N, 3]) };
      assertClose(model.loss(params, batch), [crossEntropyOf(rows, [...targets.dataSync()])], 1e-5);
      assert.deepEqual(
        withoutGradient((p) => model.loss(p, batch), params),
        [],
      );
    });

    test("no wiring leaves a tensor behind", () => {
      const tags = tf.tensor2d([0, 1, 2, 3, 4, 5, 0, 1], [N, T], "int32");
      const labels = tf.tensor1d([4, 1], "int32");
      const inputs = tf.tensor2d([2, 0, 1, 2], [N, 2], "int32");
      const mask = tf.ones<tf.Rank.R2>([N, 2]);
      const before = tf.memory().numTensors;
      const one = manyToOne(cell, { classes: K, length: T, readOut: "all" });
      const many = manyToMany(cell, { classes: K });
      const from = oneToMany(cell, { conditionSize: K });
      const [p, q, r] = [one.init(key), many.init(key), from.init(key)];
      const results = [
        one.loss(p, { inputs: x, labels }),
        one.logits(p, x),
        many.loss(q, { inputs: x, tags }),
        many.logits(q, x),
        from.loss(r, { condition: labels, inputs, targets: inputs, mask }),
        from.start(r, labels),
      ];
      tf.dispose([p, q, r, results] as tf.TensorContainer);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}

test("a one-hot condition may be given by the number of its one", () => {
  const cell = cells[1] as Cell;
  const model = oneToMany(cell, { conditionSize: K });
  const params = model.init(seed(4));
  const numbers = tf.tensor1d([5, 2], "int32");
  const vectors = tf.oneHot(numbers, K).cast("float32") as tf.Tensor2D;
  mapTensors(model.start(params, numbers), (tensor, name) => {
    assertClose(tensor, model.start(params, vectors)[name], 1e-6, name);
    return tensor;
  });
});
