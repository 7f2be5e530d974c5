import { bestOrder, columnsOf } from "./cellColumns";
import { cellParts, type Parts } from "./cellParts";
import type { DiagramGraph, DiagramNode } from "./diagramGraph";
import type { DiagramPlan, PlannedNet, Thing } from "./plan";
import type { LatticeBlock, Side } from "./route";

const pitch = 9;
const rowHeight = 5;

/**
 * A cell's step as lecturers draw it: the state that only pointwise operations touch runs straight along the top, the
 * layers stand in a row, what they read comes along the bottom from the left, and h leaves at the top and to the right.
 */
export function cellPlan(graph: DiagramGraph): DiagramPlan {
  const parts = cellParts(graph);
  const { highway, lane, layers, low, middle } = parts;
  const columns = columnsOf(parts, bestOrder(parts));
  const x = (node: DiagramNode) => Math.round(pitch * (columns.column.get(node) as number));
  const rows = middle.length > 0 ? columns.rows : 0;
  const yLayers = (lane ? 5 : 0) + rowHeight * rows + 2;
  const yLow = yLayers + 6;
  const yBus = low.length > 0 ? yLow + 3 : yLayers + 5;
  const bottom = yBus + 5;
  const top = (lane ? 0 : yLayers - 2) - 3;

  const things = new Map<DiagramNode, Thing>();
  const put = (node: DiagramNode, thing: Omit<Thing, "node" | "name"> & { readonly name?: string }) =>
    things.set(node, { name: node.name ?? node.label, ...thing, node });
  for (const node of layers)
    put(node, { look: "layer", role: "layer", nameAt: "inside", box: layerBox(x(node), yLayers) });
  const operation = (node: DiagramNode, y: number) =>
    put(node, {
      look: "operation",
      role: "operation",
      nameAt: "inside",
      name: node.label,
      box: operationBox(node, x(node), y),
    });
  for (const node of highway) operation(node, 0);
  for (const node of middle)
    operation(node, columns.beside.has(node) ? yLayers : (lane ? 5 : 0) + rowHeight * (columns.rowOf.get(node) ?? 0));
  for (const node of low) operation(node, yLow);

  const right = Math.max(...[...things.values()].map(({ box }) => box.x + box.halfWidth)) + 5;
  const left = Math.min(...layers.map(x), 0) - 8;
  const states = graph.results.map(({ label }) => label);
  const givens = graph.nodes.filter(({ kind }) => kind === "given");
  const level = (name: string) =>
    name === lane ? 0 : yBus + 3 * Math.max(0, states.filter((one) => one !== lane).indexOf(name));
  givens.forEach((node) => {
    const isState = states.includes(node.label);
    const inputs = givens.filter(({ label }) => !states.includes(label));
    put(node, {
      ...{ look: "end", role: isState ? "state" : "given", name: `${node.label}_{t${isState ? "−1" : ""}}` },
      nameAt: "inside",
      box: isState
        ? end(left - 5, level(node.label), "right")
        : end(left + 3 + 7 * inputs.indexOf(node), bottom + 3, "top"),
    });
  });
  const outs: Thing[] = graph.results.map((node) => {
    const box = end(right + 5, level(node.label), "left");
    return { node, look: "end", role: "state", name: `${node.label}_{t}`, nameAt: "inside", box };
  });
  const [output] = graph.results.filter(({ label }) => label === "h");
  const above: Thing[] = output
    ? [
        {
          node: output,
          look: "name",
          role: "output",
          name: "h_{t}",
          nameAt: "inside",
          box: end(right - 3, top - 4, "bottom"),
        },
      ]
    : [];
  const joints = jointsOf(parts).map((joint, i) => ({ ...joint, thing: jointThing(joint, left + 3, yBus - 2 * i) }));
  const all = [...things.values(), ...joints.map(({ thing }) => thing), ...outs, ...above];
  return {
    things: all.filter(({ node }) => node.kind !== "weight"),
    nets: netsOf(graph, { things, joints, exits: [...outs, ...above], lane, highway }),
    grounds: [{ left: left - 1, right: right + 1, top, bottom: bottom - 1 }],
  };
}

/** Where the vectors that several layers read together come side by side. */
interface Joint {
  readonly sources: readonly DiagramNode[];
  readonly readers: readonly DiagramNode[];
}

