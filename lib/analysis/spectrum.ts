import { EigenvalueDecomposition, SingularValueDecomposition } from "ml-matrix";
import { expect } from "../core/errors";
import { tf } from "../core/tf";

/** A matrix, as a tensor or as its rows. */
export type MatrixLike = tf.Tensor2D | readonly ArrayLike<number>[];

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const modulus = ({ re, im }: Complex): number => Math.hypot(re, im);

/** The singular values σ₁ ≥ σ₂ ≥ … of a matrix: σ₁ is the most by which it lengthens a vector. */
export const singularValues = (matrix: MatrixLike): number[] =>
  new SingularValueDecomposition(rowsOf(matrix), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  }).diagonal;

/**
 * The eigenvalues of a square matrix, the largest modulus first; of a conjugate pair, the one above the real axis first.
 * @throws where the matrix is not square
 */
export function eigenvalues(matrix: MatrixLike): Complex[] {
  const rows = rowsOf(matrix);
  expect(
    rows.length === rows[0]?.length,
    () => `eigenvalues: a square matrix expected, got ${rows.length} rows of ${rows[0]?.length ?? 0}`,
  );
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(rows);
  const all = realEigenvalues.map((re, i) => ({ re, im: imaginaryEigenvalues[i] }));
  return all.sort((a, b) => modulus(b) - modulus(a) || b.im - a.im);
}

/** The largest modulus of an eigenvalue: below 1, repeated multiplication ends at zero. */
export const spectralRadius = (matrix: MatrixLike): number => modulus(eigenvalues(matrix)[0]);

const rowsOf = (matrix: MatrixLike): number[][] =>
  matrix instanceof tf.Tensor
    ? (matrix.arraySync() as number[][])
    : matrix.map((row: ArrayLike<number>) => Array.from(row));
