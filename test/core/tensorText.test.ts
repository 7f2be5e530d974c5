import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { compile } from "../../lib/core/compile";
import { recordTape } from "../../lib/core/tape";
import { tf } from "../../lib/core/tf";

test("a tensor is shown by its type, its shape and its numbers", () => {
  const shown: readonly [tf.Tensor, string][] = [
    [tf.scalar(5), "Tensor float32 [] 5"],
    [tf.tensor1d([1.5, 2]), "Tensor float32 [2] [1.5, 2]"],
    [
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      "Tensor float32 [2, 3]\n [[1, 2, 3],\n  [4, 5, 6]]",
    ],
    [tf.tensor1d([1, 0], "int32"), "Tensor int32 [2] [1, 0]"],
    [tf.tensor1d([true, false]), "Tensor bool [2] [true, false]"],
    [tf.tensor1d(["a"]), 'Tensor string [1] ["a"]'],
    [tf.zeros([0, 3]), "Tensor float32 [0, 3] []"],
    [tf.variable(tf.ones([2])), "Variable float32 [2] [1, 1]"],
  ];
  for (const [tensor, text] of shown) assert.equal(inspect(tensor), text);
});

test("of many numbers the first and the last three along each axis are shown", () => {
  const lines = inspect(tf.zeros([100, 100])).split("\n");
  assert.equal(lines.length, 8);
  for (const line of lines) assert.ok(line.length < 40, line);
  assert.equal(lines[1], " [[0, 0, 0, …, 0, 0, 0],");
  assert.ok(inspect(tf.zeros([10, 10, 10, 10])).length < 10_000);
  assert.equal(
    inspect(tf.tensor3d([[[-1, 2.5]], [[3, 4]]])),
    "Tensor float32 [2, 1, 2]\n [[[ -1, 2.5]],\n\n  [[  3,   4]]]",
  );
});

test("within an object each tensor stands at its place, deep within it without its numbers", () => {
  const params = { W: tf.ones([2, 2]), b: tf.ones([1]) };
  assert.equal(
    inspect(params),
    "{\n  W: Tensor float32 [2, 2]\n   [[1, 1],\n    [1, 1]],\n  b: Tensor float32 [1] [1]\n}",
  );
  assert.match(inspect({ a: { b: { c: params } } }, { depth: 2 }), /c: \[Object\]/);
  assert.match(inspect({ a: { b: { c: tf.ones([2, 2]) } } }, { depth: 2 }), /c: Tensor float32 \[2, 2\] \}/);
});

test("a tensor that is gone says so", () => {
  const gone = tf.ones([2, 3]);
  gone.dispose();
  assert.equal(inspect(gone), "Tensor float32 [2, 3], disposed");
});

test("showing a tensor is no reading of it: what is recorded or drawn stays what it is", () => {
  const texts: string[] = [];
  const looked = (x: tf.Tensor) => {
    texts.push(inspect(x));
    return x.mul(2);
  };
  const twice = compile(looked);
  assert.deepEqual([...twice(tf.tensor1d([1, 2])).dataSync()], [2, 4]);
  assert.deepEqual([...twice(tf.tensor1d([3, 4])).dataSync()], [6, 8]);
  const tape = recordTape({ x: tf.tensor1d([1, 2]) }, () => ({ y: looked(tf.tensor1d([1, 2])) }));
  assert.equal(tape.operations.length, 1);
  assert.deepEqual(texts, Array(2).fill("Tensor float32 [2], whose numbers cannot be read here"));
});

test("the rows of a list of lists must be of one length", () => {
  assert.throws(() => tf.tensor2d([[1, 2], [3]]), /should have 2 elements/);
});
