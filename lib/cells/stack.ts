import { expect } from "../core/errors";
import { fork } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { type Cell, type Inputs, type Params, type State, unrollTimeMajor } from "./cell";

/**
 * Layers on top of one another, as one cell: layer l reads the h of layer l − 1 at the same time step.
 * Weights and states carry the layer's number in their names: `0.Wx`, `1.c`; `h` is the top layer's.
 * @throws where a layer's inputSize is not the hiddenSize below it
 * @see Graves 2013; lecture 4
 */
export function stack(layers: readonly Cell[]): Cell {
  expect(layers.length > 0, "stack: at least one layer expected, got none");
  layers.slice(1).forEach((layer, below) => {
    const { hiddenSize } = layers[below];
    expect(
      layer.inputSize === hiddenSize,
      () => `stack: layer ${below + 1} reads layer ${below}: inputSize ${hiddenSize} expected, got ${layer.inputSize}`,
    );
  });
  const top = layers[layers.length - 1];
  return {
    name: `${layers.length}-layer ${[...new Set(layers.map((layer) => layer.name))].join("/")}`,
    inputSize: layers[0].inputSize,
    hiddenSize: top.hiddenSize,
    init: (key) => join(layers.map((layer, l) => layer.init(fork(key, l)))),
    zeroState: (N) => ({ ...join(layers.map((layer) => layer.zeroState(N))), h: tf.zeros([N, top.hiddenSize]) }),
    step(params, state, x) {
      const states: State[] = [];
      layers.forEach((layer, l) => {
        states.push(layer.step(pick<Params>(params, l), pick<State>(state, l), states.at(-1)?.h ?? x));
      });
      return { ...join(states), h: states[states.length - 1].h };
    },
    sequence(params, initial, xs, { between } = {}) {
      const states: State[] = [];
      let hs: Inputs = xs;
      layers.forEach((layer, l) => {
        const below: Inputs = between && l > 0 ? between(hs as tf.Tensor3D, l - 1) : hs;
        const run = unrollTimeMajor(layer, pick<Params>(params, l), below, { initial: pick<State>(initial, l) });
        states.push(run.state);
        hs = run.hs;
      });
      return { hs: hs as tf.Tensor3D, state: { ...join(states), h: states[states.length - 1].h } };
    },
  };
}

/** { Wx } of layer 1 becomes { "1.Wx" }. */
const join = <T extends Params>(layers: readonly T[]): T =>
  Object.assign({}, ...layers.map((tensors, l) => prefixed(`${l}.`, tensors)));

/** { "1.Wx" } read for layer 1 is { Wx }. */
const pick = <T extends Params>(tensors: Params, layer: number): T => unprefixed<T>(`${layer}.`, tensors);
