import { expectForms, forms } from "../core/argumentForms";
import { mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** A first-order method and its learning rate, as plain data, so that it can stand in a configuration. */
export interface OptimizerOptions {
  readonly method: keyof typeof methods;
  readonly learningRate: number;
  /** Over so many steps the learning rate falls in a line to zero; without it it stays. */
  readonly decaySteps?: number;
  /** From the step `after` on, and again every so many steps, the learning rate is multiplied by a factor. */
  readonly decay?: { readonly after: number; readonly every: number; readonly factor: number };
  /** Of RMSprop: how much of the mean square of the gradients is kept from step to step, 0.9 by default. */
  readonly smoothing?: number;
}

/** Params in, params out, and what the method remembers from step to step: tensors named `m.Wx`, `v.Wx`, … */
export interface Optimizer {
  /** What it remembers before the first step. */
  init(params: NamedTensors): NamedTensors;
  update<P extends NamedTensors>(params: P, grads: P, memory: NamedTensors): { params: P; memory: NamedTensors };
}

export function createOptimizer(options: OptimizerOptions): Optimizer {
  const form = forms.fields(
    { method: forms.oneOf(Object.keys(methods)), learningRate: forms.notNegative },
    {
      decaySteps: forms.positive,
      decay: forms.fields({ after: forms.size, every: forms.size, factor: forms.positive }),
      smoothing: forms.positive,
    },
  );
  expectForms("train", { optimizer: [form, options] });
  const { method, learningRate, decaySteps, decay, smoothing } = options;
  const at = (rate: Rate) => (method === "rmsprop" ? methods.rmsprop(rate, smoothing) : methods[method](rate));
  if (decaySteps === undefined && decay === undefined) return at(learningRate);
  const shareAfter = (taken: tf.Tensor): tf.Tensor => {
    const left = decaySteps === undefined ? tf.scalar(1) : tf.sub(1, taken.div(decaySteps)).maximum(0);
    if (!decay) return left;
    const times = taken.sub(decay.after).div(decay.every).floor().add(1).maximum(0);
    return left.mul(tf.pow(decay.factor, times));
  };
  return {
    init: (params) => ({ ...at(learningRate).init(params), taken: tf.scalar(0) }),
    update(params, grads, { taken, ...memory }) {
      const rate = shareAfter(taken).mul(learningRate);
      const updated = at(rate).update(params, grads, memory);
      return { params: updated.params, memory: { ...updated.memory, taken: taken.add(1) } };
    },
  };
}

/** A tensor where it changes from step to step. */
type Rate = number | tf.Tensor;

/** By name. */
export const methods = {
  /** θ ← θ − α g */
  sgd: (rate: Rate): Optimizer => ({
    init: () => ({}),
    update: (params, grads) => ({ params: mapTensors(params, (p, name) => p.sub(grads[name].mul(rate))), memory: {} }),
  }),

  /** m ← 0.9 m + g     θ ← θ − α m     @see Polyak 1964 */
  momentum: (rate: Rate): Optimizer =>
    withMemory({ m: 0 }, (p, g, { m }) => {
      const moved = m.mul(0.9).add(g);
      return { p: p.sub(moved.mul(rate)), m: moved };
    }),

  /** v ← ρ v + (1 − ρ) g²     θ ← θ − α g / √(v + 1e-8), ρ 0.9 by default     @see Tieleman & Hinton 2012 */
  rmsprop: (rate: Rate, smoothing = 0.9): Optimizer =>
    withMemory({ v: 0 }, (p, g, { v }) => {
      const mean = v.mul(smoothing).add(g.square().mul(1 - smoothing));
      return { p: p.sub(g.mul(rate).div(mean.add(1e-8).sqrt())), v: mean };
    }),

  /** v ← v + g², from 0.1 on     θ ← θ − α g / √(v + 1e-8)     @see Duchi et al. 2011 */
  adagrad: (rate: Rate): Optimizer =>
    withMemory({ v: 0.1 }, (p, g, { v }) => {
      const sum = v.add(g.square());
      return { p: p.sub(g.mul(rate).div(sum.add(1e-8).sqrt())), v: sum };
    }),

  /**
   * m ← β₁ m + (1 − β₁) g     v ← β₂ v + (1 − β₂) g²     θ ← θ − α m̂ / (√v̂ + ε), m̂ and v̂ corrected for their start at 0
   * β₁ = 0.9, β₂ = 0.999, ε = 1e-8     @see Kingma & Ba 2015
   */
  adam: (rate: Rate): Optimizer => ({
    init: (params) => ({ ...startAt(params, { m: 0, v: 0 }), step: tf.scalar(0) }),
    update(params, grads, { step, ...memory }) {
      const next = step.add(1);
      // √v̂ + ε is (√v + ε √(1 − β₂ᵗ)) / √(1 − β₂ᵗ): the corrections are scalars, not passes over the weights.
      const correction = tf.sub(1, tf.pow(0.999, next)).sqrt();
      const [alpha, epsilon] = [correction.mul(rate).div(tf.sub(1, tf.pow(0.9, next))), correction.mul(1e-8)];
      const updated = withMemory({ m: 0, v: 0 }, (p, g, { m, v }) => {
        const [mean, square] = [m.mul(0.9).add(g.mul(0.1)), v.mul(0.999).add(g.square().mul(0.001))];
        return { p: p.sub(mean.div(square.sqrt().add(epsilon)).mul(alpha)), m: mean, v: square };
      }).update(params, grads, memory);
      return { params: updated.params, memory: { ...updated.memory, step: next } };
    },
  }),
};

type Slots<S extends string> = Readonly<Record<S, tf.Tensor>>;

/** A method that treats each parameter on its own, with tensors of its shape as memory, which begin as constants. */
function withMemory<S extends string>(
  start: Readonly<Record<S, number>>,
  update: (p: tf.Tensor, g: tf.Tensor, slots: Slots<S>) => Slots<S> & { readonly p: tf.Tensor },
): Optimizer {
  const slots = Object.keys(start) as S[];
  return {
    init: (params) => startAt(params, start),
    update(params, grads, before) {
      const memory: Record<string, tf.Tensor> = {};
      const updated = mapTensors(params, (p, name) => {
        const own = Object.fromEntries(slots.map((slot) => [slot, before[`${slot}.${name}`]])) as Slots<S>;
        const after = update(p, grads[name], own);
        for (const slot of slots) memory[`${slot}.${name}`] = after[slot];
        return after.p;
      });
      return { params: updated, memory };
    },
  };
}

const startAt = (params: NamedTensors, start: Readonly<Record<string, number>>): NamedTensors =>
  Object.fromEntries(
    Object.entries(params).flatMap(([name, { shape }]) =>
      Object.entries(start).map(([slot, value]) => [`${slot}.${name}`, tf.fill(shape, value)]),
    ),
  );
