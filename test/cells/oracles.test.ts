import { describe, test } from "node:test";
import { type Cell, unroll } from "../../lib/cells/cell";
import { type GruParams, type GruState, gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, normal } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";
import { D, H, input, key } from "./cells";

const sizes = { inputSize: D, hiddenSize: H };

describe("our cells agree with tfjs's layers: outputs and the gradient of the input", () => {
  const options = { units: H, returnSequences: true, implementation: 1 };
  // tfjs's layers start from hard sigmoids, and order their gates differently.
  const gated = { ...options, recurrentActivation: "sigmoid" as const };
  const regroup = (order: number[]) => (w: tf.Tensor) => {
    const gates = tf.split(w, order.length, -1);
    return tf.concat(
      order.map((gate) => gates[gate]),
      -1,
    );
  };

  test("vanilla RNN", () => compare(vanilla(sizes), tf.layers.simpleRNN(options), (w) => w));
  test("LSTM: i f o g here, i f g o there", () => compare(lstm(sizes), tf.layers.lstm(gated), regroup([0, 1, 3, 2])));
  test("GRU, reset before the product: r z n here, z r n there", () =>
    compare(gru(sizes), tf.layers.gru(gated), regroup([1, 0, 2])));
});

function compare(cell: unknown, layer: tf.layers.Layer, toLayer: (w: tf.Tensor) => tf.Tensor): void {
  const ours = cell as Cell;
  const { Wx, Wh, b } = ours.init(key);
  const params = { Wx, Wh, b: b.add(normal(fork(key, "b"), b.shape, 0.3)) };
  const x = input(key);
  layer.apply(x);
  layer.setWeights([params.Wx, params.Wh, params.b].map(toLayer));
  const theirs = (sequence: tf.Tensor) => layer.apply(sequence) as tf.Tensor;
  const mine = (sequence: tf.Tensor) => unroll(ours, params, sequence as tf.Tensor3D).h;
  assertClose(mine(x), theirs(x), 1e-6, "h");
  const weight = normal(fork(key, "weight"), theirs(x).shape);
  const gradient = (f: (x: tf.Tensor) => tf.Tensor) => tf.grad((s: tf.Tensor) => f(s).mul(weight).sum())(x);
  assertClose(gradient(mine), gradient(theirs), 1e-6, "gradient");
}

describe("GRU, reset after the product, agrees with torch.nn.GRU 2.13", () => {
  // weights and inputs sin(0.7 (k + phase)), k = 1, 2, …; computed there in double precision
  const wave = <R extends tf.Rank>(shape: tf.ShapeMap[R], phase: number): tf.Tensor<R> =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, k) => Math.sin(0.7 * (k + 1 + phase))),
      shape,
    );
  const [N, T, D, H] = [2, 4, 2, 3];
  const cell = gru({ inputSize: D, hiddenSize: H, resetAfter: true });
  const run = (Wh: tf.Tensor2D, bhn: tf.Tensor1D) => {
    const params: GruParams = { Wx: wave<tf.Rank.R2>([D, 3 * H], 0), Wh, b: wave<tf.Rank.R1>([3 * H], 50), bhn };
    return unroll<GruParams, GruState>(cell, params, wave<tf.Rank.R3>([N, T, D], 90));
  };
  const [Wh, bhn] = [wave<tf.Rank.R2>([H, 3 * H], 20), wave<tf.Rank.R1>([H], 70)];

  test("the last h", () => {
    const expected = [0.6855931, 0.0363897, -0.1025712, 0.5859766, -0.0529076, -0.1002892];
    assertClose(run(Wh, bhn).state.h, expected, 1e-6);
  });

  test("the gradients of Wh and bhn", () => {
    const loss = (Wh: tf.Tensor, bhn: tf.Tensor) =>
      run(Wh as tf.Tensor2D, bhn as tf.Tensor1D)
        .h.mul(wave<tf.Rank.R3>([N, T, H], 120))
        .sum();
    const [dWh, dbhn] = tf.grads(loss)([Wh, bhn]);
    assertClose(
      dWh,
      [
        -0.0032843, -0.0022791, -0.0003962, 0.0233456, 0.0094252, 0.005298, 0.0074004, 0.0059354, 0.0171173, -0.0036515,
        -0.0021934, 0.0021962, -0.0172059, -0.0551991, 0.0154108, 0.0083301, 0.0069964, 0.0175732, 0.000515, -0.0004287,
        0.0010139, -0.0064633, -0.0117723, 0.0049184, -0.0014096, 0.0032821, 0.0071146,
      ],
      1e-6,
    );
    assertClose(dbhn, [-0.1620895, -0.2379476, -0.499011], 1e-6);
  });
});
