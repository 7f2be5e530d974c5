import type { Operation, TapeGroup } from "../core/tape";
import {
  type DiagramGraph,
  type DiagramNode,
  type Edge,
  type NodeKind,
  only,
  type Vector,
  type WeightColumns,
} from "./diagramGraph";

/** A vector: a node, or one of a step's results. */
export type Made = Pick<Edge, "node" | "port">;

const symbols: Readonly<Record<string, string>> = {
  ...{ Multiply: "×", Add: "+", AddV2: "+", AddN: "+", Sub: "−", RealDiv: "÷", Maximum: "max", Minimum: "min" },
  ...{
    Tanh: "tanh",
    Sigmoid: "σ",
    Relu: "relu",
    Softmax: "softmax",
    Elu: "elu",
    Softplus: "softplus",
    Exp: "exp",
    Log: "log",
  },
  ...{
    Neg: "−",
    Abs: "| |",
    Square: "²",
    Sqrt: "√",
    Sum: "Σ",
    Mean: "mean",
    Max: "max",
    Min: "min",
    Prod: "∏",
    ArgMax: "argmax",
    OneHot: "one-hot",
  },
};
const layers = new Set(["Tanh", "Sigmoid", "Relu", "Softmax", "Elu", "Softplus"]);

/** Makes nodes, and contracts while it makes them: rules 2, 3 and 4. */
export class Builder {
  readonly #nodes: DiagramNode[] = [];

  given = (label: string, value: Vector, row: number, rows: number): Made =>
    this.#made("given", label, [], { value, row, rows });

  constant = (value: Vector): Made =>
    this.#made("constant", value.data.length === 1 ? short(value.data[0]) : "constant", [], { value });

  weight = (columns: WeightColumns, value: Vector): Made =>
    this.#made("weight", columns.weight, [], { value, biases: [columns] });

  join(parts: readonly Made[], value: Vector, { index }: Operation): Made {
    if (parts.length === 1) return parts[0];
    const flat = parts.flatMap((part) => (part.node.kind === "join" ? part.node.inputs : [part]));
    return this.#made("join", "side by side", flat, { value, order: index });
  }

  /** x W: an affine map of one term. */
  map = (x: Made, columns: WeightColumns, value: Vector, { index }: Operation): Made =>
    this.#made("map", "linear", [{ ...x, weight: columns }], { value, order: index });

  /** Rule 3; of anything else than a map, these numbers of it. */
  part(
    of: Made,
    { from, size }: { readonly from: number; readonly size: number },
    value: Vector,
    { index }: Operation,
  ): Made {
    const cut = (columns: WeightColumns): WeightColumns => ({ ...columns, from: columns.from + from, size });
    const { node } = of;
    if (node.kind === "weight") return this.weight(cut(node.biases[0]), value);
    if (!isMap(node)) return this.#made("operation", `${from + 1}…${from + size}`, [of], { value, order: index });
    const inputs = node.inputs.map((edge) => ({ ...edge, weight: edge.weight && cut(edge.weight) }));
    return this.#made("map", "linear", inputs, { value, biases: node.biases.map(cut), order: index });
  }

  weighted = (alpha: Made, rows: readonly Made[], dots: boolean, value: Vector, { index }: Operation): Made =>
    this.#made("operation", dots ? "·" : "Σ α", [alpha, ...rows], { value, order: index });

  operation(by: Operation, inputs: readonly Made[], value: Vector, row: number, rows: number): Made {
    const about = { value, row, rows, order: by.index };
    const affine = /^(Add|AddV2|AddN)$/.test(by.name) ? sum(inputs) : undefined;
    if (affine) return this.#made("map", "linear", affine.inputs, { ...about, biases: affine.biases });
    const diagonal = by.name === "Multiply" ? scaled(inputs) : undefined;
    if (diagonal) return this.#made("map", "linear", [diagonal], about);
    const [{ node }] = inputs;
    if (layers.has(by.name) && isMap(node))
      return this.#made("map", symbols[by.name], node.inputs, { ...about, biases: node.biases });
    if (by.name === "Sub" && node.kind === "constant")
      return this.#made("operation", `${node.label}−`, inputs.slice(1), about);
    return this.#made("operation", symbols[by.name] ?? by.name, inputs, about);
  }

  step(
    { kind, name, layer, index }: TapeGroup,
    inputs: readonly Edge[],
    values: Readonly<Record<string, Vector>>,
    order: number,
  ): DiagramNode {
    const node = {
      id: 0,
      kind,
      label: name,
      inputs,
      biases: [],
      values,
      row: index,
      rows: 1,
      layer,
      order,
    };
    this.#nodes.push(node);
    return node;
  }

  result = (name: string, of: Made, row: number, rows: number): DiagramNode =>
    this.#made("result", name, [of], { value: of.node.values[of.port], row, rows, order: Number.MAX_SAFE_INTEGER })
      .node;

  /** What the results come from, in the order of computation. */
  reached(results: readonly DiagramNode[]): DiagramGraph {
    const seen = new Set<DiagramNode>();
    const visit = (node: DiagramNode) => {
      if (seen.has(node)) return;
      seen.add(node);
      for (const { node: from } of node.inputs) visit(from);
    };
    for (const result of results) visit(result);
    const nodes = this.#nodes.filter((node) => seen.has(node)).sort((a, b) => a.order - b.order);
    nodes.forEach((node, id) => {
      node.id = id;
    });
    return { nodes, results };
  }

  #made(
    kind: NodeKind,
    label: string,
    inputs: readonly Edge[],
    { value, biases = [], row = 0, rows = 1, order = -1 }: About,
  ): Made {
    const node: DiagramNode = {
      id: 0,
      kind,
      label,
      inputs,
      biases,
      values: { [only]: value },
      row,
      rows,
      layer: 0,
      order,
    };
    this.#nodes.push(node);
    return { node, port: only };
  }
}

interface About {
  readonly value: Vector;
  readonly biases?: readonly WeightColumns[];
  readonly row?: number;
  readonly rows?: number;
  readonly order?: number;
}

const isMap = ({ kind, label }: DiagramNode) => kind === "map" && label === "linear";

/** Rule 2. */
function sum(inputs: readonly Made[]) {
  const parts = inputs.map(({ node }) => {
    if (isMap(node)) return node;
    return node.kind === "weight" ? { inputs: [], biases: node.biases } : undefined;
  });
  const all = parts.flatMap((part) => part ?? []);
  if (all.length < parts.length || all.every((part) => part.inputs.length === 0)) return undefined;
  return { inputs: all.flatMap((part) => part.inputs), biases: all.flatMap((part) => part.biases) };
}

/** x ⊙ w is x times a diagonal matrix. */
function scaled(inputs: readonly Made[]): Edge | undefined {
  const w = inputs.find(({ node }) => node.kind === "weight");
  const x = inputs.find(({ node }) => node.kind !== "weight");
  return w && x ? { ...x, weight: { ...w.node.biases[0], diagonal: true } } : undefined;
}

const short = (v: number) => String(Number(v.toPrecision(3))).replace("-", "−");
