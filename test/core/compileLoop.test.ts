import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compile } from "../../lib/core/compile";
import { compileLoop, type LoopStep } from "../../lib/core/compileLoop";
import { tf } from "../../lib/core/tf";

type State = { readonly a: tf.Tensor1D; readonly same: tf.Tensor1D; readonly fixed: tf.Tensor1D };

/** The same tensor twice in the state, one that is passed on as it is, its keys in another order, and one seen that is carried. */
const step: LoopStep<{ readonly W: tf.Tensor2D; readonly by: number }, State> = ({ W, by }, { a, fixed }) => {
  const next = a.reshape([1, 2]).matMul(W).reshape([2]).add(fixed).mul(by) as tf.Tensor1D;
  return { state: { fixed, same: next, a: next }, seen: [next, next.sum()] };
};
const given = () => ({ W: tf.tensor2d([0.5, -1, 2, 0.25], [2, 2]), by: 0.5 });
const start = (): State => ({ a: tf.tensor1d([1, 2]), same: tf.tensor1d([0, 0]), fixed: tf.tensor1d([3, -1]) });

/** What is seen of so many steps, and the state after them, by calling the step. */
function byHand(steps: number) {
  return tf.tidy(() => {
    let state = start();
    const seen = Array.from({ length: steps }, () => {
      const { state: next, seen: values } = step(given(), state);
      state = next;
      return values.map((value) => Array.from(value.dataSync()));
    });
    return { seen, state: { a: state.a.arraySync(), same: state.same.arraySync(), fixed: state.fixed.arraySync() } };
  });
}

function byLoop(loop: ReturnType<typeof compileLoop<ReturnType<typeof given>, State>>, steps: number) {
  return tf.tidy(() => {
    const seen: number[][][] = [];
    const { a, same, fixed } = loop(given(), start(), (next) => {
      for (let t = 0; t < steps; t++) seen.push(next().map((values) => Array.from(values)));
    });
    return { seen, state: { a: a.arraySync(), same: same.arraySync(), fixed: fixed.arraySync() } };
  });
}

/** As with TFJS_COMPILE=0 in the environment. */
function uncompiled<R>(run: () => R): R {
  process.env.TFJS_COMPILE = "0";
  try {
    return run();
  } finally {
    delete process.env.TFJS_COMPILE;
  }
}

describe("a compiled loop", () => {
  const loop = compileLoop(step);

  test("is its step, called again and again: none, one, many; compiled or not; and again with the same graph", () => {
    for (const steps of [0, 1, 2, 37, 1]) {
      assert.deepEqual(byLoop(loop, steps), byHand(steps));
      assert.deepEqual(
        uncompiled(() => byLoop(loop, steps)),
        byHand(steps),
      );
    }
  });

  test("leaves its arguments as they are, and nothing behind; the state is the caller's, each part by itself", () => {
    const [W, first] = [given(), start()];
    const before = tf.memory().numTensors;
    const run = () => {
      const last = loop(W, first, (next) => {
        for (let t = 0; t < 5; t++) next();
      });
      last.a.dispose();
      assert.equal(last.same.dataSync().length, 2);
      tf.dispose([last.same, last.fixed]);
    };
    run();
    uncompiled(run);
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual(first.a.arraySync(), [1, 2]);
    tf.dispose([W.W, first] as tf.TensorContainer);
  });

  test("that its body ends by an error throws it, and leaves nothing behind", () => {
    const [W, first] = [given(), start()];
    const before = tf.memory().numTensors;
    const run = () =>
      loop(W, first, (next) => {
        next();
        throw new Error("enough");
      });
    assert.throws(run, /^Error: enough$/);
    uncompiled(() => assert.throws(run, /^Error: enough$/));
    assert.equal(tf.memory().numTensors, before);
    tf.dispose([W.W, first] as tf.TensorContainer);
  });

  test("names a next state of another form, and refuses gradients, compiled functions and variables", () => {
    const x = tf.tensor1d([1, 2]);
    const longer = compileLoop((_: null, state: { x: tf.Tensor1D }) => {
      return { state: { x: state.x.concat(state.x) }, seen: [] };
    });
    assert.throws(
      () => longer(null, { x }, (next) => next()),
      /compileLoop: a next state of the form .*\[2\].* expected/,
    );
    const last = (of: tf.Tensor1D) =>
      compileLoop((_: null, state: { x: tf.Tensor1D }) => ({ state, seen: [] }))(null, { x: of }, () => {}).x.sum();
    assert.throws(() => tf.grad(last as (of: tf.Tensor) => tf.Tensor)(x), /neither in a gradient/);
    assert.throws(() => compile(last)(x), /neither in a gradient nor in a compiled function/);
    const variable = tf.variable(tf.scalar(2));
    const scaled = compileLoop((_: null, state: { x: tf.Tensor1D }) => {
      return { state: { x: state.x.mul<tf.Tensor1D>(variable) }, seen: [] };
    });
    assert.throws(() => scaled(null, { x }, (next) => next()), /neither read variables nor assign to them/);
    tf.dispose([x, variable]);
  });
});
