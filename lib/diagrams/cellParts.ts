import type { DiagramGraph, DiagramNode } from "./diagramGraph";
import { consumersOf } from "./plan";

/** The parts of a cell's step, as a lecturer sees them. */
export interface Parts {
  readonly graph: DiagramGraph;
  /** The pointwise operations through which one state goes from the step before to the next, in their order. */
  readonly highway: readonly DiagramNode[];
  /** The state whose highway that is. */
  readonly lane?: string;
  readonly layers: readonly DiagramNode[];
  /** Operations whose results only layers read: they stand below these. */
  readonly low: readonly DiagramNode[];
  /** The others. */
  readonly middle: readonly DiagramNode[];
  readonly consumers: ReadonlyMap<DiagramNode, readonly DiagramNode[]>;
}

export function cellParts(graph: DiagramGraph): Parts {
  const consumers = consumersOf(graph);
  const ways = graph.results.flatMap(({ label, inputs: [{ node: to }] }) => {
    const from = graph.nodes.find((node) => node.kind === "given" && node.label === label);
    const way = from && pointwise(from, to, consumers);
    return way ? [{ label, way }] : [];
  });
  const longest = ways.sort((a, b) => b.way.length - a.way.length)[0];
  const highway = longest?.way ?? [];
  const layers = graph.nodes.filter(({ kind }) => kind === "map");
  const rest = graph.nodes.filter(
    (node) => (node.kind === "operation" || node.kind === "join") && !highway.includes(node),
  );
  const isLow = (node: DiagramNode) => consumers.get(node)?.every(({ kind }) => kind === "map") ?? false;
  return {
    ...{ graph, highway, layers, consumers, lane: longest?.label },
    low: rest.filter(isLow),
    middle: rest.filter((node) => !isLow(node)),
  };
}

/** The shortest way from a state to its successor through operations alone. */
function pointwise(from: DiagramNode, to: DiagramNode, consumers: Parts["consumers"]): DiagramNode[] | undefined {
  if (to.kind !== "operation") return undefined;
  const ways: DiagramNode[][] = [[from]];
  for (const way of ways) {
    for (const next of consumers.get(way[way.length - 1]) ?? []) {
      if (next === to) return [...way.slice(1), to];
      if (next.kind === "operation") ways.push([...way, next]);
    }
  }
  return undefined;
}
