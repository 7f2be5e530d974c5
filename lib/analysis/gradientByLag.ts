import { expectForm } from "../core/argumentForms";
import { namedTensors, tensor } from "../core/tensorForms";
import type { tf } from "../core/tf";
import { mean } from "./statistics";

/** Below it single precision has no numbers; the logarithm of a gradient that has vanished altogether. */
const floor = -45;

/**
 * log₁₀ ‖∂L/∂s_{T−k}‖ for k = 0 … T: the norm over the tensors given, as one vector, and the mean of its logarithm over the
 * sequences. A gradient that is exactly 0 counts as 10⁻⁴⁵.
 * @param gradients [T + 1, N, H] each, as `stateGradients` gives them
 * @see lecture 5.1
 */
export function gradientByLag(gradients: Readonly<Record<string, tf.Tensor3D>>): number[] {
  expectForm("gradientByLag: gradients", namedTensors, gradients);
  const all = Object.values(gradients);
  const [times, N] = all[0].shape;
  for (const [name, one] of Object.entries(gradients))
    expectForm(`gradientByLag: gradients.${name}`, tensor(times, N ?? "N", "H"), one);
  const squares = all.map((gradient) => sumsOfSquares(gradient));
  return Array.from({ length: times }, (_, lag) => {
    const first = (times - 1 - lag) * N;
    const norms = Array.from({ length: N }, (_, n) => Math.sqrt(squares.reduce((sum, one) => sum + one[first + n], 0)));
    return mean(norms.map((norm) => Math.max(Math.log10(norm), floor)));
  });
}

/** Over the last axis, in double precision: squares of small gradients have no place in single. */
function sumsOfSquares(gradient: tf.Tensor3D): number[] {
  const [times, N, H] = gradient.shape;
  const values = gradient.dataSync<"float32">();
  return Array.from({ length: times * N }, (_, row) =>
    values.subarray(row * H, (row + 1) * H).reduce((sum, value) => sum + value * value, 0),
  );
}
