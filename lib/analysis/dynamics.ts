import { expectForms, type Form, fits, forms } from "../core/argumentForms";

/** A recurrent matrix by its rows, in double precision: row i is what unit i gives to the others. */
export type Recurrence = readonly Float64Array[];

/** So many numbers. */
const vector = (length: number): Form => {
  const numbers = forms.numbers;
  return (value) =>
    numbers(value) ?? fits(`${length} numbers`, (list) => (list as ArrayLike<number>).length === length)(value);
};

/** @throws where Wh has not as many columns as rows @returns how many */
function expectSquare(where: string, Wh: Recurrence): number {
  expectForms(where, { Wh: [forms.list(forms.numbers, 1), Wh] });
  expectForms(where, { Wh: [forms.list(vector(Wh.length)), Wh] });
  return Wh.length;
}

/** The vanilla RNN's h_t = tanh(a_t + h_{t−1} Wh), in double precision; without a_t it runs on its own. */
export function tanhStep(Wh: Recurrence, h: Float64Array, a?: ArrayLike<number>): Float64Array {
  const next = times(h, Wh);
  for (let j = 0; j < next.length; j++) next[j] = Math.tanh(next[j] + (a?.[j] ?? 0));
  return next;
}

/** The states h_1 … h_T after h_0, one an input; give it `inputs` or how many steps it runs on its own. */
export function orbit(Wh: Recurrence, h0: Float64Array, inputs: readonly ArrayLike<number>[] | number): Float64Array[] {
  const H = expectSquare("orbit", Wh);
  const input = forms.either("how many steps, or a list of inputs", forms.count, forms.list(vector(H)));
  expectForms("orbit", { h0: [vector(H), h0], inputs: [input, inputs] });
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
 * @param options.delta a first direction; `settle` steps turn it towards the one that grows fastest, and do not count
 * @see Benettin et al. 1980
 */
export function lyapunovExponent(
  Wh: Recurrence,
  options: { h0: Float64Array; delta: Float64Array; settle: number; steps: number },
): { readonly exponent: number; readonly states: readonly Float64Array[] } {
  const state = vector(expectSquare("lyapunovExponent", Wh));
  const form = forms.fields({ h0: state, delta: state, settle: forms.count, steps: forms.size });
  expectForms("lyapunovExponent", { options: [form, options] });
  const { h0, delta, settle, steps } = options;
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
