import { EigenvalueDecomposition, type Matrix, SingularValueDecomposition } from "ml-matrix";
import { orthogonal } from "../cells/init";
import { expectForms, forms } from "../core/argumentForms";
import { expect, LabError } from "../core/errors";
import { seed } from "../core/random";
import { tensor } from "../core/tensorForms";
import { tf } from "../core/tf";
import { withinTime } from "../core/timeLimit";

/** A matrix, as a tensor or as its rows. */
export type MatrixLike = tf.Tensor2D | readonly ArrayLike<number>[];

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const modulus = ({ re, im }: Complex): number => Math.hypot(re, im);

/**
 * The singular values σ₁ ≥ σ₂ ≥ … of a matrix: σ₁ is the most by which it lengthens a vector.
 * @throws where the rows differ in length, or a number is not finite
 */
export function singularValues(matrix: MatrixLike): number[] {
  const { rows, scale } = scaled("singularValues", matrix);
  const none = { computeLeftSingularVectors: false, computeRightSingularVectors: false, autoTranspose: true };
  const { diagonal } = ended(
    "singularValues",
    rows,
    (Q) => new SingularValueDecomposition(Q?.mmul(rows) ?? rows, none),
  );
  return diagonal.map((value) => finite("singularValues", value * scale));
}

/**
 * The eigenvalues of a square matrix, the largest modulus first; of a conjugate pair, the one above the real axis first.
 * @throws where the matrix is not square, or a number is not finite
 */
export const eigenvalues = (matrix: MatrixLike): Complex[] => eigenvaluesFor("eigenvalues", matrix);

function eigenvaluesFor(what: string, matrix: MatrixLike): Complex[] {
  const { rows, scale } = scaled(what, matrix);
  expect(
    rows.length === rows[0].length,
    () => `${what}: a square matrix expected, got ${rows.length} rows of ${rows[0].length}`,
  );
  const { realEigenvalues, imaginaryEigenvalues } = ended(
    what,
    rows,
    (Q) => new EigenvalueDecomposition(Q?.mmul(rows).mmul(Q.transpose()) ?? rows),
  );
  const whole = (value: number) => finite(what, value * scale);
  const all = realEigenvalues.map((re, i) => ({ re: whole(re), im: whole(imaginaryEigenvalues[i]) }));
  return all.sort((a, b) => modulus(b) - modulus(a) || b.im - a.im);
}

/**
 * ml-matrix counts no iterations: of some matrices of small whole numbers it goes round for ever. Turned by an orthogonal Q
 * such a matrix keeps its values and loses the symmetry that it went round in.
 */
function ended<T>(what: string, rows: number[][], decompose: (Q?: Matrix) => T): T {
  const size = rows.length;
  const timeout = 2000 + Math.ceil((size * Math.max(size, rows[0].length) ** 2) / 500); // of milliseconds: ten times what it takes
  for (const Q of [undefined, () => orthogonal(seed(1), size)]) {
    const turned = Q?.();
    const found = withinTime(() => decompose(turned), timeout);
    if (found !== undefined) return found;
  }
  throw new LabError(
    `${what}: of a matrix of ${size} × ${rows[0].length} expected within ${timeout} ms, got none in two tries`,
  );
}

function finite(what: string, value: number): number {
  expect(
    Number.isFinite(value),
    () => `${what}: finite ones expected, got ${value}: the matrix is too large in its numbers`,
  );
  return value;
}

/** The largest modulus of an eigenvalue: below 1, repeated multiplication ends at zero. */
export const spectralRadius = (matrix: MatrixLike): number => modulus(eigenvaluesFor("spectralRadius", matrix)[0]);

const matrixForm = forms.either("a tensor or rows of numbers", tensor("rows", "columns"), forms.list(forms.numbers));

/**
 * A matrix's rows over a power of two, which loses no digit: ml-matrix goes on for ever where a square overflows on its way,
 * or where a number is not finite, which is refused.
 */
function scaled(what: string, matrix: MatrixLike): { rows: number[][]; scale: number } {
  expectForms(what, { matrix: [matrixForm, matrix] });
  const rows =
    matrix instanceof tf.Tensor
      ? (matrix.arraySync() as number[][])
      : matrix.map((row: ArrayLike<number>) => Array.from(row));
  const width = rows[0]?.length ?? 0;
  expect(width > 0, () => `${what}: a matrix of at least one number expected, got ${rows.length} rows of ${width}`);
  let most = 0;
  for (const [i, row] of rows.entries()) {
    expect(row.length === width, () => `${what}: rows of ${width} expected, got one of ${row.length} (row ${i + 1})`);
    for (const [j, value] of row.entries()) {
      expect(
        Number.isFinite(value),
        () => `${what}: finite numbers expected, got ${value} (row ${i + 1}, column ${j + 1})`,
      );
      most = Math.max(most, Math.abs(value));
    }
  }
  // What is near 1 stays as it is, to the last digit.
  const scale =
    most > 2 ** 100 || (most > 0 && most < 2 ** -100) ? 2 ** Math.min(1023, Math.floor(Math.log2(most))) : 1;
  return { rows: scale === 1 ? rows : rows.map((row) => row.map((value) => value / scale)), scale };
}
