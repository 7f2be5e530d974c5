import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { expect } from "../core/errors";
import { gradientsOf } from "../core/gradients";
import { forkTensor, type TensorKey } from "../core/random";
import { allFinite, mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { flatten } from "../core/tree";
import { type ClipOptions, clip } from "./clip";
import type { Optimizer } from "./optimizers";

/**
 * The loss of a batch, a tensor of one number. A `state` beside it is handed to the next step as a constant (truncated BPTT);
 * random numbers come from `key`, which is another at each step.
 */
export type Loss<P extends Params, B, S extends NamedTensors> = (
  params: P,
  batch: B,
  state: S | undefined,
  key: TensorKey | undefined,
) => tf.Tensor | { loss: tf.Tensor; state: S };

/** What one step leaves to the next. */
export type Carried<P extends Params, S extends NamedTensors> = {
  readonly params: P;
  /** The optimiser's. */
  readonly memory: NamedTensors;
  readonly state: S | undefined;
};

/** What a step starts from. */
export type At<P extends Params, B, S extends NamedTensors> = Carried<P, S> & {
  readonly batch: B;
  readonly key: TensorKey | undefined;
};

export interface StepOptions<P extends Params, B, S extends NamedTensors> extends ClipOptions {
  readonly loss: Loss<P, B, S>;
  readonly shards?: number;
}

/**
 * One step of gradient descent: everything new and whether all of it is finite, the loss, and the norm of the gradient
 * before it was clipped.
 */
export function takeStep<P extends Params, B, S extends NamedTensors>(
  { loss, shards = 1, clipNorm, clipValue }: StepOptions<P, B, S>,
  optimizer: Optimizer,
  { params, memory, batch, state, key }: At<P, B, S>,
) {
  const parts = cut({ batch, state }, shards).map((part, i) => ({ ...part, key: key && forkTensor(key, i) }));
  const share = 1 / parts.length;
  // Compiled for itself, so that it is recorded once for all parts.
  const ofPart = compile((weights: P, part: (typeof parts)[number]) => lossAndGradients(loss, weights, part, share));
  const results = parts.map((part) => ofPart(params, part));
  const grads = mapTensors(params, (_, name) => sum(results.map((result) => result.grads[name])));
  const { clipped, norm } = clip(grads, { clipNorm, clipValue });
  const next: Carried<P, S> = {
    ...optimizer.update(params, clipped, memory),
    state: joinStates(results.map((result) => result.state)),
  };
  return {
    ...next,
    finite: allFinite(Object.values(next).flatMap((group) => Object.values(group ?? {}))),
    loss: sum(results.map((result) => result.loss)).mul(share) as tf.Scalar,
    norm,
  };
}

type Part<B, S> = { readonly batch: B; readonly state: S | undefined };

/** The same structure several times, each with its part of every tensor's first axis; once, where that does not divide. */
function cut<B, S>(whole: Part<B, S>, shards: number): Part<B, S>[] {
  const { tensors, build } = flatten(whole);
  if (shards === 1 || tensors.some(({ shape }) => (shape[0] ?? 1) % shards !== 0)) return [whole];
  const pieces = tensors.map((tensor) => tf.split(tensor, shards));
  return Array.from({ length: shards }, (_, i) => build(pieces.map((piece) => piece[i])) as Part<B, S>);
}

/** The loss of one part, `share` times its gradient by parameter name, and the state to carry on. */
function lossAndGradients<P extends Params, B, S extends NamedTensors>(
  loss: Loss<P, B, S>,
  params: P,
  { batch, state, key }: Part<B, S> & { readonly key: TensorKey | undefined },
  share: number,
) {
  let next: S | undefined;
  const run = () => {
    const result = loss(params, batch, state, key);
    const value = result instanceof tf.Tensor ? result : result?.loss;
    expect(
      value instanceof tf.Tensor && value.size === 1,
      () => `train: a loss of one number expected, got ${kindOf(value ?? result)}`,
    );
    // The tape disposes what the function does not return.
    if (!(result instanceof tf.Tensor)) next = mapTensors(result.state, (tensor) => tf.keep(tensor.clone()));
    return value as tf.Scalar;
  };
  const { value, grads } = gradientsOf(run, Object.values(params), tf.scalar(share));
  const byName = Object.keys(params).map((name, i) => [name, grads[i]]);
  return { loss: value, grads: Object.fromEntries(byName) as NamedTensors, state: next };
}

const kindOf = (value: unknown): string =>
  value instanceof tf.Tensor
    ? `a tensor [${value.shape.join(", ")}]; take its mean`
    : value === null
      ? "null"
      : typeof value;

const sum = (tensors: tf.Tensor[]): tf.Tensor => (tensors.length === 1 ? tensors[0] : tf.addN(tensors));

/** The parts' states as the whole batch's; the parts', which the tape has kept, are disposed. */
function joinStates<S extends NamedTensors>(states: readonly (S | undefined)[]): S | undefined {
  const [first] = states;
  if (!first || states.length === 1) return first;
  const whole = mapTensors(first, (_, name) => tf.concat(states.map((state) => (state as S)[name])));
  tf.dispose(states as tf.TensorContainer);
  return whole;
}
