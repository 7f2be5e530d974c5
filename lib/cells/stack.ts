import { expectForm, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { fork } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { type Cell, cellStep, expectCell, type Inputs, type Params, type State, unrollTimeMajor } from "./cell";
import { layerNorm } from "./layerNorm";
import { builtFrom, type CellSpec, specOf, type Wiring } from "./spec";

const wiringForm = forms.fields({}, { residual: forms.truth, norm: forms.oneOf(["layer"]) });

/**
 * Layers on top of one another, as one cell: layer l reads the h of layer l − 1 at the same time step.
 *   y_0 = h_0     y_l = h_l, or with `residual` h_l + y_{l−1}     layer l reads y_{l−1}, or with `norm` layerNorm(y_{l−1})
 * Weights and states carry the layer's number in their names: `0.Wx`, `1.c`; `h` is the top y.
 * @throws where a layer's inputSize is not the hiddenSize below it, or with `residual` not all layers have one size
 * @see Graves 2013; lecture 4; He et al. 2016 for `residual`, Ba, Kiros & Hinton 2016 for `norm`
 */
export function stack(layers: readonly Cell[], wiring: Wiring = {}): Cell {
  expectForm("stack: options", wiringForm, wiring);
  const { residual = false, norm } = wiring;
  expect(layers.length > 0, "stack: at least one layer expected, got none");
  for (const layer of layers) expectCell("stack", layer);
  layers.slice(1).forEach((layer, below) => {
    const { hiddenSize } = layers[below];
    expect(
      layer.inputSize === hiddenSize,
      () => `stack: layer ${below + 1} reads layer ${below}: inputSize ${hiddenSize} expected, got ${layer.inputSize}`,
    );
  });
  const top = layers[layers.length - 1];
  const sizes = layers.map(({ hiddenSize }) => hiddenSize);
  expect(
    !residual || new Set(sizes).size === 1,
    () => `stack: residual: layers of one hiddenSize expected, got ${sizes.join(", ")}`,
  );
  /** What the next layer reads of y. */
  const read = <T extends tf.Tensor>(y: T): T => (norm ? layerNorm(y) : y);
  const above = <T extends tf.Tensor>(h: T, below: T | undefined): T => (residual && below ? (h.add(below) as T) : h);
  const wired = [...(residual ? ["residual"] : []), ...(norm ? ["layer norm"] : [])]
    .map((what) => `, ${what}`)
    .join("");
  const specs = layers.map(specOf).filter((spec): spec is CellSpec => spec !== undefined);
  return builtFrom(specs.length === layers.length ? { layers: specs, ...wiring } : undefined, {
    name: `${layers.length}-layer ${[...new Set(layers.map((layer) => layer.name))].join("/")}${wired}`,
    inputSize: layers[0].inputSize,
    hiddenSize: top.hiddenSize,
    init: (key) => join(layers.map((layer, l) => layer.init(fork(key, l)))),
    zeroState: (N) => ({ ...join(layers.map((layer) => layer.zeroState(N))), h: tf.zeros([N, top.hiddenSize]) }),
    step(params, state, x) {
      const states: State[] = [];
      let y: tf.Tensor2D | undefined;
      layers.forEach((layer, l) => {
        const next = cellStep(layer, pick<Params>(params, l), pick<State>(state, l), y ? read(y) : x, l);
        y = above(next.h as tf.Tensor2D, y);
        states.push(next);
      });
      return { ...join(states), h: y as tf.Tensor2D };
    },
    sequence(params, initial, xs, { between } = {}) {
      const states: State[] = [];
      let ys: tf.Tensor3D | undefined;
      let y: tf.Tensor2D | undefined;
      layers.forEach((layer, l) => {
        const reads: Inputs = ys ? read(ys) : xs;
        const below: Inputs = between && l > 0 ? between(reads as tf.Tensor3D, l - 1) : reads;
        const run = unrollTimeMajor(layer, pick<Params>(params, l), below, { initial: pick<State>(initial, l) });
        states.push(run.state);
        ys = above(run.hs, ys);
        y = above(run.state.h as tf.Tensor2D, y);
      });
      return { hs: ys as tf.Tensor3D, state: { ...join(states), h: y as tf.Tensor2D } };
    },
  });
}

/** { Wx } of layer 1 becomes { "1.Wx" }. */
const join = <T extends Params>(layers: readonly T[]): T =>
  Object.assign({}, ...layers.map((tensors, l) => prefixed(`${l}.`, tensors)));

/** { "1.Wx" } read for layer 1 is { Wx }. */
const pick = <T extends Params>(tensors: Params, layer: number): T => unprefixed<T>(`${layer}.`, tensors);
