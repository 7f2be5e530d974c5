import type { Parts } from "./cellParts";
import type { DiagramNode } from "./diagramGraph";

/** In which column and row the parts of a cell stand. */
export interface CellColumns {
  readonly column: ReadonlyMap<DiagramNode, number>;
  /** Of the middle's operations: 0 is right below the highway. */
  readonly rowOf: ReadonlyMap<DiagramNode, number>;
  readonly rows: number;
  /** Operations that stand in the layers' own row, after them. */
  readonly beside: ReadonlySet<DiagramNode>;
  /** What the order of the layers costs: length of wires, and wires that go back. */
  readonly cost: number;
}

/** The order of the layers from left to right whose wires are shortest. */
export function bestOrder(parts: Parts): readonly DiagramNode[] {
  const cost = (order: readonly DiagramNode[]) => columnsOf(parts, order).cost;
  const few = parts.layers.length <= 5;
  let best = [...parts.layers];
  for (const order of few ? permutations(best) : []) if (cost(order) < cost(best)) best = order;
  if (few) return best;
  // Of many, neighbours are exchanged as long as that helps.
  for (let better = true; better; ) {
    better = false;
    for (let i = 0; i + 1 < best.length; i++) {
      const other = [...best.slice(0, i), best[i + 1], best[i], ...best.slice(i + 2)];
      if (cost(other) < cost(best)) [best, better] = [other, true];
    }
  }
  return best;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

export function columnsOf(parts: Parts, order: readonly DiagramNode[]): CellColumns {
  const { graph, highway, low, middle } = parts;
  const { rowOf, beside } = rowsOf(parts);
  const column = new Map(order.map((node, i) => [node, i]));
  const operations = [...low, ...highway, ...middle].sort((a, b) => a.order - b.order);
  for (const node of operations) {
    const from = node.inputs.map((edge) => edge.node).filter((one) => column.has(one));
    const own = from.filter((one) => !highway.includes(one));
    const at = (nodes: readonly DiagramNode[]) => nodes.map((one) => column.get(one) as number);
    if (low.includes(node)) column.set(node, (at(own)[0] ?? 0) + 0.5);
    else if (own.length === 0) column.set(node, Math.max(order.length, ...at(from).map(Math.ceil)));
    else if (middle.includes(node) && node.inputs.length === 1) column.set(node, at(own)[0] + 0.5);
    else column.set(node, Math.max(...at(from)));
  }
  const rows = Math.max(0, ...rowOf.values()) + 1;
  const standing = middle.filter((node) => !beside.has(node));
  const inRow = Array.from({ length: rows }, (_, row) => standing.filter((node) => (rowOf.get(node) ?? 0) === row));
  const moved = [highway, ...inRow, low].reduce((sum, row) => sum + spread(row, column), 0);
  let cost = 3 * moved;
  for (const node of graph.nodes) {
    for (const { node: from } of node.inputs) {
      const [to, at] = [column.get(node), column.get(from)];
      if (to === undefined || at === undefined) continue;
      const back = to < at ? 6 : 0;
      const straight = highway.includes(node) && highway.includes(from);
      cost += straight ? (to <= at ? 10 : 0) : Math.abs(to - at) + back + 0.001 * at;
    }
  }
  return { column, rowOf, rows, beside, cost };
}

/** Of two in one place the later one moves on. */
function spread(row: readonly DiagramNode[], column: Map<DiagramNode, number>): number {
  let moved = 0;
  const sorted = [...row].sort((a, b) => a.order - b.order);
  sorted.forEach((node, i) => {
    for (const before of sorted.slice(0, i)) {
      const [x, there] = [column.get(node) as number, column.get(before) as number];
      if (Math.abs(x - there) >= 0.5) continue;
      column.set(node, there + 0.6);
      moved++;
    }
  });
  return moved;
}

/** Of two operations that one reads the simpler stays in its row, the other goes below. */
function rowsOf({ highway, middle }: Parts) {
  const tapped = (node: DiagramNode) =>
    middle.includes(node) && node.inputs.every(({ node: from }) => highway.includes(from));
  const beside = new Set(middle.filter((node) => node.inputs.some(({ node: from }) => tapped(from))));
  const rowOf = new Map<DiagramNode, number>();
  const simple = (node: DiagramNode) => node.inputs.length === 1 && node.inputs[0].node.kind === "map";
  const lower = (node: DiagramNode, row: number) => {
    if (!middle.includes(node) || beside.has(node) || rowOf.has(node)) return;
    rowOf.set(node, row);
    const operations = node.inputs.map((edge) => edge.node).filter((one) => middle.includes(one));
    for (const from of operations) lower(from, operations.length === 1 || simple(from) ? row : row + 1);
  };
  for (const node of highway) for (const { node: from } of node.inputs) lower(from, 0);
  for (const node of middle) lower(node, 0);
  return { rowOf, beside };
}
