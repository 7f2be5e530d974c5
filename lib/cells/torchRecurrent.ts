import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import type { Cell } from "./cell";
import { type CellSpec, type LayerSpec, specOf, type Wiring } from "./spec";
import { type TorchModule, type TorchModules, withinModule } from "./torchModule";

/** PyTorch's recurrences, with the order of their gates' rows. */
const torchGates = { RNN: ["h"], LSTM: ["i", "f", "g", "o"], GRU: ["r", "z", "n"] } as const;

/** What one layer's weights are called here. */
interface LayerNames {
  readonly Wx: string;
  readonly Wh: string;
  readonly b?: string;
  /** Of a GRU: its new gate's second bias, which the reset gate multiplies. */
  readonly bhn?: string;
}

interface RecurrentOptions {
  readonly kind: keyof typeof torchGates;
  /** The order of the gates' columns here. */
  readonly gates: readonly string[];
  readonly layers: readonly LayerNames[];
  readonly nonlinearity?: string;
}

/**
 * A recurrence of PyTorch's, layer l: `weight_ih_l` [kH, D], `weight_hh_l` [kH, H], `bias_ih_l` and `bias_hh_l` [kH].
 * PyTorch adds both biases to the same sum, so one is enough: b here is `bias_ih` there, with a `bias_hh` of 0, and their
 * sum on the way back. Only in a GRU's new gate the second, b_hn, stands within r ⊙ (h W_hn + b_hn).
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
 */
export function recurrentModule({ kind, gates, layers, nonlinearity }: RecurrentOptions): TorchModule {
  const rows = (W: tf.Tensor) => reordered(W, gates, torchGates[kind]);
  const columns = (W: tf.Tensor) => reordered(W, torchGates[kind], gates);

  function toTorch(weights: NamedTensors, { Wx, Wh, b, bhn }: LayerNames, l: number): NamedTensors {
    const matrices = {
      [`weight_ih_l${l}`]: rows(weights[Wx]).transpose(),
      [`weight_hh_l${l}`]: rows(weights[Wh]).transpose(),
    };
    if (!b) return matrices;
    const [H] = weights[Wh].shape;
    const second = bhn ? tf.concat1d([tf.zeros([2 * H]), weights[bhn] as tf.Tensor1D]) : tf.zerosLike(weights[b]);
    return { ...matrices, [`bias_ih_l${l}`]: rows(weights[b]), [`bias_hh_l${l}`]: second };
  }

  function fromTorch(state: NamedTensors, { Wx, Wh, b, bhn }: LayerNames, l: number): NamedTensors {
    const [ih, hh] = ["ih", "hh"].map((part) => state[`bias_${part}_l${l}`]);
    const matrices = {
      [Wx]: columns(state[`weight_ih_l${l}`].transpose()),
      [Wh]: columns(state[`weight_hh_l${l}`].transpose()),
    };
    if (!b) return matrices;
    if (!bhn) return { ...matrices, [b]: columns(sum(ih, hh)) };
    const H = hh.shape[0] / 3;
    const [gates, candidate] = tf.split(hh, [2 * H, H]);
    return { ...matrices, [b]: columns(sum(ih, tf.concat([gates, tf.zerosLike(candidate)]))), [bhn]: candidate };
  }

  return {
    weights: layers.flatMap((names) => Object.values(names) as string[]),
    toTorch: (weights) => Object.assign({}, ...layers.map((names, l) => toTorch(weights, names, l))),
    fromTorch: (state) => Object.assign({}, ...layers.map((names, l) => fromTorch(state, names, l))),
    call({ weight_ih_l0: { shape }, weight_hh_l0 }) {
      const sizes = [shape[1], weight_hh_l0.shape[1]];
      const more = [
        ...(layers.length > 1 ? [`num_layers=${layers.length}`] : []),
        ...(nonlinearity ? [`nonlinearity="${nonlinearity}"`] : []),
        ...(layers[0].b ? [] : ["bias=False"]),
      ];
      return `nn.${kind}(${[...sizes, ...more, "batch_first=True"].join(", ")})`;
    },
  };
}

/** Blocks of the last axis in another order. */
function reordered(W: tf.Tensor, from: readonly string[], to: readonly string[]): tf.Tensor {
  const blocks = tf.split(W, from.length, -1);
  return tf.concat(
    to.map((gate) => blocks[from.indexOf(gate)]),
    -1,
  );
}

/** a + b, and a to the last bit, its −0 too, where b is 0. */
const sum = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.where(b.equal(0), a, a.add(b));

/** What PyTorch calls a layer of the lab's, or why it has none. */
function kindOf({ cell, options }: LayerSpec): Omit<RecurrentOptions, "layers"> | string {
  const { activation = "tanh", resetAfter = false } = options as { activation?: string; resetAfter?: boolean };
  if (cell === "lstm") return { kind: "LSTM", gates: ["i", "f", "o", "g"] };
  if (cell === "gru") return resetAfter ? { kind: "GRU", gates: ["r", "z", "n"] } : resetsBefore;
  if (activation === "linear") return "PyTorch's RNN has tanh or relu, and this one neither";
  return { kind: "RNN", gates: ["h"], ...(activation !== "tanh" && { nonlinearity: activation }) };
}

const resetsBefore =
  "PyTorch's GRU resets after the product with Whn, this one before it, which is another function; gru({ …, resetAfter: true }) is PyTorch's";

/**
 * The modules of a cell's weights: one of as many layers where PyTorch has such a one, that is where all are of one kind and
 * one size and nothing else connects them, else one for each layer, `0`, `1` …; none of another cell than the lab's recurrences.
 */
export function cellModules(cell: Cell): TorchModules {
  const spec = specOf(cell);
  return spec ? specModules(spec) : { "": `what PyTorch has for ${cell.name ?? "this model"} is not known` };
}

function specModules(spec: CellSpec): TorchModules {
  const layers = "layers" in spec ? spec.layers : [spec];
  const single = layers.filter((layer): layer is LayerSpec => "cell" in layer);
  const kinds = new Set(single.map((layer) => JSON.stringify([kindOf(layer), layer.options.hiddenSize])));
  const { residual, norm } = spec as Wiring;
  if (single.length < layers.length || kinds.size > 1 || residual || norm)
    return Object.assign({}, ...layers.map((layer, l) => withinModule(`${l}`, `${l}.`, specModules(layer))));
  const kind = kindOf(single[0]);
  if (typeof kind === "string") return { "": kind };
  const names = ["Wx", "Wh", "b", ...(kind.kind === "GRU" ? ["bhn"] : [])];
  const namesOf = (_: CellSpec, l: number) =>
    Object.fromEntries(names.map((name) => [name, "layers" in spec ? `${l}.${name}` : name])) as unknown as LayerNames;
  return { "": recurrentModule({ ...kind, layers: layers.map(namesOf) }) };
}
