import type { WindowLoss } from "../analysis/truncatedGradient";
import type { Params } from "../cells/cell";
import type { GruParams, GruState } from "../cells/gru";
import type { LstmParams, LstmState } from "../cells/lstm";
import type { VanillaParams, VanillaState } from "../cells/vanilla";
import { expectForm, fits, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import type { NamedTensors } from "../core/tensors";
import type { tf } from "../core/tf";
import { type Checked, checkedText } from "../view/checked";
import { attentionExercise } from "./attentionExercise";
import { clipExercise } from "./clipExercise";
import type { Exercise } from "./exercise";
import { gruExercise } from "./gruExercise";
import { judgeAnswer } from "./judgeAnswer";
import { lstmExercise } from "./lstmExercise";
import { sampleExercise } from "./sampleExercise";
import { truncatedExercise } from "./truncatedExercise";
import { vanillaExercise } from "./vanillaExercise";

function checked<A extends readonly unknown[]>(
  name: string,
  exercise: Exercise<A>,
  mine: (...args: A) => unknown,
): Checked {
  expectForm(`check.${name}`, forms.function, mine);
  return judgeAnswer(exercise, mine);
}

/**
 * The lecture's equations as exercises: each compares a function of yours on tensors with the lab's, and says that it is
 * right, or names the mistake and the first numbers that differ. As the last line of a cell the answer is shown:
 * `check.lstm(({ Wx, Wh, b }, { h, c }, x) => …)`.
 * @throws where what is to be checked is no function
 */
export const check = {
  /** h' = tanh(x Wx + h Wh + b); returns { h } [N, H]. Wx [D, H], Wh [H, H], b [H], x [N, D]. */
  vanilla: (step: (params: VanillaParams, state: VanillaState, x: tf.Tensor2D) => unknown): Checked =>
    checked("vanilla", vanillaExercise, step),
  /** c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c'); returns { h, c }. Wx [D, 4H], Wh [H, 4H], b [4H] with the columns i, f, o, g. */
  lstm: (step: (params: LstmParams, state: LstmState, x: tf.Tensor2D) => unknown): Checked =>
    checked("lstm", lstmExercise, step),
  /** n = tanh(x Wxn + (r ⊙ h) Whn + bn), h' = z ⊙ h + (1 − z) ⊙ n; returns { h }. Wx [D, 3H] with the columns r, z, n. */
  gru: (step: (params: GruParams, state: GruState, x: tf.Tensor2D) => unknown): Checked =>
    checked("gru", gruExercise, step),
  /**
   * e_i = w · tanh(h Wh + x_i Wx + b), α = softmax(e), z = Σ_i α_i x_i, for one picture; returns { alpha: [L], z: [D] }.
   * Wh [H, A], Wx [D, A], b [A], w [A, 1], places [L, D], h [1, H].
   */
  attention: (attend: (params: Params, places: tf.Tensor2D, h: tf.Tensor2D) => unknown): Checked =>
    checked("attention", attentionExercise, attend),
  /**
   * g = (1/M) Σ_m ∂L_m(θ, s_m)/∂θ, where s_m is held as a constant; returns the gradients { Wx, Wh, b }.
   * `loss(params, window, state)` gives { loss, state }, the loss of a window and the state after it.
   */
  truncatedGradient: (
    gradient: (
      loss: WindowLoss<VanillaParams, tf.Tensor3D, VanillaState>,
      params: VanillaParams,
      windows: readonly tf.Tensor3D[],
      state: VanillaState,
    ) => unknown,
  ): Checked => checked("truncatedGradient", truncatedExercise, gradient),
  /** g · min(1, maxNorm / ‖g‖), ‖g‖ that of all gradients together; returns them under the same names. */
  clip: (clip: (grads: NamedTensors, maxNorm: number) => unknown): Checked => checked("clip", clipExercise, clip),
  /** The first token whose cumulated probability under softmax(logits / temperature) exceeds u; returns its number. logits [V]. */
  sample: (draw: (logits: tf.Tensor1D, temperature: number, u: number) => unknown): Checked =>
    checked("sample", sampleExercise, draw),
} as const;

const answers = fits("what a check says, such as check.lstm(step),", (value) => {
  const { right, says } = (value ?? {}) as Partial<Checked>;
  return typeof right === "boolean" && typeof says === "string";
});

/**
 * For a grader: does nothing where an answer is right.
 * @throws where it is not, with what the check says
 */
export function expectRight(answer: Checked): void {
  expectForm("expectRight", answers, answer);
  expect(answer.right, () => checkedText(answer));
}
