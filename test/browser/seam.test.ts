import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { textHash } from "../../lib/browser/hash";
import { nativeOp as inPage, operations } from "../../lib/browser/native";
import { nativeOp } from "../../lib/core/native";
import { projectRoot } from "../../lib/core/project";
import { fork, normal, seed } from "../../lib/core/random";
import { scoped } from "../../lib/core/scoped";
import { tf } from "../../lib/core/tf";
import { packArtwork, unpackArtwork } from "../../lib/data/packedArtwork";
import { sprites } from "../../lib/data/sprites";

const key = seed(1);
const draw = (label: string, shape: number[]) => normal(fork(key, label), shape as [number, number]);
const whole = (values: number[]) => tf.tensor1d(values, "int32");
const float = { T: "float32" } as const;
const [T, N, D, H] = [5, 3, 4, 6];
const none = () => tf.zeros([H]);
const lstm = () =>
  [
    draw("xs", [T, N, D]),
    draw("c", [N, H]),
    draw("h", [N, H]),
    draw("W", [D + H, 4 * H]),
    none(),
    none(),
    none(),
    draw("b", [4 * H]),
  ] as const;
const layer = { ...float, strides: [1, 1, 1, 1], padding: { text: "SAME" }, dilations: [1, 1, 1, 1] };
const cellGradient = () => {
  const peepholes = [none(), none(), none()];
  const [xs, c, h, W] = lstm();
  const gates = ["i", "c", "f", "o", "g", "tanhC"].map((name) => draw(name, [N, H]).sigmoid());
  const first = xs.slice([0, 0, 0], [1, N, D]).reshape([N, D]);
  return [first, c, h, W, ...peepholes, draw("b", [4 * H]), ...gates, draw("dc", [N, H]), draw("dh", [N, H])];
};

/** Of each operation: what it is given, its attributes, how many results. */
type Case = readonly [() => readonly (tf.Tensor | bigint)[], Parameters<typeof nativeOp>[2], number?];
const types = { ...float, Tlabels: "int32" } as const;
const cases: Readonly<Record<string, Case>> = {
  MatMul: [() => [draw("a", [4, 3]), draw("b", [4, 5])], { ...float, transpose_a: true, transpose_b: false }],
  Snapshot: [() => [draw("x", [3, 4])], float],
  TanhGrad: [() => [draw("y", [3, 4]).tanh(), draw("dy", [3, 4])], float],
  SigmoidGrad: [() => [draw("y", [3, 4]).sigmoid(), draw("dy", [3, 4])], float],
  Relu: [() => [draw("x", [3, 4])], float],
  ReluGrad: [() => [draw("dy", [3, 4]), draw("y", [3, 4]).relu()], float],
  BiasAdd: [() => [draw("x", [2, 5, 5, 3]), draw("b", [3])], float],
  BiasAddGrad: [() => [draw("dy", [2, 5, 5, 3])], float],
  Conv2D: [() => [draw("x", [2, 5, 5, 3]), draw("w", [3, 3, 3, 4])], layer],
  GatherV2: [
    () => [draw("W", [7, 4]), whole([3, 0, 3]), tf.scalar(0, "int32")],
    { Tparams: "float32", Tindices: "int32", Taxis: "int32" },
  ],
  UnsortedSegmentSum: [
    () => [draw("x", [3, 4]), whole([1, 5, 1]), tf.scalar(7, "int32")],
    { ...float, Tindices: "int32", Tnumsegments: "int32" },
  ],
  SparseSoftmaxCrossEntropyWithLogits: [() => [draw("logits", [4, 9]), whole([8, 0, 3, 3])], types, 2],
  BlockLSTM: [
    () => [BigInt(T), ...lstm()],
    { ...float, forget_bias: { float: 0 }, cell_clip: { float: -1 }, use_peephole: false },
    7,
  ],
  LSTMBlockCellGrad: [cellGradient, { ...float, use_peephole: false }, 5],
};

describe("what a page has in place of the native parts", () => {
  for (const name of Object.keys(operations)) {
    test(`${name} is TensorFlow's`, () =>
      scoped(() => {
        const [given, attributes, outputs] = cases[name];
        const inputs = given();
        const [native, page] = [nativeOp(name, inputs, attributes, outputs), inPage(name, inputs, attributes)];
        for (const [i, got] of page.entries()) {
          const apart = got.sub(native[i]).abs().max().dataSync()[0];
          const size = Math.max(1, native[i].abs().max().dataSync()[0]);
          assert.deepEqual(got.shape, native[i].shape);
          assert.ok(apart / size < 1e-6, `result ${i}: ${apart} apart`);
        }
      }));
  }

  test("the artwork is there pixel by pixel, in less than half a megabyte", async () => {
    const artwork = await sprites();
    const packed = await packArtwork(artwork);
    assert.ok(packed.length < 500_000);
    assert.deepEqual(await unpackArtwork(Uint8Array.from(packed)), artwork);
  });

  test("the hash is SHA-256, whatever the text's length", () => {
    for (let n = 0; n < 200; n++) {
      const text = "wéi ".repeat(n).slice(0, n);
      assert.equal(textHash(text), createHash("sha256").update(text).digest("hex"));
    }
  });

  test("every operation that a network calls by name is there, but for those that a page does without", () => {
    const without = ["Conv2DBackpropInput", "Conv2DBackpropFilter"]; // a page trains no convolution
    const called = ["cells", "models"].flatMap((folder) =>
      readdirSync(path.join(projectRoot, "lib", folder))
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) => [
          ...readFileSync(path.join(projectRoot, "lib", folder, file), "utf8").matchAll(/nativeOp\(\s*"(\w+)"/g),
        ])
        .map(([, name]) => name),
    );
    assert.ok(called.length > 10);
    assert.deepEqual(
      called.filter((name) => !(name in operations) && !without.includes(name)),
      [],
    );
  });
});
