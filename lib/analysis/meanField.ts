import { jStat } from "jstat";
import { expectForm, forms } from "../core/argumentForms";

/** A vanilla RNN as the mean-field theory sees it: infinitely wide, with recurrent weights drawn at random. */
export interface WideNetwork {
  /** g² = ‖Wh‖²_F / H: of N(0, g²/H) it is g², of σQ with Q orthogonal σ². */
  readonly squaredGain: number;
  /** s², the variance of what the input adds to each unit's sum; without input 0. */
  readonly inputVariance?: number;
}

/** The state that such a network settles in. */
export interface MeanField {
  /** Variance of a unit's sum, what its tanh is applied to. */
  readonly q: number;
  /** By how much the mean square of a perturbation, or of the gradient on its way back, grows a step. */
  readonly chi: number;
  /** The largest Lyapunov exponent, ½ ln χ. */
  readonly exponent: number;
  /** Share of |h| above 0.9. */
  readonly saturated: number;
}

const form = forms.fields({ squaredGain: forms.atLeastZero }, { inputVariance: forms.atLeastZero });

/**
 * Mean-field theory: what a unit sums up is Gaussian, and so
 *   q = g² E[tanh²(√q z)] + s²     χ = g² E[(1 − tanh²(√q z))²]     λ = ½ ln χ     z ~ N(0, 1)
 * Without input and for g ≤ 1 the only solution is q = 0, where χ = g².
 * @see Sompolinsky, Crisanti & Sommers 1988; Molgedey, Schuchhardt & Schuster 1992 for time in steps;
 *   Poole et al. 2016 and Chen, Pennington & Schoenholz 2018 for gradients
 */
export function meanField(network: WideNetwork): MeanField {
  expectForm("meanField", form, network);
  const { squaredGain, inputVariance = 0 } = network;
  const q = settledVariance({ squaredGain, inputVariance });
  const chi = squaredGain * gaussianMean((z) => (1 - Math.tanh(Math.sqrt(q) * z) ** 2) ** 2);
  const saturated = q === 0 ? 0 : 2 * jStat.normal.cdf(-Math.atanh(0.9) / Math.sqrt(q), 0, 1);
  return { q, chi, exponent: 0.5 * Math.log(chi), saturated };
}

/** The largest solution, by bisection: what the next step makes of q exceeds q below it and falls short of it above. */
function settledVariance({ squaredGain, inputVariance }: Required<WideNetwork>): number {
  if (inputVariance === 0 && squaredGain <= 1) return 0;
  let [low, high] = [0, squaredGain + inputVariance];
  for (let i = 0; i < 60; i++) {
    const q = (low + high) / 2;
    if (squaredGain * gaussianMean((z) => Math.tanh(Math.sqrt(q) * z) ** 2) + inputVariance > q) low = q;
    else high = q;
  }
  return (low + high) / 2;
}

/** E f(z), z ~ N(0, 1), by the trapezoidal rule, which converges exponentially here. */
function gaussianMean(f: (z: number) => number): number {
  const width = 0.05;
  let sum = 0;
  for (let i = -170; i <= 170; i++) sum += f(i * width) * Math.exp(-((i * width) ** 2) / 2);
  return (sum * width) / Math.sqrt(2 * Math.PI);
}
