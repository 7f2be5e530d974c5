import { type DiagramGraph, portsOf } from "../../lib/diagrams/diagramGraph";

/**
 * What is wrong with the lines of a drawing, as a reader would see it: a line that does not begin and end at the nodes that it
 * says it joins, one that goes through another node, two that lie on one another, and an edge of the graph without a line.
 */
export function flaws(svg: string, graph: DiagramGraph): string[] {
  const boxes = boxesOf(svg);
  const lines = linesOf(svg);
  return [
    ...lines.flatMap((line) => ends(line, boxes, lines)),
    ...lines.flatMap((line) => through(line, boxes)),
    ...lines.flatMap((one, i) => lines.slice(i + 1).flatMap((other) => overlap(one, other))),
    ...missing(lines, boxes, graph),
  ];
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [number, number])[];
}

interface Rectangle {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The outer rectangle of each node. */
function boxesOf(svg: string): Rectangle[] {
  return [
    ...svg.matchAll(
      /<g class="node [^>]*data-node="(-?\d+)"[^>]*><title>[^<]*<\/title><rect class="\w+" x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"/g,
    ),
  ].map(([, id, ...numbers]) => {
    const [x, y, width, height] = numbers.map(Number);
    return { id, x, y, width, height };
  });
}

/** Corners are rounded by curves whose middle is the corner. */
function linesOf(svg: string): Line[] {
  return [...svg.matchAll(/<g class="wire" data-from="(-?\d+)" data-to="(-?\d+)"><path class="line" d="([^"]+)"/g)].map(
    ([, from, to, d]) => ({
      ...{ from, to },
      points: [...d.matchAll(/[MLQ]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const),
    }),
  );
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1;
const on = ([x, y]: readonly [number, number], box: Rectangle) =>
  ((near(x, box.x) || near(x, box.x + box.width)) && y >= box.y - 1 && y <= box.y + box.height + 1) ||
  ((near(y, box.y) || near(y, box.y + box.height)) && x >= box.x - 1 && x <= box.x + box.width + 1);

/** A line begins at its node, or where another of the same vector goes by. */
function ends({ from, to, points }: Line, boxes: readonly Rectangle[], lines: readonly Line[]): string[] {
  const [first, last] = [points[0], points[points.length - 1]];
  const of = (id: string) => boxes.filter((box) => box.id === id);
  const begins =
    of(from).length === 0 ||
    of(from).some((box) => on(first, box)) ||
    lines.some((other) => other.from === from && segments(other).some((one) => touches(first, one)));
  const arrives = of(to).length === 0 || of(to).some((box) => on(last, box));
  return [
    ...(begins ? [] : [`${from} → ${to} does not begin at ${from}`]),
    ...(arrives ? [] : [`${from} → ${to} does not end at ${to}`]),
  ];
}

type Segment = readonly [readonly [number, number], readonly [number, number]];
/** Straight parts; what is left of a rounded corner is not one. */
function segments({ points }: Line): Segment[] {
  return points
    .slice(1)
    .flatMap((point, i): Segment[] =>
      near(point[0], points[i][0]) || near(point[1], points[i][1]) ? [[points[i], point]] : [],
    );
}

const between = (v: number, a: number, b: number) => v >= Math.min(a, b) - 1 && v <= Math.max(a, b) + 1;
const touches = ([x, y]: readonly [number, number], [[x0, y0], [x1, y1]]: Segment) =>
  between(x, x0, x1) && between(y, y0, y1);

function through(line: Line, boxes: readonly Rectangle[]): string[] {
  const inside = ([[x0, y0], [x1, y1]]: Segment, { x, y, width, height }: Rectangle) =>
    Math.max(Math.min(x0, x1), x + 2) <= Math.min(Math.max(x0, x1), x + width - 2) &&
    Math.max(Math.min(y0, y1), y + 2) <= Math.min(Math.max(y0, y1), y + height - 2);
  return boxes
    .filter((box) => segments(line).some((one) => inside(one, box)))
    .map(({ id }) => `${line.from} → ${line.to} goes through ${id}`);
}

/** Lines of different vectors may cross, but not run along one another. */
function overlap(one: Line, other: Line): string[] {
  if (one.from === other.from) return [];
  const along = segments(one).some(([[ax, ay], [bx, by]]) =>
    segments(other).some(([[cx, cy], [dx, dy]]) => {
      const common = (a: number, b: number, c: number, d: number) =>
        Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d));
      if (near(ax, bx) && near(cx, dx) && near(ax, cx)) return common(ay, by, cy, dy) > 2;
      if (near(ay, by) && near(cy, dy) && near(ay, cy)) return common(ax, bx, cx, dx) > 2;
      return false;
    }),
  );
  return along ? [`${one.from} → ${one.to} runs along ${other.from} → ${other.to}`] : [];
}

/** Every drawn node but what is given has lines that lead to it from all that it is drawn with. */
function missing(lines: readonly Line[], boxes: readonly Rectangle[], { nodes }: DiagramGraph): string[] {
  const drawn = new Set(boxes.map(({ id }) => Number(id)));
  const reached = (to: number) => {
    const direct = lines.filter((line) => Number(line.to) === to).map(({ from }) => Number(from));
    // Through the point where vectors come side by side.
    return new Set(
      direct.flatMap((from) =>
        from < 0 ? [...lines.filter((line) => Number(line.to) < 0).map((line) => Number(line.from))] : [from],
      ),
    );
  };
  return nodes.flatMap((node) => {
    if (!drawn.has(node.id)) return [];
    const from = node.inputs.map((edge) => edge.node).filter((one) => drawn.has(one.id) || one.kind === "given");
    const there = reached(node.id);
    return from
      .filter((one) => !there.has(one.id) && portsOf(one).length > 0)
      .map((one) => `no line from ${one.id} (${one.label}) to ${node.id} (${node.label})`);
  });
}
