import { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";
import type { Activation } from "./activations";
import { matMul, recurrentGradient, sequence, steps, transposed } from "./sequence";

/** Input products and bias [T, N, H], and what they are added to. */
export type VanillaSequence = Readonly<{ a: tf.Tensor3D; Wh: tf.Tensor2D; h0: tf.Tensor2D }>;

/**
 * The vanilla RNN over a whole sequence, with its gradient derived by hand.
 *   forward    h_t = f(a_t + h_{t−1} Wh)
 *   backward   da_t = dh_t f′     dh_{t−1} = da_t Whᵀ + what h_{t−1} is given from outside     of tanh: f′ = 1 − h_t²
 * @returns all h [T, N, H] and the last [N, H]
 */
export function vanillaSequence(inputs: VanillaSequence, f: Activation): [tf.Tensor3D, tf.Tensor2D] {
  const { a, Wh, h0 } = inputs;
  return withGradient(
    inputs,
    (save) => {
      const states: tf.Tensor[] = [h0];
      for (const at of steps(a)) {
        const h = states[states.length - 1];
        states.push(tf.tidy(() => f.of(matMul(h, Wh).add(at))));
      }
      const hs = sequence(states.slice(1));
      save([Wh, h0, hs]);
      return [hs, states[states.length - 1]] as [tf.Tensor3D, tf.Tensor2D];
    },
    ([dhs, last], saved) => {
      const [Wh, h0, hs] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor3D];
      const [h, given, WhT] = [steps(hs), steps(dhs), transposed(Wh)];
      const das: tf.Tensor[] = [];
      let dh: tf.Tensor = last;
      for (let t = h.length - 1; t >= 0; t--) {
        das[t] = tf.tidy(() => f.gradient(h[t], dh.add(given[t])));
        dh = matMul(das[t], WhT);
      }
      const da = sequence(das);
      return { a: () => da, Wh: () => recurrentGradient(h0, hs, da), h0: () => dh };
    },
  );
}
