/** A recurrent matrix by its rows, in double precision: row i is what unit i gives to the others. */
export type Recurrence = readonly Float64Array[];

/** The vanilla RNN's h_t = tanh(a_t + h_{t−1} Wh), in double precision; without a_t it runs on its own. */
export function tanhStep(Wh: Recurrence, h: Float64Array, a?: ArrayLike<number>): Float64Array {
  const next = times(h, Wh);
  for (let j = 0; j < next.length; j++) next[j] = Math.tanh(next[j] + (a?.[j] ?? 0));
  return next;
}

/** The states h_1 … h_T after h_0, one an input; give it `inputs` or how many steps it runs on its own. */
export function orbit(Wh: Recurrence, h0: Float64Array, inputs: readonly ArrayLike<number>[] | number): Float64Array[] {
  const given = typeof inputs === "number" ? Array<undefined>(inputs).fill(undefined) : inputs;
  let h = h0;
  return given.map((a) => {
    h = tanhStep(Wh, h, a);
    return h;
  });
}

/**
 * The largest Lyapunov exponent along an orbit without input: the mean logarithm by which a small perturbation grows a step,
 *   δ_t = (δ_{t−1} Wh) ⊙ (1 − h_t²)     λ = (1/T) Σ ln(‖δ_t‖ / ‖δ_{t−1}‖)
 * Negative: perturbations die. Positive: chaos.
 * @param delta a first direction; `settle` steps turn it towards the one that grows fastest, and do not count
 * @see Benettin et al. 1980
 */
export function lyapunovExponent(
  Wh: Recurrence,
  { h0, delta, settle, steps }: { h0: Float64Array; delta: Float64Array; settle: number; steps: number },
): { readonly exponent: number; readonly states: readonly Float64Array[] } {
  const states = orbit(Wh, h0, settle + steps);
  let direction = scaled(delta, 1 / norm(delta));
  let sum = 0;
  states.forEach((h, t) => {
    const moved = times(direction, Wh).map((value, j) => value * (1 - h[j] ** 2));
    const growth = norm(moved);
    if (t >= settle) sum += Math.log(growth);
    direction = scaled(moved, 1 / growth);
  });
  return { exponent: sum / steps, states: states.slice(settle) };
}

/** Cycles a step, from 0 to 1/2, at which the states have most power, all units together: where a periodogram peaks. */
export function dominantFrequency(states: readonly Float64Array[]): number {
  const T = states.length;
  const powers = Array.from({ length: Math.floor(T / 2) + 1 }, (_, k) => power(states, (2 * Math.PI * k) / T));
  // A constant and an alternation have no mirror image among the negative frequencies.
  const weights = powers.map((value, k) => (k === 0 || 2 * k === T ? value : 2 * value));
  return weights.indexOf(Math.max(...weights)) / T;
}

/** Σ over the units of |Σ_t h_t e^{−iωt}|². */
function power(states: readonly Float64Array[], omega: number): number {
  const H = states[0].length;
  const [re, im] = [new Float64Array(H), new Float64Array(H)];
  states.forEach((h, t) => {
    const [c, s] = [Math.cos(omega * t), Math.sin(omega * t)];
    for (let j = 0; j < H; j++) {
      re[j] += h[j] * c;
      im[j] -= h[j] * s;
    }
  });
  return norm(re) ** 2 + norm(im) ** 2;
}

/** h W of a row vector. */
function times(h: Float64Array, W: Recurrence): Float64Array {
  const product = new Float64Array(W[0].length);
  for (let i = 0; i < W.length; i++) {
    const [value, row] = [h[i], W[i]];
    for (let j = 0; j < row.length; j++) product[j] += value * row[j];
  }
  return product;
}

export const scaled = (vector: Float64Array, factor: number): Float64Array => vector.map((value) => value * factor);

export const norm = (vector: Float64Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

export const distance = (a: Float64Array, b: Float64Array): number => norm(a.map((value, i) => value - b[i]));
