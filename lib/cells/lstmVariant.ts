import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { tf } from "../core/tf";
import type { Cell, CellOptions } from "./cell";
import { recurrentWeights } from "./init";
import type { LstmState } from "./lstm";
import { project } from "./projection";

type Gate = "i" | "f" | "o" | "g";

/** In what a variant differs from the LSTM. */
interface Form {
  /** Those that have weights, in the order of their columns; a gate that has none is 1. */
  readonly gates: readonly Gate[];
  /** i = 1 − f */
  readonly coupled?: boolean;
  /** i and f look at c, o at c', each unit at its own. */
  readonly peepholes?: boolean;
  /** Whose tanh is left out: that of the candidate, g = x W_xg + h W_hg + b_g, or that of the output, h' = o ⊙ c'. */
  readonly linear?: "input" | "output";
}

const all = ["i", "f", "o", "g"] as const;

/**
 * What Greff et al. change in an LSTM, one thing each; in brackets their names. They begin with peepholes and leave them out as
 * a variant (NP); here the LSTM has none, as in the lecture, and gets them. Full gate recurrence (FGR) is not among them: its
 * state would hold the three gates besides, with nine more recurrent matrices, and they found no use in it.
 */
export const lstmForms = {
  /** (NIG) i = 1 */
  "no input gate": { gates: ["f", "o", "g"] },
  /** (NFG) f = 1: the LSTM of 1997 */
  "no forget gate": { gates: ["i", "o", "g"] },
  /** (NOG) o = 1 */
  "no output gate": { gates: ["i", "f", "g"] },
  /** (NIAF) g = x W_xg + h W_hg + b_g */
  "no input activation": { gates: all, linear: "input" },
  /** (NOAF) h' = o ⊙ c' */
  "no output activation": { gates: all, linear: "output" },
  /** (CIFG) i = 1 − f, as in a GRU */
  "coupled gates": { gates: ["f", "o", "g"], coupled: true },
  /** (V) i = σ(… + w_i ⊙ c)   f = σ(… + w_f ⊙ c)   o = σ(… + w_o ⊙ c') */
  peepholes: { gates: all, peepholes: true },
} as const satisfies Record<string, Form>;

/** One of the LSTM's variants, by its name. */
export type LstmForm = keyof typeof lstmForms;

/** Wx [D, kH], Wh [H, kH], b [kH] of the k gates that the variant has, in the order i f o g; its peepholes are [H] each. */
export type LstmVariantParams = Readonly<{ Wx: tf.Tensor2D; Wh: tf.Tensor2D; b: tf.Tensor1D }> &
  Readonly<Partial<Record<"wi" | "wf" | "wo", tf.Tensor1D>>>;

/** The sizes of a variant of the LSTM, and which it is. */
export interface LstmVariantOptions extends CellOptions {
  readonly form: LstmForm;
}

/**
 * An LSTM that differs from `lstm` in one thing.
 *   i = σ(x W_xi + h W_hi + b_i)     f = σ(x W_xf + h W_hf + b_f)
 *   o = σ(x W_xo + h W_ho + b_o)     g = tanh(x W_xg + h W_hg + b_g)
 *   c' = f ⊙ c + i ⊙ g          h' = o ⊙ tanh(c')          but for what `lstmForms` says of its form
 * A forget gate's bias starts at 1, peepholes at 0: a fresh cell with peepholes computes what an LSTM does.
 * @see Greff et al. 2017, "LSTM: A search space odyssey"; Gers & Schmidhuber 2000 for peepholes
 */
export function lstmVariant(options: LstmVariantOptions): Cell<LstmVariantParams, LstmState> {
  const { inputSize: D, hiddenSize: H, fanIn, form } = options;
  expectSizes("lstmVariant", { inputSize: D, hiddenSize: H, fanIn: fanIn ?? D });
  expectForm("lstmVariant: form", forms.oneOf(Object.keys(lstmForms)), form);
  const { gates, coupled, peepholes, linear }: Form = lstmForms[form];
  return {
    name: `LSTM, ${form}`,
    inputSize: D,
    hiddenSize: H,
    gates,
    init: (key) => ({
      ...recurrentWeights(key, { inputSize: D, hiddenSize: H, fanIn }, { gates: gates.length }),
      b: tf.tidy(() => tf.concat1d(gates.map((gate) => tf.fill<tf.Rank.R1>([H], gate === "f" ? 1 : 0)))),
      ...(peepholes && { wi: tf.zeros<tf.Rank.R1>([H]), wf: tf.zeros<tf.Rank.R1>([H]), wo: tf.zeros<tf.Rank.R1>([H]) }),
    }),
    zeroState: (N) => ({ h: tf.zeros([N, H]), c: tf.zeros([N, H]) }),
    step({ Wx, Wh, b, wi, wf, wo }, { h, c }, x) {
      const sums = tf.split(project(x, Wx).add(h.matMul(Wh)).add(b), gates.length, 1);
      const sum = Object.fromEntries(gates.map((gate, k) => [gate, sums[k]])) as Record<Gate, tf.Tensor | undefined>;
      const open = (a: tf.Tensor | undefined, w?: tf.Tensor, seen?: tf.Tensor) =>
        (w && seen ? a?.add(seen.mul(w)) : a)?.sigmoid();
      const f = open(sum.f, wf, c);
      const i = coupled && f ? tf.sub(1, f) : open(sum.i, wi, c);
      const g = linear === "input" ? sum.g! : sum.g!.tanh();
      const next = through(f, c).add(through(i, g));
      const o = open(sum.o, wo, next);
      return { h: through(o, linear === "output" ? next : next.tanh()) as tf.Tensor2D, c: next as tf.Tensor2D };
    },
  };
}

/** What a gate lets through; all, where there is none. */
const through = (gate: tf.Tensor | undefined, value: tf.Tensor): tf.Tensor => (gate ? gate.mul(value) : value);
