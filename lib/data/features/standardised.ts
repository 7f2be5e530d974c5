/**
 * Each feature less its mean, divided by its standard deviation, both over `known`: (x − μ) / √(σ² + 10⁻⁶).
 * A function for rows of the same length, or of several such rows one after the other, as a map of places is.
 */
export function standardiser(known: readonly Float32Array[], width = known[0].length) {
  const { mean, scale } = standards(known, width);
  return (row: Float32Array): Float32Array => row.map((value, i) => (value - mean[i % width]) * scale[i % width]);
}

/** μ and 1 / √(σ² + 10⁻⁶) of each feature. */
export function standards(known: readonly Float32Array[], width = known[0].length) {
  const [sum, square] = [new Float64Array(width), new Float64Array(width)];
  let count = 0;
  for (const row of known) {
    for (let i = 0; i < row.length; i++) {
      sum[i % width] += row[i];
      square[i % width] += row[i] ** 2;
    }
    count += row.length / width;
  }
  const mean = sum.map((all) => all / count);
  const scale = square.map((all, i) => 1 / Math.sqrt(Math.max(0, all / count - mean[i] ** 2) + 1e-6));
  return { mean, scale };
}
