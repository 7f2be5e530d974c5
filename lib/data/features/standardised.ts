/**
 * Each feature less its mean, divided by its standard deviation, both over `known`: (x − μ) / √(σ² + 10⁻⁶).
 * A function for rows of the same length, or of several such rows one after the other, as a map of places is.
 */
export function standardiser(known: readonly Float32Array[], width = known[0].length) {
  const [mean, square] = [new Float64Array(width), new Float64Array(width)];
  let count = 0;
  for (const row of known) {
    for (let i = 0; i < row.length; i++) {
      mean[i % width] += row[i];
      square[i % width] += row[i] ** 2;
    }
    count += row.length / width;
  }
  const scale = mean.map((sum, i) => 1 / Math.sqrt(Math.max(0, square[i] / count - (sum / count) ** 2) + 1e-6));
  return (row: Float32Array): Float32Array =>
    row.map((value, i) => (value - mean[i % width] / count) * scale[i % width]);
}
