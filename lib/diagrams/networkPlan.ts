import { noGradient } from "../core/detached";
import { expect } from "../core/errors";
import { type DiagramGraph, type DiagramNode, lengthOf, portsOf } from "./diagramGraph";
import { drawnNodes, type SourceEdge, sourcesOf } from "./drawnNodes";
import { weightName } from "./equation";
import { withLoop } from "./loopPlan";
import { type GridPlace, networkPlaces } from "./networkPlaces";
import type { DiagramPlan, Ground, PlannedNet, Thing } from "./plan";
import type { LatticeBlock } from "./route";
import { vectorSize } from "./strip";

/** What a drawing of a network says beside its numbers. */
export interface NetworkLook {
  /** What a vector is called. */
  readonly names: (node: DiagramNode, port: string) => string | undefined;
  readonly numbers?: boolean;
  /** The same as a loop, to the left of it. */
  readonly loop?: boolean;
}

/**
 * A network, unrolled: time from left to right, what is read below, the steps of the cells in the middle, layer above layer, and
 * what is said above.
 */
export function networkPlan(graph: DiagramGraph, { names, numbers = false, loop = false }: NetworkLook): DiagramPlan {
  const seen = drawnNodes(graph);
  const places = networkPlaces(graph, seen);
  const things = new Map<DiagramNode, Thing>();
  const unrolled = graph.nodes.some(({ kind }) => kind === "step");
  expect(places.size > 0, "diagram: results that are computed from what is given expected, got none");
  const skipped = skippedTimes(places);
  const drawn = [...places].filter(([, { column }]) => !skipped.includes(column));
  const left = [...places].filter(([node, { column }]) => column === skipped.at(-1) && node.kind === "step");
  const standing = stand([
    ...drawn.map(([node, place]) => ({ ...sized(node, place, { names, numbers }), ...(unrolled && timeOf(place)) })),
    ...left.map(([node, place]) => ellipsis(node, place)),
  ]);
  expect(
    standing.length <= most,
    () => `diagram: a network of at most ${most} vectors expected, got ${standing.length}; draw a part of it`,
  );
  for (const thing of standing) things.set(thing.node, thing);
  for (const [node, { column, row }] of places) {
    const between = standing.find((thing) => thing.look === "name" && places.get(thing.node)?.row === row);
    if (between && node.kind === "step" && skipped.includes(column)) things.set(node, between);
  }
  const plan = { things: standing, nets: netsOf(graph, seen, { things, names }), grounds: windowsOf(standing) };
  return loop ? withLoop(plan) : plan;
}

const most = 100;

/** What stands between two steps, such as the edge of a window, is there with the first. */
const timeOf = ({ column }: GridPlace) => ({ time: Math.floor(column) });

/** Of more than six steps those between the third and the last. */
function skippedTimes(places: ReadonlyMap<DiagramNode, GridPlace>): number[] {
  const steps = [...places].filter(([{ kind }]) => kind === "step").map(([, { column }]) => column);
  const times = [...new Set(steps)].sort((a, b) => a - b);
  return times.length > 6 ? times.slice(3, -1) : [];
}

const ellipsis = (node: DiagramNode, place: GridPlace): Sized => ({
  ...{ node, place, look: "name", role: "state", name: "…", nameAt: "inside", halfWidth: 1, halfHeight: 1 },
});

type Sized = Omit<Thing, "box"> & {
  readonly place: GridPlace;
  readonly halfWidth: number;
  readonly halfHeight: number;
};

function sized(node: DiagramNode, place: GridPlace, { names, numbers }: Required<Omit<NetworkLook, "loop">>): Sized {
  const ports = portsOf(node);
  const name = [...new Set(ports.map((port) => names(node, port)))].filter(Boolean).join(" ");
  // A part of the network whose result has no name is what it does.
  if (node.kind === "part" && !name) {
    const halfWidth = Math.ceil(node.label.length * 0.36) + 1;
    return {
      node,
      place,
      look: "operation",
      role: "operation",
      name: node.label,
      nameAt: "inside",
      halfWidth,
      halfHeight: 1,
    };
  }
  const sizes = ports.map((port) => vectorSize(node.values[port], numbers));
  return {
    ...{ node, place, look: "vector", nameAt: place.row > 0 ? "below" : "corner" },
    role: node.kind === "given" ? "given" : place.role,
    name,
    halfWidth: sizes.reduce((sum, { halfWidth }) => sum + halfWidth, 0),
    halfHeight: Math.max(...sizes.map(({ halfHeight }) => halfHeight)),
  };
}

const gap = 5;

/** From columns and rows to the lattice: as wide and as high as what stands there needs. */
function stand(all: readonly Sized[]): Thing[] {
  const columns = levels(
    all.filter(({ place }) => !place.spans),
    ({ place }) => place.column,
    (these) => {
      const rows = [...new Set(these.map(({ place }) => place.row))];
      return Math.max(...rows.map((row) => widthOf(these.filter(({ place }) => place.row === row))));
    },
  );
  const rows = levels(
    all,
    ({ place }) => place.row,
    (these) => 2 * Math.max(...these.map(({ halfHeight }) => halfHeight)),
  );
  return all.map((thing): Thing => {
    const { place, halfWidth, halfHeight, ...rest } = thing;
    const together = all.filter((one) => one.place.column === place.column && one.place.row === place.row);
    const before = together.slice(0, together.indexOf(thing));
    const left = Math.round(middle(columns, place.column) - widthOf(together) / 2);
    const x = left + before.reduce((sum, one) => sum + 2 * one.halfWidth + 4, 0) + halfWidth;
    return { ...rest, box: boxOf(x, rows.get(place.row) as number, halfWidth, halfHeight) };
  });
}

