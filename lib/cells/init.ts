import { Matrix, QrDecomposition } from "ml-matrix";
import { fork, type Key, normal } from "../core/random";
import { tf } from "../core/tf";
import type { CellOptions } from "./cell";

/**
 * Input and recurrent weights of a layer with `gates` gates, N(0, 1/fan-in):
 * the variance of x Wx and of h Wh is then that of x and of h; of a one-hot x with a fan-in of 1, it is 1.
 * Wx [D, gates·H], Wh [H, gates·H]
 */
export function recurrentWeights(
  key: Key,
  { inputSize, hiddenSize, fanIn = inputSize }: CellOptions,
  { gates }: { gates: number },
) {
  const width = gates * hiddenSize;
  return {
    Wx: normal<tf.Rank.R2>(fork(key, "Wx"), [inputSize, width], 1 / Math.sqrt(fanIn)),
    Wh: normal<tf.Rank.R2>(fork(key, "Wh"), [hiddenSize, width], 1 / Math.sqrt(hiddenSize)),
  };
}

/** What a square recurrent matrix may start as. */
export const squareWeights = {
  /** N(0, 1/H): the eigenvalues fill the unit disk, the largest singular value is about 2. */
  normal: (key: Key, H: number) => normal<tf.Rank.R2>(key, [H, H], 1 / Math.sqrt(H)),
  /** All singular values 1, every orthogonal matrix equally likely. */
  orthogonal: (key: Key, H: number) => tf.tensor2d(orthogonal(key, H).to2DArray()),
  /** @see Le, Jaitly & Hinton 2015 */
  identity: (_: Key, H: number) => tf.eye(H),
};

export type SquareWeights = keyof typeof squareWeights;

/**
 * An orthogonal matrix from Haar's distribution: Q of a normal matrix's Q R, each column with the sign of R's diagonal,
 * which makes the decomposition unique and the distribution uniform.
 * @see Mezzadri 2007
 */
export function orthogonal(key: Key, size: number): Matrix {
  const draws = tf.tidy(() => normal<tf.Rank.R2>(key, [size, size]).arraySync());
  const { orthogonalMatrix: Q, upperTriangularMatrix: R } = new QrDecomposition(draws);
  return Matrix.from1DArray(
    size,
    size,
    Q.to1DArray().map((value, i) => value * Math.sign(R.get(i % size, i % size))),
  );
}