function jointsOf({ layers }: Parts): Joint[] {
  const key = (node: DiagramNode) =>
    [...new Set(node.inputs.filter(({ weight }) => !weight?.diagonal).map((edge) => edge.node.id))].sort().join();
  const keys = [...new Set(layers.map(key))].filter((one) => one.includes(","));
  return keys.flatMap((one) => {
    const readers = layers.filter((node) => key(node) === one);
    const sources = [...new Set(readers[0].inputs.filter(({ weight }) => !weight?.diagonal).map(({ node }) => node))];
    return readers.length > 1 && sources.every(({ kind }) => kind === "given") ? [{ sources, readers }] : [];
  });
}

function jointThing({ sources, readers }: Joint, x: number, y: number): Thing {
  const [first] = readers;
  const node: DiagramNode = {
    ...first,
    id: -1,
    kind: "join",
    label: "side by side",
    inputs: sources.map((one) => ({ node: one, port: "" })),
    biases: [],
  };
  const box: LatticeBlock = {
    x,
    y,
    halfWidth: 0,
    halfHeight: 0,
    arrive: { left: 0, bottom: 0, top: 0 },
    leave: { right: 0 },
  };
  return { node, look: "point", role: "operation", name: "", box };
}

interface Standing {
  readonly things: ReadonlyMap<DiagramNode, Thing>;
  readonly joints: readonly (Joint & { readonly thing: Thing })[];
  readonly exits: readonly Thing[];
  readonly lane?: string;
  readonly highway: readonly DiagramNode[];
}

function netsOf(graph: DiagramGraph, { things, joints, exits, lane, highway }: Standing): PlannedNet[] {
  const joined = (from: DiagramNode, to: DiagramNode) =>
    joints.find(({ sources, readers }) => sources.includes(from) && readers.includes(to));
  const nets = graph.nodes.flatMap((node): PlannedNet[] => {
    const source = things.get(node);
    if (!source) return [];
    const readers = graph.nodes.flatMap((to) => {
      const edges = to.inputs.filter((edge) => edge.node === node);
      if (edges.length === 0) return [];
      if (to.kind === "result") return exits.filter((exit) => exit.node === to);
      const through = joined(node, to);
      const direct = through ? edges.filter(({ weight }) => weight?.diagonal) : edges;
      return [...(through ? [through.thing] : []), ...(direct.length > 0 ? [things.get(to) as Thing] : [])];
    });
    const net = netOf(source, [...new Set(readers)]);
    const onTop = highway.includes(node) || (node.kind === "given" && node.label === lane);
    const heavy = onTop
      ? net.readers.filter(
          (to) =>
            highway.includes(to.node) ||
            exits.some((exit) => exit === to && to.node.label === lane && to.look === "end"),
        )
      : [];
    return readers.length > 0 ? [{ ...net, first: onTop, heavy }] : [];
  });
  const buses = joints.map(({ thing, readers }) =>
    netOf(
      thing,
      readers.map((node) => things.get(node) as Thing),
    ),
  );
  return [...nets, ...buses];
}

const netOf = (source: Thing, readers: readonly Thing[]): PlannedNet => ({
  ...{ source, readers },
  ...{ from: source.box, to: readers.map(({ box }) => box) },
});

const layerBox = (x: number, y: number): LatticeBlock => ({
  ...{ x, y, halfWidth: 3, halfHeight: 2, spread: 2 },
  arrive: { bottom: 0, left: 5, top: 8, right: 8 },
  leave: { top: 0, right: 2, left: 8, bottom: 10 },
});

const operationBox = ({ label }: DiagramNode, x: number, y: number): LatticeBlock => ({
  ...{ x, y, halfWidth: label.length > 1 ? 2 : 1, halfHeight: 1 },
  arrive: { left: 0, bottom: 0, top: 0, right: 6 },
  leave: { right: 0, top: 0, bottom: 1, left: 10 },
});

const end = (x: number, y: number, side: Side): LatticeBlock => ({
  ...{ x, y, halfWidth: side === "left" || side === "right" ? 3 : 1, halfHeight: 1 },
  arrive: { [side]: 0 },
  leave: { [side]: 0 },
});
