import { scoped } from "../core/scoped";
import type { NamedTensors } from "../core/tensors";
import type { SvgDrawing } from "../view/svgDrawing";
import type { DiagramGraph, DiagramNode } from "./diagramGraph";
import { drawnNodes } from "./drawnNodes";
import { equation, type Names, type Read } from "./equation";
import { folded } from "./fold";
import { spoken } from "./letters";
import { networkPlan } from "./networkPlan";
import { stepTimes } from "./stepTimes";
import { drawPlan } from "./svg";
import { truthful } from "./truth";

/** A drawing, and what it was drawn from. */
export interface Diagram extends SvgDrawing {
  readonly graph: DiagramGraph;
}

/** What a drawing of a network shows. */
export interface NetworkDiagramOptions {
  /** Its name, for those who cannot see it. */
  readonly name: string;
  readonly title?: string;
  /** What the run reads: its weights, and anything else by the name that it has in the drawing. */
  readonly weights: NamedTensors;
  readonly given?: NamedTensors;
  /** The numbers themselves, not only their colours. */
  readonly numbers?: boolean;
  readonly gradients?: boolean;
  /** The same as the loop that it is, to the left of it. */
  readonly loop?: boolean;
  /** Beside a result or what is read, in its order: the letters that its numbers stand for. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** In each row of a result the number that is framed: what is right. */
  readonly marks?: Readonly<Record<string, readonly number[]>>;
}

/**
 * A network, drawn from one run of it: `run` returns what the drawing ends in, by the names that it has there, and a `loss` where
 * gradients are to flow back. One sequence at a time.
 * @throws where a drawing would not be what the network computes, and where the run reads a tensor's value
 */
export function networkDiagram(run: () => NamedTensors, options: NetworkDiagramOptions): Diagram {
  const { weights, given = {}, name } = options;
  const graph = folded(scoped(() => truthful(run, { weights, given, name })));
  const names = namesOf(graph);
  const steps = new Set(stepTimes(graph).values()).size;
  const alt = `${name}${steps > 1 ? `, ${steps} steps` : ""}: ${equations(graph, names).join("; ")}.`;
  const marks = (node: DiagramNode) => {
    const result = graph.results.find(({ inputs }) => inputs[0].node === node);
    return result && options.marks?.[result.label]?.[result.row];
  };
  const words = (node: DiagramNode, port: string) => {
    const name = names(node, port);
    const word = wordOf(node, graph, options.words);
    return name && word ? `${name} ${word}` : name;
  };
  const plan = networkPlan(graph, { names: words, numbers: options.numbers, loop: options.loop });
  return { svg: drawPlan(plan, alt, { ...options, names, marks }), alt, graph };
}

/** What stands beside the name of a result, or of what is read. */
function wordOf(
  node: DiagramNode,
  { nodes, results }: DiagramGraph,
  words: NetworkDiagramOptions["words"] = {},
): string | undefined {
  const result = results.find(({ inputs }) => inputs[0].node === node);
  if (result) return words[result.label]?.[result.row];
  const alike = nodes.filter(({ kind, label }) => kind === "given" && label === node.label);
  return node.kind === "given" ? words[node.label]?.[alike.indexOf(node)] : undefined;
}

/** x_1, h_1, … as the lecture counts; a result has the name under which it is returned. */
function namesOf(graph: DiagramGraph): Names {
  const { nodes, results } = graph;
  const said = new Map<DiagramNode, string>();
  for (const { label, row, rows, inputs } of results)
    said.set(inputs[0].node, rows > 1 ? `${label}_{${row + 1}}` : label);
  // The lecture's letter for what attention reads.
  const sums = nodes.filter((node) => node.label === "Σ α" && !said.has(node));
  for (const [i, node] of sums.entries()) said.set(node, sums.length > 1 ? `z_{${i + 1}}` : "z");
  const time = stepTimes(graph);
  const layers = Math.max(0, ...nodes.map(({ layer }) => layer));
  const ofLayer = (layer: number) => (layers > 0 ? `^{${layer + 1}}` : "");
  // What a first step goes on from: h and c of an LSTM, and of every layer, may be the same zero.
  const starts = new Map<DiagramNode, Read>();
  for (const { kind, inputs, layer } of nodes) {
    for (const { node, as } of kind === "step" ? inputs : [])
      if (as && as !== "x" && !["step", "part"].includes(node.kind) && !said.has(node) && !starts.has(node))
        starts.set(node, { as, layer });
  }
  const given = nodes.filter(({ kind }) => kind === "given");
  const alike = ({ label }: DiagramNode) => given.filter((one) => one.label === label);
  return (node, port, read) => {
    if (node.kind === "step") return `${port || "h"}_{${(time.get(node) ?? 0) + 1}}${ofLayer(node.layer)}`;
    if (said.has(node)) return said.get(node);
    const start = starts.get(node);
    if (start) {
      const { as, layer } = read?.as ? read : start;
      return `${as}_{0}${ofLayer(layer)}`;
    }
    if (node.kind === "given")
      return alike(node).length > 1 ? `${node.label}_{${alike(node).indexOf(node) + 1}}` : node.label;
    return node.kind === "constant" || node.kind === "weight" ? node.label : undefined;
  };
}

/** One of each kind: the same at every step. */
function equations(graph: DiagramGraph, names: Names): string[] {
  const seen = drawnNodes(graph);
  const all = graph.nodes.filter((node) => seen.has(node) && node.kind !== "given");
  const kinds = new Map(
    all.map((node) => [
      `${node.kind} ${node.label} ${node.layer} ${node.inputs.map(({ weight }) => weight?.weight)}`,
      node,
    ]),
  );
  return [...kinds.values()].map((node) => spoken(equation(node, names)));
}
