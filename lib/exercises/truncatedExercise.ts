import { truncatedGradient, type WindowLoss } from "../analysis/truncatedGradient";
import { type VanillaParams, type VanillaState, vanilla } from "../cells/vanilla";
import { gradientsOf } from "../core/gradients";
import { fork, normal, seed } from "../core/random";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";
import type { Exercise, Mistake } from "./exercise";

/** The loss of a window and the state after it; the weights; the windows [N, T, D] of a sequence; the state before the first. */
export type TruncatedArguments = [
  loss: WindowLoss<VanillaParams, tf.Tensor3D, VanillaState>,
  params: VanillaParams,
  windows: readonly tf.Tensor3D[],
  state: VanillaState,
];

const [M, N, T, D] = [3, 2, 4, 3];
const cell = vanilla({ inputSize: D, hiddenSize: D });

/** The mean of (h_t − x_t)² over a window, and the state after it. */
const copying: TruncatedArguments[0] = (params, window, state) => {
  let now = state;
  const errors = (tf.unstack(window, 1) as tf.Tensor2D[]).map((x) => {
    now = cell.step(params, now, x);
    return now.h.sub(x).square().mean();
  });
  return { loss: tf.addN(errors).div(T) as tf.Scalar, state: now };
};

/** The gradient of a scalar in each of the weights. */
const gradient = (params: VanillaParams, of: () => tf.Scalar): VanillaParams => {
  const { grads } = gradientsOf(of, Object.values(params));
  return mapTensors(params, (_, name) => grads[Object.keys(params).indexOf(name)]);
};

/** What each window gives alone, and what is made of it. */
interface Lines {
  /** The state that window m begins with, from those before each window and the one after the last. */
  readonly begins?: (states: readonly VanillaState[], m: number) => VanillaState;
  readonly sum?: (grads: readonly tf.Tensor[]) => tf.Tensor;
}

const wrong = (
  says: string,
  { begins = (states, m) => states[m], sum = meanOf }: Lines,
): Mistake<TruncatedArguments> => ({
  says,
  answer(loss, params, windows, first) {
    const states = [first];
    for (const window of windows) states.push(loss(params, window, states[states.length - 1]).state);
    const own = windows.map((window, m) => gradient(params, () => loss(params, window, begins(states, m)).loss));
    return mapTensors(params, (_, name) => sum(own.map((grads) => grads[name as keyof VanillaParams])));
  },
});
const meanOf = (grads: readonly tf.Tensor[]): tf.Tensor => tf.addN([...grads]).div(grads.length);

/** The mean loss of all windows as one function of the weights: the gradient flows from each window into those before. */
const whole = (...[loss, params, windows, first]: TruncatedArguments): tf.Scalar => {
  let state = first;
  const losses = windows.map((window) => {
    const result = loss(params, window, state);
    state = result.state;
    return result.loss;
  });
  return tf.addN(losses).div(losses.length);
};

/** g = (1/M) Σ_m ∂L_m(θ, s_m)/∂θ, with s_m held */
export const truncatedExercise: Exercise<TruncatedArguments> = {
  name: "Truncated gradient",
  takes: ["loss", "params", "windows", "state"],
  returns: "the gradients { Wx, Wh, b }",
  trials() {
    const key = seed(13);
    const drawn = (tensor: tf.Tensor, name: string) => normal(fork(key, name), tensor.shape as [number], 0.7);
    const windows = Array.from({ length: M }, (_, m) => normal<tf.Rank.R3>(fork(key, `window ${m}`), [N, T, D]));
    return [{ args: [copying, mapTensors(cell.init(key), drawn), windows, mapTensors(cell.zeroState(N), drawn)] }];
  },
  right: (loss, params, windows, state) => truncatedGradient(loss, params, { windows, state }).grads,
  mistakes: [
    {
      says: "The gradient is kept through the windows' edges: each window takes the state before it as a constant.",
      answer: (loss, params, windows, state) => gradient(params, () => whole(loss, params, windows, state)),
    },
    wrong("The state is not carried: each window begins where the one before ended, not with the first state again.", {
      begins: ([first]) => first,
    }),
    wrong("The state is not carried: each window begins where the one before ended, not with zeros.", {
      begins: ([first], m) => (m === 0 ? first : mapTensors(first, tf.zerosLike)),
    }),
    wrong("The state is one window late: window m begins where window m − 1 ended.", {
      begins: (states, m) => states[Math.max(m - 1, 0)],
    }),
    wrong("The state is one window early: window m begins where window m − 1 ended, not where it ends itself.", {
      begins: (states, m) => states[m + 1],
    }),
    wrong("It is the mean over the windows, not the sum.", { sum: (grads) => tf.addN([...grads]) }),
    wrong("This is the last window's gradient alone: it is the mean over all windows.", {
      sum: (grads) => grads[grads.length - 1],
    }),
    wrong("This is the first window's gradient alone: it is the mean over all windows.", { sum: ([first]) => first }),
    wrong("The sign is wrong: this is the direction of descent, −g.", { sum: (grads) => meanOf(grads).neg() }),
  ],
};
