import { Matrix } from "ml-matrix";
import { orthogonal } from "../cells/init";
import { expect } from "../core/errors";
import { fork, type Key, normal, uniforms } from "../core/random";
import { tf } from "../core/tf";
import { singularValues } from "./spectrum";

export interface NonNormalOptions {
  readonly size: number;
  /** The largest modulus of an eigenvalue. */
  readonly radius: number;
  /** The largest singular value: at least the radius, and equal to it where the matrix is normal. */
  readonly sigma: number;
}

/**
 * A random matrix with given spectral radius and largest singular value, by Schur's form:
 *   W = Q (Λ + c U) Qᵀ     Λ real eigenvalues, uniform in ±radius     U strictly upper triangular, normal     Q Haar
 * c is 0 for a normal matrix; the larger, the farther from one.
 * @throws where σ is below the radius
 * @see Trefethen & Embree 2005, Spectra and Pseudospectra
 */
export function nonNormal(key: Key, { size, radius, sigma }: NonNormalOptions): Matrix {
  expect(sigma >= radius, `a largest singular value of at least the spectral radius ${radius} expected, got ${sigma}`);
  expect(size > 1 || sigma === radius, `at least 2 rows expected of a matrix that is not normal, got ${size}`);
  const next = uniforms(fork(key, "eigenvalues"));
  const eigenvalues = Array.from({ length: size }, (_, i) => (i === 0 ? radius : radius * (2 * next() - 1)));
  const upper = tf.tidy(() => normal<tf.Rank.R2>(fork(key, "upper"), [size, size]).arraySync());
  const triangle = (c: number) =>
    new Matrix(upper.map((row, i) => row.map((u, j) => (i === j ? eigenvalues[i] : i < j ? c * u : 0))));
  const c = sigma === radius ? 0 : rootAbove((amount) => singularValues(triangle(amount).to2DArray())[0] - sigma);
  const Q = orthogonal(fork(key, "basis"), size);
  return Q.mmul(triangle(c)).mmul(Q.transpose());
}

/** Where a growing function that is negative at 0 becomes zero. */
function rootAbove(f: (x: number) => number): number {
  let [low, high] = [0, 1];
  while (f(high) < 0) high *= 2;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}

/** ‖Wᵏ‖₂ for k = 0 … count: the most by which k steps of a linear recurrence lengthen anything. */
export function powerNorms(W: Matrix, count: number): number[] {
  let power = Matrix.eye(W.rows);
  return Array.from({ length: count + 1 }, (_, k) => {
    if (k > 0) power = power.mmul(W);
    return singularValues(power.to2DArray())[0];
  });
}
