import { type DiagramGraph, type DiagramNode, type Edge, vectorOf } from "./diagramGraph";
import { consumersOf } from "./plan";

/**
 * What is drawn: not the numbers of the code, not what is put side by side for a step, and of what only one reads nothing
 * on the way from many places to one, such as the scores of places before their softmax.
 */
export function drawnNodes(graph: DiagramGraph): ReadonlySet<DiagramNode> {
  const consumers = consumersOf(graph);
  const hidden = (node: DiagramNode) => {
    const readers = consumers.get(node) ?? [];
    if (node.kind === "constant" || node.kind === "weight" || node.kind === "result") return true;
    if (node.kind === "join") return readers.every(({ kind }) => kind === "step");
    if (node.kind === "given" || node.kind === "step" || readers.some(({ kind }) => kind === "result")) return false;
    return (vectorOf(node).rows ?? 1) > 1 && readers.length === 1 && readers[0].kind !== "step";
  };
  return new Set(graph.nodes.filter((node) => !hidden(node)));
}

/** What a node comes from, by way of something that is not drawn, such as vectors side by side, or not. */
export interface SourceEdge extends Edge {
  readonly isPart?: boolean;
}

/** Where a node's inputs come from, through what is not drawn. */
export function sourcesOf(node: DiagramNode, seen: ReadonlySet<DiagramNode>): SourceEdge[] {
  return node.inputs.flatMap((edge): SourceEdge[] => {
    if (seen.has(edge.node)) return [edge];
    return sourcesOf(edge.node, seen).map((source) => {
      const beside = edge.node.kind === "join" && !source.isPart;
      return { ...source, as: edge.as ?? source.as, through: beside ? edge.through : undefined, isPart: true };
    });
  });
}
