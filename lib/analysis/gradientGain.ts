/** A vanilla RNN as the mean-field theory sees it: wide, with recurrent weights drawn at random. */
export interface MeanField {
  /** ‖Wh‖²_F / H: of σQ, Q orthogonal, it is σ²; of N(0, g²/H) it is g². */
  readonly squaredGain: number;
  /** Variance of what the input adds to each unit's sum. */
  readonly inputVariance: number;
}

/**
 * By how much the mean square of the gradient grows at each step back, in a wide vanilla RNN with tanh that has settled:
 *   q = g² E[tanh²(√q z)] + s²     χ = g² E[(1 − tanh²(√q z))²]     z ~ N(0, 1)
 * Without tanh it is g². The gradient's norm then goes as χ^(k/2).
 * @see Poole et al. 2016, Schoenholz et al. 2017 for depth; Chen, Pennington & Schoenholz 2018 for recurrent networks
 */
export function meanFieldGain({ squaredGain, inputVariance }: MeanField): { q: number; chi: number } {
  let q = squaredGain + inputVariance; // from above: the fixed point that is reached from large states
  for (let i = 0; i < 500; i++) {
    q = squaredGain * expectation((z) => Math.tanh(Math.sqrt(q) * z) ** 2) + inputVariance;
  }
  return { q, chi: squaredGain * expectation((z) => (1 - Math.tanh(Math.sqrt(q) * z) ** 2) ** 2) };
}

/** E[f(z)] of z ~ N(0, 1), by the trapezoidal rule, which is exact to double precision for smooth f. */
function expectation(f: (z: number) => number): number {
  const step = 0.05;
  let sum = 0;
  for (let i = -170; i <= 170; i++) sum += f(i * step) * Math.exp(-((i * step) ** 2) / 2);
  return (sum * step) / Math.sqrt(2 * Math.PI);
}
