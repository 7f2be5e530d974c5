import { LabError } from "../core/errors";
import type * as native from "../core/native";
import { tf } from "../core/tf";

type Inputs = readonly tf.Tensor[];
type Attributes = Readonly<Record<string, unknown>>;
type Operation = (inputs: Inputs, attributes: Attributes) => tf.Tensor[];

/** dy y (1 − y), where y = σ(a). */
const sigmoidGrad = (y: tf.Tensor, dy: tf.Tensor) => dy.mul(y).mul(tf.sub(1, y));

/** Those operations of TensorFlow's that the lab calls by name, of what tfjs has in every backend. */
export const operations: Readonly<Record<string, Operation>> = {
  MatMul: ([a, b], { transpose_a, transpose_b }) => [tf.matMul(a, b, transpose_a as boolean, transpose_b as boolean)],
  Snapshot: ([x]) => [x.clone()],
  TanhGrad: ([y, dy]) => [dy.mul(tf.sub(1, y.square()))],
  SigmoidGrad: ([y, dy]) => [sigmoidGrad(y, dy)],
  Relu: ([x]) => [x.relu()],
  ReluGrad: ([dy, y]) => [dy.mul(y.step())],
  BiasAdd: ([x, b]) => [x.add(b)],
  BiasAddGrad: ([dy]) => [dy.sum(dy.shape.map((_, i) => i).slice(0, -1))],
  Conv2D: ([x, w], layer) => [tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, ...strides(layer))],
  GatherV2: ([W, rows]) => [tf.gather(W, rows as tf.Tensor1D)],
  /** As a product, for the WebAssembly backend has no such kernel. */
  UnsortedSegmentSum([x, segments, count]) {
    const ones = tf.oneHot(segments.flatten(), count.dataSync()[0]).cast("float32");
    return [tf.matMul(ones, x.reshape([segments.size, -1]), true)];
  },
  SparseSoftmaxCrossEntropyWithLogits([logits, targets]) {
    const logProbs = logits.logSoftmax();
    const ones = tf.oneHot(targets as tf.Tensor1D, logits.shape[1] as number).cast("float32");
    return [logProbs.mul(ones).sum(1).neg(), logProbs.exp().sub(ones)];
  },
  BlockLSTM: ([, xs, c0, h0, W, , , , b]) => blockLstm(xs as tf.Tensor3D, { c: c0, h: h0 }, W as tf.Tensor2D, b),
  LSTMBlockCellGrad([, cBefore, , , , , , , i, , f, o, g, tanhC, dc, dh]) {
    const dC = dh.mul(o).mul(tf.sub(1, tanhC.square())).add(dc);
    const gates = [
      sigmoidGrad(i, dC.mul(g)),
      dC.mul(i).mul(tf.sub(1, g.square())),
      sigmoidGrad(f, dC.mul(cBefore)),
      sigmoidGrad(o, dh.mul(tanhC)),
    ];
    return [dC.mul(f), tf.concat(gates, 1)];
  },
};

function strides({ strides, padding }: Attributes): [[number, number], "same" | "valid"] {
  const [, down, across] = strides as readonly number[];
  return [[down, across], (padding as { readonly text: string }).text.toLowerCase() as "same" | "valid"];
}

/** The gates are i, g, f, o. Results, each [T, N, H]: i, c, f, o, g, tanh c, h. */
function blockLstm(xs: tf.Tensor3D, start: { c: tf.Tensor; h: tf.Tensor }, W: tf.Tensor2D, b: tf.Tensor): tf.Tensor[] {
  const [T, N, D] = xs.shape;
  const [Wx, Wh] = tf.split(W, [D, W.shape[0] - D]);
  const inputs = xs
    .reshape([T * N, D])
    .matMul(Wx)
    .add(b);
  let { c, h } = start;
  const steps = tf.unstack(inputs.reshape([T, N, W.shape[1]])).map((a) => {
    const [ai, ag, af, ao] = tf.split(a.add(tf.matMul(h, Wh)), 4, 1);
    const [i, g, f, o] = [ai.sigmoid(), ag.tanh(), af.sigmoid(), ao.sigmoid()];
    c = f.mul(c).add(i.mul(g));
    const tanhC = c.tanh();
    h = o.mul(tanhC);
    return [i, c, f, o, g, tanhC, h];
  });
  return steps[0].map((_, k) => tf.stack(steps.map((step) => step[k])));
}

/** As `core/native.ts`; an input that is a bigint, a length, is not needed here. */
export const nativeOp: typeof native.nativeOp = (name, inputs, attributes) => {
  const run = operations[name];
  if (!run) throw new LabError(`an operation that a page has expected, got ${name}`);
  return tf.tidy(() => run(inputs as Inputs, attributes));
};
