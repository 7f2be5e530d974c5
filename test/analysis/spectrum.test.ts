import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { nonNormal } from "../../lib/analysis/nonNormal";
import { eigenvalues, modulus, singularValues, spectralRadius } from "../../lib/analysis/spectrum";
import { LabError } from "../../lib/core/errors";
import { seed, uniforms } from "../../lib/core/random";

const square = (size: number, value: (i: number, j: number) => number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => value(i, j)));
const decompositions = { eigenvalues, singularValues, spectralRadius };

describe("what is no matrix of finite numbers is told in a sentence", () => {
  const none = {
    NaN: [
      [
        [1, NaN],
        [2, 3],
      ],
      /finite numbers expected, got NaN \(row 1, column 2\)$/,
    ],
    "NaN, symmetric": [
      [
        [NaN, 1],
        [1, NaN],
      ],
      /got NaN \(row 1, column 1\)$/,
    ],
    Infinity: [
      [
        [1, 2],
        [-Infinity, 3],
      ],
      /got -Infinity \(row 2, column 1\)$/,
    ],
    "no rows": [[], /at least one number expected, got 0 rows of 0$/],
    "no columns": [[[]], /at least one number expected, got 1 rows of 0$/],
    ragged: [[[1, 2], [3]], /rows of 2 expected, got one of 1 \(row 2\)$/],
    "too large a result": [square(2, () => Number.MAX_VALUE), /finite ones expected, got Infinity/],
  } as const;
  for (const [name, [matrix, message]] of Object.entries(none)) {
    test(name, () => {
      for (const decompose of Object.values(decompositions)) {
        assert.throws(
          () => decompose(matrix as number[][]),
          (error: unknown) => error instanceof LabError && message.test(error.message),
        );
      }
    });
  }
  test("a matrix of one number that is to be not normal", () => {
    assert.throws(
      () => nonNormal(seed(1), { size: 1, radius: 0.9, sigma: 1.5 }),
      /at least 2 rows expected .*, got 1$/,
    );
  });
});

const next = uniforms(seed(1));
const matrices = {
  Hilbert: square(12, (i, j) => 1 / (i + j + 1)),
  "defective (Jordan)": square(20, (i, j) => (i === j ? 0.5 : j === i + 1 ? 1 : 0)),
  cyclic: square(20, (i, j) => (j === (i + 1) % 20 ? 1 : 0)),
  "of rank 1": square(8, (i, j) => (i + 1) * (j + 2)),
  "of small whole numbers, in which ml-matrix goes round": [
    [-1, 1, 0],
    [-1, -1, 1],
    [0, -1, -1],
  ],
  zero: square(5, () => 0),
  "graded over 600 decades": square(6, (i, j) => 10 ** (100 * (i - 3)) * Math.sin(i + 7 * j + 1)),
  "drawn at random": square(30, () => 2 * next() - 1),
};
for (const [name, matrix] of Object.entries(matrices)) {
  test(`${name}: whatever its size, it ends, its values are in order, and the trace is their sum`, () => {
    for (const size of [1, 2 ** 300, 2 ** -300]) {
      const rows = matrix.map((row) => row.map((value) => value * size));
      const all = eigenvalues(rows);
      const sigma = singularValues(rows);
      const trace = rows.reduce((sum, row, i) => sum + row[i], 0);
      const close = (a: number, b: number) => assert.ok(Math.abs(a - b) <= 1e-9 * sigma[0], `${size}: ${a}, ${b}`);
      close(
        all.reduce((sum, { re }) => sum + re, 0),
        trace,
      );
      for (const values of [sigma, all.map(modulus)]) {
        assert.ok(
          values.every((value, i) => i === 0 || value <= values[i - 1]),
          `${size}`,
        );
      }
      assert.ok(modulus(all[0]) <= sigma[0] * (1 + 1e-9));
    }
  });
}
