import { type Cell, expectRun, type Input, type Inputs, type Params, type State } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { gradientsOf } from "../core/gradients";
import { tf } from "../core/tf";

/** Where the gradients come from, and from which state the sequence starts. */
export interface FlowOptions<S extends State> {
  /** From the outputs h_1 … h_T, each [N, H]. A sum over the batch keeps its examples apart. */
  readonly loss: (hs: readonly tf.Tensor2D[]) => tf.Scalar;
  readonly initial?: S;
}

/**
 * ∂L/∂s_t of the whole state at every time, from one backward pass: by the state's names [T + 1, N, H], where t = 0 is the
 * initial state and t = T the one after the last input. It is the total derivative along every path from s_t on; h and c of
 * an LSTM count as two places. The caller disposes it.
 * @param x [N, T, D]
 * @see lecture 5.1
 */
export function stateGradients<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  x: Inputs,
  options: FlowOptions<S>,
): Record<string, tf.Tensor3D> {
  const optionsForm = forms.fields({ loss: forms.function }, { initial: () => undefined });
  expectForms("stateGradients", { options: [optionsForm, options] });
  const { loss, initial } = options;
  expectRun("stateGradients", { cell, params, x, initial });
  return tf.tidy(() => {
    const inputs = tf.unstack(x, 1) as Input[];
    const first = initial ?? cell.zeroState(x.shape[0]);
    const names = Object.keys(first);
    // A zero is added to each state: the gradient of what is added is the gradient of the state.
    const zeros = [first, ...inputs.map(() => first)].flatMap((state) =>
      names.map((name) => tf.zerosLike(state[name])),
    );
    const probed = (state: S, t: number) =>
      Object.fromEntries(names.map((name, n) => [name, state[name].add(zeros[t * names.length + n])])) as S;
    const run = () => {
      const states = [probed(first, 0)];
      inputs.forEach((input, t) => {
        states.push(probed(cell.step(params, states[t], input), t + 1));
      });
      return loss(states.slice(1).map(({ h }) => h as tf.Tensor2D));
    };
    const { grads } = gradientsOf(run, zeros);
    const ofName = (n: number) => grads.filter((_, i) => i % names.length === n);
    return Object.fromEntries(names.map((name, n) => [name, tf.stack(ofName(n)) as tf.Tensor3D]));
  });
}
