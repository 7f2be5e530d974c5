import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { eigenvalues, singularValues } from "../../lib/analysis/spectrum";
import { lstm } from "../../lib/cells/lstm";
import { compile } from "../../lib/core/compile";
import { isOutOfMemory, LabError } from "../../lib/core/errors";
import { nativeOp } from "../../lib/core/native";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { worded } from "../../lib/core/tfErrors";
import { writeWhole } from "../../lib/core/writeWhole";
import { givenParameters } from "../../lib/lab/parameters";
import { charLm } from "../../lib/models/charLm";
import { kerasBackbone } from "../../lib/models/vggWeights";
import { loadWeights } from "../../lib/models/weightsFile";
import { train } from "../../lib/train/train";

const folder = mkdtempSync(path.join(tmpdir(), "edges-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
mkdirSync(at("folder"));
mkdirSync(at("tfjs"));
for (const name of ["junk", "junk.h5", "junk.json", "tfjs/model.json"]) writeFileSync(at(name), "{ not: what it says");
writeFileSync(at("hdf5"), Buffer.concat([Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), Buffer.alloc(500, 7)]));

const [a, b] = [tf.ones([2, 3]), tf.ones([4, 5])];
const language = charLm(lstm({ inputSize: 5, hiddenSize: 4 }));
const params = language.init(seed(1));
const tokens = (...values: number[]) => tf.tensor2d([values], [1, values.length], "int32");
const training = (loss: unknown, more: object = {}) =>
  train({
    ...{ params: { w: a }, batches: [{}], steps: 1, optimizer: { method: "sgd", learningRate: 0.1 } },
    ...{ loss: loss as () => tf.Scalar, ...more },
  });

/** A failing input of each edge, and what its sentence has to have. */
const edges: Readonly<Record<string, readonly [() => unknown, RegExp]>> = {
  "an operation's shapes": [() => a.matMul(b), /^matMul: .* got float32 \[2, 3\] and float32 \[4, 5\]: /],
  "shapes that do not broadcast": [() => a.add(b), /^add: .*\[2,3\].*\[4,5\]/],
  "a shape of other size": [() => a.reshape([4]), /^reshape: .* float32 \[2, 3\].* shape has 4$/],
  "what cannot be joined": [() => tf.concat([a, b as tf.Tensor2D]), /^concat: .*\[2,3\].*\[4,5\]/],
  "an operation without a name in tfjs": [
    () => nativeOp("MatMul", [a, b], { T: "float32", transpose_a: false, transpose_b: false }),
    /^MatMul: .*\[2,3\].*\[4,5\]/,
  ],
  "an operation while it is recorded": [() => compile(() => a.matMul(b))(), /^matMul: .*\[2, 3\].*\[4, 5\]/],
  "what tfjs refuses in a compiled function": [
    () => compile((x: tf.Tensor) => tf.oneHot(x as tf.Tensor1D, 3))(tf.tensor1d([0.5])),
    /'oneHot' must be int32 tensor, but got float32 tensor$/,
  ],
  "a value that a graph is fed with": [
    () => compile((x: tf.Tensor2D) => language.loss(params, { inputs: tokens(1, 2), targets: x }))(tokens(1, 9)),
    /^a compiled function: .* label value of 9 .* \[0, 5\)/,
  ],
  "weights of another size": [
    () => language.logits(charLm(lstm({ inputSize: 5, hiddenSize: 7 })).init(seed(1)), tokens(1, 2)),
    /params\.Wx: a tensor \[5, 16\] expected, got a tensor \[5, 28\]$/,
  ],
  "a loss of several numbers": [() => training(({ w }: { w: tf.Tensor }) => w.square()), /got a tensor \[2, 3\]/],
  "a loss that is a number": [() => training(() => 3), /^train: a loss of one number expected, got number$/],
  "a loss that is nothing": [() => training(() => undefined), /got undefined$/],
  "a loss with shapes that do not fit": [
    () => training(({ w }: { w: tf.Tensor2D }) => w.matMul(b as tf.Tensor2D).mean()),
    /^matMul: .*\[2, 3\].*\[4, 5\]/,
  ],
  "an optimiser that there is not": [
    () => training(() => tf.scalar(1), { optimizer: { method: "constructor", learningRate: 1 } }),
    /^train: optimizer\.method: one of sgd, .*adam expected, got "constructor"$/,
  ],
  "half a step": [
    () => training(() => tf.scalar(1), { steps: 0.5 }),
    /steps: a whole number of at least 0, or Infinity, expected, got 0\.5$/,
  ],
  "no memory": [
    () =>
      worded(
        () => "matMul",
        [a],
        () => {
          throw new Error("Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[9,9]\n at a.cc:7");
        },
      ),
    /^matMul: memory for the result expected, got float32 \[2, 3\]: OOM when .*\[9,9\]; smaller batches/,
  ],
  "eigenvalues of NaN": [
    () =>
      eigenvalues([
        [1, Number.NaN],
        [2, 3],
      ]),
    /got NaN \(row 1, column 2\)$/,
  ], // prettier-ignore
  "singular values of Infinity": [() => singularValues(tf.tensor2d([[1], [Infinity]])), /got Infinity \(row 2/],
  "a file in a file": [() => writeWhole(at("junk/below"), "x"), /junk\/below: could not be written: .*ENOTDIR|EEXIST/],
  "a file that is a folder": [() => writeWhole(at("folder"), "x"), /folder: could not be written: .*EISDIR/],
  "weights that are not there": [() => loadWeights(at("none")), /none: .* got no such file$/],
  "weights that are a folder": [() => loadWeights(at("folder")), /folder: .* got EISDIR$/],
  "weights that are none": [() => loadWeights(at("junk")), /junk: a safetensors file expected/],
  "a Keras file that is not there": [() => kerasBackbone(at("none.h5")), /none\.h5: /],
  "a Keras file that is none": [() => kerasBackbone(at("junk.h5")), /junk\.h5: /],
  "a Keras file that is damaged": [() => kerasBackbone(at("hdf5")), /hdf5: /],
  "a tfjs model that is none": [() => kerasBackbone(at("junk.json")), /junk\.json: /],
  "a folder of a tfjs model that is none": [() => kerasBackbone(at("tfjs")), /model\.json: /],
  "parameters that are no JSON": [() => givenParameters({ LAB_PARAMETERS: "{a" }), /^LAB_PARAMETERS: JSON such as/],
};

for (const [edge, [run, expected]] of Object.entries(edges)) {
  test(`${edge}: a mistake of the user's, in a sentence`, async () => {
    await assert.rejects(
      async () => run(),
      (error) => {
        assert.ok(error instanceof LabError, `${(error as Error).stack}`);
        assert.match(error.message, expected);
        assert.ok(!/\n|^\s*at |TF_Status|node_modules/.test(error.message), error.message);
        return true;
      },
    );
  });
}

test("no memory is known as such, before it is worded and after", () => {
  assert.ok(isOutOfMemory(new Error("Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[1]")));
  assert.ok(isOutOfMemory(new LabError("matMul: memory for the result expected: OOM when allocating tensor")));
  assert.throws(() => new Float32Array(1e15), isOutOfMemory);
  assert.throws(() => new ArrayBuffer(1e15), isOutOfMemory);
  assert.ok(!isOutOfMemory(new Error("mine")));
});

test("an error of the user's own stays what it is, and a mistake leads to where it was made", () => {
  const mine = new TypeError("mine");
  const throwing = compile(() => {
    throw mine;
  });
  assert.throws(throwing, (error) => error === mine);
  const { stackTraceLimit } = Error;
  after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 50; // as in the kernel
  function inMyLoss() {
    return a.matMul(b);
  }
  assert.throws(compile(inMyLoss), (error) => {
    assert.ok(error instanceof LabError && error.cause instanceof Error);
    assert.match(error.trace.stack, /inMyLoss/);
    return true;
  });
});