/** Of a column, or between the two nearest. */
function middle(columns: ReadonlyMap<number, number>, column: number): number {
  const all = [...columns].sort(([a], [b]) => a - b);
  const before = all.findLast(([at]) => at <= column) ?? all[0];
  const after = all.find(([at]) => at >= column) ?? before;
  const share = after[0] === before[0] ? 0 : (column - before[0]) / (after[0] - before[0]);
  return before[1] + share * (after[1] - before[1]);
}

const widthOf = (these: readonly Sized[]) => these.reduce((sum, { halfWidth }) => sum + 2 * halfWidth + 4, -4);

/** The middle of each level, one after the other. */
function levels(
  all: readonly Sized[],
  level: (one: Sized) => number,
  size: (these: readonly Sized[]) => number,
): Map<number, number> {
  const middles = new Map<number, number>();
  let at = 0;
  for (const value of [...new Set(all.map(level))].sort((a, b) => a - b)) {
    const needed = size(all.filter((one) => level(one) === value));
    const half = Math.ceil(needed / 2);
    middles.set(value, at + half);
    at += 2 * half + gap;
  }
  return middles;
}

const boxOf = (x: number, y: number, halfWidth: number, halfHeight: number): LatticeBlock => ({
  ...{ x, y, halfWidth, halfHeight, spread: Math.min(2, halfWidth, halfHeight) },
  arrive: { bottom: 0, left: 0, top: 4, right: 8 },
  leave: { top: 0, right: 0, left: 8, bottom: 4 },
});

function netsOf(
  graph: DiagramGraph,
  seen: ReadonlySet<DiagramNode>,
  { things, names }: Pick<NetworkLook, "names"> & { readonly things: ReadonlyMap<DiagramNode, Thing> },
): PlannedNet[] {
  const nets = new Map<string, OpenNet>();
  for (const node of graph.nodes) {
    const to = things.get(node);
    if (!to) continue;
    for (const edge of sourcesOf(node, seen)) {
      const { node: from, port } = edge;
      const source = things.get(from);
      if (!source || source === to) continue;
      const net: OpenNet = nets.get(`${from.id} ${port}`) ?? { source, port, readers: [], labels: [] };
      nets.set(`${from.id} ${port}`, net);
      if (net.readers.includes(to)) continue;
      net.readers.push(to);
      net.labels.push(weightOf(edge, { reader: node, names }));
    }
  }
  return [...nets.values()].map(({ source, port, readers, labels }) => ({
    ...{ source, readers, labels, from: source.box, to: readers.map(({ box }) => box) },
    first: source.role === "state",
    back: backOf(source.node, port, readers),
    // c above h.
    ...(source.node.kind === "step" && portsOf(source.node).length > 1 && { beside: port === "h" ? 2 : -2 }),
  }));
}

interface OpenNet {
  readonly source: Thing;
  readonly port: string;
  readonly readers: Thing[];
  readonly labels: (string | undefined)[];
}

/** By which weights a reader multiplies it: of vectors side by side each has rows of its own, called after it. */
function weightOf(
  { node, port, weight, through, as, isPart }: SourceEdge,
  { reader, names }: Pick<NetworkLook, "names"> & { readonly reader: DiagramNode },
): string | undefined {
  if (reader.kind === "map" && !isPart) return weight && !weight.diagonal ? weightName(weight, reader) : undefined;
  // A part that is not drawn as what it does, but as what comes of it.
  if (reader.kind === "part") return portsOf(reader).some((port) => names(reader, port)) ? reader.label : undefined;
  if (!through) return undefined;
  const whole = weightName({ weight: through, from: 0, size: 1, of: 1 }, reader);
  const name = (names(node, port) ?? as)?.replace(/_\{.*\}$/, "");
  return isPart && name ? whole.replace(/_\{.*\}$/, `_{${name}}`) : whole;
}

/** Where a state goes on and its gradient does not: what lies between two such places. */
function windowsOf(things: readonly Thing[]): Ground[] {
  const cuts = things.filter(({ node }) => node.kind === "part" && node.label === noGradient).map(({ box }) => box.x);
  if (cuts.length === 0) return [];
  const inside = things.filter(({ node }) => node.label !== noGradient);
  const windows = [...cuts, Number.POSITIVE_INFINITY].map((end, i) =>
    inside.filter(({ box }) => box.x < end && box.x > (cuts[i - 1] ?? Number.NEGATIVE_INFINITY)),
  );
  return windows.map((these) => ({
    left: Math.min(...these.map(({ box }) => box.x - box.halfWidth)) - 4,
    right: Math.max(...these.map(({ box }) => box.x + box.halfWidth)) + 2,
    top: Math.min(...these.map(({ box }) => box.y - box.halfHeight)) - 3,
    bottom: Math.max(...these.map(({ box }) => box.y + box.halfHeight)) + 3,
  }));
}

/**
 * The norms of what comes back to a vector from each of its readers. A step says what comes back through it; what is left of the
 * vector's whole gradient has come from the one reader that does not.
 */
function backOf(node: DiagramNode, port: string, readers: readonly Thing[]): (number | undefined)[] {
  const whole = node.values[port].gradient;
  const known = readers.map((to) => to.node.inputs.find((edge) => edge.node === node && edge.port === port)?.gradient);
  const unknown = known.filter((one) => one === undefined).length;
  const rest = whole && known.reduce<readonly number[]>((left, one) => left.map((v, i) => v - (one?.[i] ?? 0)), whole);
  return known.map((one) => {
    const gradient = one ?? (unknown === 1 ? rest : undefined);
    return gradient && lengthOf(gradient);
  });
}
