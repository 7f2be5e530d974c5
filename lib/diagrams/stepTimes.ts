import type { DiagramGraph, DiagramNode } from "./diagramGraph";

/**
 * At which time each step is, from 0: one after that whose state it goes on from, and at the same time as that whose h it reads,
 * which is the layer below; also where something lies between the two.
 */
export function stepTimes({ nodes }: DiagramGraph): ReadonlyMap<DiagramNode, number> {
  const times = new Map<DiagramNode, number>();
  const known = new Map<DiagramNode, number>();
  /** Of the last step that it comes from; −1 where there is none. */
  const last = (node: DiagramNode): number => {
    const time = times.get(node) ?? known.get(node) ?? Math.max(-1, ...node.inputs.map((edge) => last(edge.node)));
    known.set(node, time);
    return time;
  };
  for (const node of nodes) {
    if (node.kind !== "step") continue;
    const states = node.inputs.filter(({ as }) => as !== "x").map((edge) => last(edge.node) + 1);
    const below = node.inputs
      .filter((edge) => edge.as === "x" && edge.node.kind === "step")
      .map((edge) => last(edge.node));
    times.set(node, Math.max(0, ...states, ...below));
  }
  return times;
}
