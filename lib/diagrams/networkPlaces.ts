import type { DiagramGraph, DiagramNode } from "./diagramGraph";
import { sourcesOf } from "./drawnNodes";
import type { Thing } from "./plan";
import { stepTimes } from "./stepTimes";

/** Which time step's column a vector stands in, or between which, and in which row: 0 the first layer's, below it positive. */
export interface GridPlace {
  readonly column: number;
  /** It stands above the middle of several columns. */
  readonly spans?: boolean;
  readonly row: number;
  readonly role: Thing["role"];
}

export function networkPlaces(
  graph: DiagramGraph,
  seen: ReadonlySet<DiagramNode>,
): ReadonlyMap<DiagramNode, GridPlace> {
  const nodes = graph.nodes.filter((node) => seen.has(node));
  const steps = nodes.filter(({ kind }) => kind === "step");
  const sources = new Map(nodes.map((node) => [node, sourcesOf(node, seen)]));
  const readers = new Map<DiagramNode, DiagramNode[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) for (const { node: from } of sources.get(node) ?? []) readers.get(from)?.push(node);
  const time = stepTimes(graph);
  if (steps.length === 0) return flow(nodes, sources, readers);
  const top = -Math.max(0, ...steps.map(({ layer }) => layer));
  const places = new Map<DiagramNode, GridPlace>(
    steps.map((node) => [node, { column: time.get(node) as number, row: -node.layer, role: "state" }]),
  );

  /** The columns of the states that it comes from, the nearest ones. */
  const from = (node: DiagramNode): number[] => {
    const place = places.get(node);
    if (place?.role === "state") return [place.column];
    return [...new Set((sources.get(node) ?? []).flatMap((edge) => from(edge.node)))];
  };

  for (const node of nodes) {
    if (node.kind === "step") continue;
    const feeds = (readers.get(node) ?? []).filter(({ kind }) => kind === "step");
    const columns = [...new Set(feeds.map((step) => time.get(step) as number))];
    const asState =
      feeds.length > 0 &&
      feeds.every((step) => (sources.get(step) ?? []).some((edge) => edge.node === node && edge.as !== "x"));
    // Between two steps there may be something.
    const before = node.kind === "part" ? 0.5 : 1;
    if (asState) places.set(node, { column: Math.min(...columns) - before, row: -feeds[0].layer, role: "state" });
    else if (columns.length === 1) places.set(node, { column: columns[0], row: 1, role: "given" });
    else if (columns.length > 1) places.set(node, { column: -1, row: 1, role: "given" });
  }
  // Above: as many rows up as there are vectors between it and the step.
  const height = (node: DiagramNode): number => {
    const before = (sources.get(node) ?? []).map((edge) => edge.node);
    return (
      1 +
      Math.max(
        0,
        ...before.map((one) => (places.get(one)?.role === "output" ? top - (places.get(one) as GridPlace).row : 0)),
      )
    );
  };
  for (const node of nodes) {
    const columns = places.has(node) ? [] : from(node);
    if (columns.length === 0) continue;
    // What comes from several steps stands above their middle.
    const column = columns.reduce((sum, one) => sum + one, 0) / columns.length;
    places.set(node, { column, spans: columns.length > 1, row: top - height(node), role: "output" });
  }
  // Below, and what several steps come from, to the left of all.
  for (const node of [...nodes].reverse()) {
    if (places.has(node)) continue;
    const to = (readers.get(node) ?? []).map((reader) => places.get(reader)).filter((place) => place !== undefined);
    const columns = new Set(to.map(({ column }) => column));
    const one = columns.size === 1 && to.every(({ row }) => row > 0);
    places.set(
      node,
      one
        ? { column: to[0].column, row: Math.max(...to.map(({ row }) => row)) + 1, role: "given" }
        : { column: leftmost(places) - 1, row: 0, role: "given" },
    );
  }
  return places;
}

const leftmost = (places: ReadonlyMap<DiagramNode, GridPlace>) =>
  Math.min(0, ...[...places.values()].map(({ column }) => column));

type Sources = ReadonlyMap<DiagramNode, readonly { readonly node: DiagramNode }[]>;

/** Without steps: from left to right, each right of all that it is computed from, and what is given next to where it is read. */
function flow(
  nodes: readonly DiagramNode[],
  sources: Sources,
  readers: ReadonlyMap<DiagramNode, readonly DiagramNode[]>,
) {
  const column = new Map<DiagramNode, number>();
  for (const node of nodes)
    column.set(node, Math.max(-1, ...(sources.get(node) ?? []).map((edge) => column.get(edge.node) ?? -1)) + 1);
  for (const node of nodes) {
    const first = Math.min(...(readers.get(node) ?? []).map((reader) => column.get(reader) as number));
    if (node.kind === "given" && Number.isFinite(first)) column.set(node, first - 1);
  }
  const filled = new Map<number, number>();
  return new Map(
    nodes.map((node): [DiagramNode, GridPlace] => {
      const at = column.get(node) as number;
      const above = filled.get(at) ?? 0;
      filled.set(at, above + 1);
      const isEnd = (readers.get(node) ?? []).length === 0;
      return [node, { column: at, row: above, role: isEnd ? "output" : node.kind === "given" ? "given" : "state" }];
    }),
  );
}
