import { LabError } from "../core/errors";
import type { NamedTensors } from "../core/tensors";
import { type DiagramGraph, type DiagramNode, type Edge, only, type WeightColumns } from "./diagramGraph";

type Numbers = readonly number[];

/**
 * The truth of a drawing: every node computed again, in plain JavaScript, from what is drawn to go into it, and how far the
 * numbers of the run are from that at most. Of a step it is not asked what happens inside.
 * @throws at an operation whose label has no meaning
 */
export function farthest(graph: DiagramGraph, weights: NamedTensors): number {
  const matrices = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: tensor.dataSync() as ArrayLike<number> },
    ]),
  );
  const distances = graph.nodes.map((node) => {
    const again = recomputed(node, matrices);
    return again ? Math.max(...again.map((v, i) => Math.abs(v - node.values[only].data[i]))) : 0;
  });
  return Math.max(0, ...distances);
}

type Matrices = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>>;

const numbersOf = ({ node, port }: Edge): Numbers => node.values[port].data;

function recomputed(node: DiagramNode, weights: Matrices): Numbers | undefined {
  const inputs = node.inputs.map(numbersOf);
  if (["given", "constant", "weight", "step", "part"].includes(node.kind)) return undefined;
  if (node.kind === "result") return inputs[0];
  if (node.kind === "join") return inputs.flat();
  if (node.kind === "map") return applied(node.label, affine(node, weights));
  if (node.label === "one-hot") return node.values[only].data.map((_, i) => (i === inputs[0][0] ? 1 : 0));
  return applied(node.label, inputs.length === 1 ? inputs[0] : undefined) ?? together(node, inputs);
}

function affine(node: DiagramNode, weights: Matrices): number[] {
  const biases = (j: number) => node.biases.map(({ weight, from }) => weights[weight].data[from + j]);
  return node.values[only].data.map((_, j) =>
    total([...biases(j), ...node.inputs.map((edge) => product(edge, weights, j))]),
  );
}

/** The number j of x W. */
function product(edge: Edge, weights: Matrices, j: number): number {
  const weight = edge.weight as WeightColumns;
  const x = numbersOf(edge);
  if (weight.diagonal) return x[j] * weights[weight.weight].data[weight.from + j];
  return total(x.map((v, d) => v * entry(weights, weight, d, j)));
}

const total = (values: Numbers) => values.reduce((sum, v) => sum + v, 0);

function entry(weights: Matrices, { weight, from, transposed }: WeightColumns, d: number, j: number): number {
  const { data, shape } = weights[weight];
  const width = shape[1] ?? 1;
  return transposed ? data[(from + j) * width + d] : data[d * width + from + j];
}

const each: Readonly<Record<string, (v: number) => number>> = {
  linear: (v) => v,
  tanh: Math.tanh,
  σ: (v) => 1 / (1 + Math.exp(-v)),
  relu: (v) => Math.max(0, v),
  elu: (v) => (v >= 0 ? v : Math.expm1(v)),
  softplus: (v) => Math.log1p(Math.exp(v)),
  exp: Math.exp,
  log: Math.log,
  "−": (v) => -v,
  "| |": Math.abs,
  "²": (v) => v * v,
  "√": Math.sqrt,
};

/** What is done to one vector. */
function applied(label: string, x: Numbers | undefined): Numbers | undefined {
  if (!x) return undefined;
  if (label === "softmax") {
    const powers = x.map((v) => Math.exp(v - Math.max(...x)));
    return powers.map((v) => v / total(powers));
  }
  if (label === "argmax") return [x.indexOf(Math.max(...x))];
  const minus = /^(−?[\d.e−]+)−$/.exec(label)?.[1];
  if (minus) return x.map((v) => Number(minus.replaceAll("−", "-")) - v);
  const part = /^(\d+)…(\d+)$/.exec(label);
  if (part) return x.slice(Number(part[1]) - 1, Number(part[2]));
  return each[label] && x.map(each[label]);
}

const pairs: Readonly<Record<string, (a: number, b: number) => number>> = {
  "×": (a, b) => a * b,
  "+": (a, b) => a + b,
  "−": (a, b) => a - b,
  "÷": (a, b) => a / b,
  max: Math.max,
  min: Math.min,
};

/** What is done to several vectors. */
function together({ label }: DiagramNode, inputs: readonly Numbers[]): Numbers {
  const [first, ...rest] = inputs;
  const width = Math.max(...inputs.map(({ length }) => length));
  const at = (x: Numbers, i: number) => x[x.length === 1 ? 0 : i];
  const over = (f: (a: number, b: number) => number) => (values: readonly number[]) => values.reduce((a, b) => f(a, b));
  const down = (f: (values: readonly number[]) => number) =>
    inputs.length === 1 ? [f(first)] : Array.from({ length: width }, (_, i) => f(inputs.map((x) => at(x, i))));
  if (label === "Σ α") return rest[0].map((_, i) => first.reduce((sum, a, l) => sum + a * rest[l][i], 0));
  if (label === "·") return rest.map((row) => row.reduce((sum, v, i) => sum + v * first[i], 0));
  if (label === "Σ") return down(over((a, b) => a + b));
  if (label === "mean") return down((values) => over((a, b) => a + b)(values) / values.length);
  if (label === "∏") return down(over((a, b) => a * b));
  if (pairs[label]) return down(over(pairs[label]));
  throw new LabError(`diagram: operations such as +, ×, σ, tanh, Σ expected, got ${label}, which no drawing shows`);
}
