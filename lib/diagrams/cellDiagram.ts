import type { Cell, Params, State } from "../cells/cell";
import { checkedStep } from "../cells/stepErrors";
import { fork, normal, seed } from "../core/random";
import { scoped } from "../core/scoped";
import type { tf } from "../core/tf";
import { cellPlan } from "./cellPlan";
import type { DiagramGraph, DiagramNode } from "./diagramGraph";
import { equation, type Names } from "./equation";
import { spoken } from "./letters";
import type { Diagram } from "./networkDiagram";
import { networkPlan } from "./networkPlan";
import { drawPlan } from "./svg";
import { truthful } from "./truth";

/** What a drawing of a cell's step shows. */
export interface CellDiagramOptions<P, S> {
  readonly title?: string;
  /** The norm of the gradient that comes back through each node, from a loss that reads h. */
  readonly gradients?: boolean;
  /** With which weights, state and input the step is run; by default fresh ones. */
  readonly run?: { readonly params: P; readonly state: S; readonly x: tf.Tensor2D };
}

/**
 * One step of a cell, drawn from a run of it: h_t, c_t, … = cell(h_{t−1}, c_{t−1}, …, x_t). Every node of the drawing is
 * computed again from what is drawn to go into it.
 * @throws where a drawing would not be what the cell computes, and where the step reads a tensor's value
 */
export function cellDiagram<P extends Params, S extends State>(
  cell: Cell<P, S>,
  options: CellDiagramOptions<P, S> = {},
): Diagram {
  const { graph, names } = scoped(() => {
    const { params, state, x } = options.run ?? fresh(cell);
    const step = () => {
      const next = checkedStep({ name: cell.name, params, state, x }, () => cell.step(params, state, x));
      return { ...next, loss: next.h.sum() };
    };
    const graph = truthful(step, { weights: params, given: { ...state, x }, name: cell.name });
    nameGates(graph, cell);
    return { graph, names: namesOf(graph, Object.keys(state)) };
  });
  const alt = `${cell.name}, one step: ${equations(graph, names).join("; ")}.`;
  // A stack's step consists of steps.
  const plan = graph.nodes.some(({ kind }) => kind === "step") ? networkPlan(graph, { names }) : cellPlan(graph);
  return { svg: drawPlan(plan, alt, { ...options, names }), alt, graph };
}

/** Drawn anew by fixed keys: the same picture each time. */
function fresh<P extends Params, S extends State>(cell: Cell<P, S>) {
  const key = seed(1);
  const zero = Object.entries(cell.zeroState(1)) as [string, tf.Tensor2D][];
  const state = Object.fromEntries(
    zero.map(([name, { shape }]) => [name, normal(fork(key, name), shape, 0.6)]),
  ) as unknown as S;
  return { params: cell.init(fork(key, "weights")), state, x: normal<tf.Rank.R2>(fork(key, "x"), [1, cell.inputSize]) };
}

/** A layer is called as the block of columns that it reads; with weights of its own, as their names end. */
function nameGates({ nodes }: DiagramGraph, { gates }: Pick<Cell, "gates">): void {
  for (const node of nodes) {
    if (node.kind !== "map") continue;
    const blocks = new Set(
      node.inputs.map(
        ({ weight }) => weight && !weight.diagonal && weight.of > weight.size && weight.from / weight.size,
      ),
    );
    const [block] = blocks;
    const ends = new Set(
      node.inputs.map(({ weight }) => /^[WUw](?:[xh]|)_?(\p{L}+)$/u.exec(weight?.weight ?? "")?.[1]),
    );
    const [ending] = ends;
    if (gates && typeof block === "number" && [...blocks].every((one) => one === block || one === false))
      node.name = gates[block];
    else if (ends.size === 1 && ending && !/^[xh]$/.test(ending)) node.name = ending;
  }
}

/** x_t, h_{t−1}, h_t, and the gates with their letter. */
function namesOf({ results }: DiagramGraph, states: readonly string[]): Names {
  const next = new Map<DiagramNode, string>(results.map(({ label, inputs }) => [inputs[0].node, `${label}_{t}`]));
  return (node) => {
    if (node.kind === "given") return `${node.label}_{t${states.includes(node.label) ? "−1" : ""}}`;
    if (node.kind === "result") return `${node.label}_{t}`;
    if (node.kind === "constant" || node.kind === "weight") return node.label;
    return next.get(node) ?? (node.name && `${node.name}_{t}`);
  };
}

/** Of the gates and of what comes out. */
function equations({ nodes, results }: DiagramGraph, names: Names): string[] {
  const ends = new Set(results.map(({ inputs }) => inputs[0].node));
  return nodes
    .filter((node) => node.kind !== "given" && (node.name || ends.has(node)))
    .map((node) => spoken(equation(node, names)));
}
