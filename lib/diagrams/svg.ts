import { type DiagramNode, lengthOf, portsOf, vectorOf } from "./diagramGraph";
import { equation, type Names, summary, threeDigits } from "./equation";
import { coveredBy, extent } from "./extent";
import { escaped, letters, round, spoken, widthOf } from "./letters";
import type { DiagramPlan, PlannedNet, Thing } from "./plan";
import { type LatticePoint, route, unit, type Wire } from "./route";
import { lying, upright } from "./strip";
import { looks, style } from "./style";
import { labelSize, labelWires, nameSize, type PlacedText, placeNames } from "./texts";

const size = 15;

/** How a drawing is headed and named, and what of its numbers it shows. */
export interface DrawingOptions {
  readonly title?: string;
  readonly names: Names;
  /** The numbers themselves, not only their colours. */
  readonly numbers?: boolean;
  /** Which of its numbers is framed. */
  readonly marks?: (node: DiagramNode) => number | undefined;
  /** The norm of the gradient that comes back through each node. */
  readonly gradients?: boolean;
}

/** A plan as an SVG drawing: its nodes say what they are to whoever points at them, or cannot see them. */
export function drawPlan(plan: DiagramPlan, alt: string, options: DrawingOptions): string {
  const wires = route(
    plan.things.map(({ box }) => box),
    plan.nets,
  );
  const named = placeNames(plan.things, wires);
  const taken = [...plan.things.map(coveredBy), ...named.values()];
  const labels = labelWires(
    wires,
    plan.nets.map((net) => net.labels ?? []),
    taken,
  );
  const most = options.gradients ? Math.max(...plan.nets.flatMap(({ back = [] }) => back.map((one) => one ?? 0))) : 0;
  const parts = [
    ...plan.grounds.map(({ left, top, right, bottom }) => rect("ground", [left, top, right, bottom], 16)),
    ...wires.map((wire, i) => wireOf(wire, plan.nets[i], most)),
    ...plan.things.map((thing) => thingOf(thing, named.get(thing), options)),
    ...labels.map(({ text, x, y }) => written(letters(text, labelSize), [x, y], { large: labelSize, kind: "grey" })),
  ];
  const { left, right, top, bottom } = extent(plan, wires, {
    texts: [...named.values(), ...labels],
    gradients: options.gradients,
  });
  const head = options.title ? 34 : 0;
  // Under a title that is wider stands the drawing in the middle.
  const width = Math.max(right - left, options.title ? widthOf(options.title, 17) + 16 : 0);
  const view = [left - (width - right + left) / 2, top - head, width, bottom - top + head].map(round);
  const title = options.title
    ? written(escaped(options.title), [view[0] + 8, top - 10], { large: 17, kind: "ink title" })
    : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="lab-diagram" role="group" aria-label="${escaped(alt)}" viewBox="${view.join(" ")}" ` +
    `width="${view[2]}" height="${view[3]}" font-family="'DejaVu Sans', Verdana, sans-serif" font-size="${size}"><style>${style}</style>` +
    `<rect class="paper" x="${view[0]}" y="${view[1]}" width="${view[2]}" height="${view[3]}" fill="#fff"/>${title}${parts.join("")}</svg>`
  );
}

const pixels = ([x, y]: LatticePoint): LatticePoint => [x * unit, y * unit];

function rect(kind: keyof typeof looks, [x0, y0, x1, y1]: readonly number[], radius: number): string {
  const { fill, stroke } = looks[kind];
  const place = `x="${x0 * unit}" y="${y0 * unit}" width="${(x1 - x0) * unit}" height="${(y1 - y0) * unit}" rx="${radius}"`;
  return `<rect class="${kind}" ${place} fill="${fill}" stroke="${stroke}" stroke-width="1.4"/>`;
}

function wireOf({ lines, dots }: Wire, net: PlannedNet, most: number): string {
  const { source, readers, heavy, back = [], beside = 0 } = net;
  const paths = lines.map((line, i) => {
    const to = readers[i];
    const width = heavy?.includes(to) ? 3 : 1.8;
    const points = line.map(pixels);
    const tip = to.look === "point" || to.look === "name" ? "" : arrow(points);
    const data = `data-from="${source.node.id}" data-to="${to.node.id}"`;
    const forth = `<path class="line" d="${rounded(points)}" fill="none" stroke="#333" stroke-width="${width}"/>${tip}`;
    return `<g class="wire" ${data}>${forth}</g>${most > 0 ? backOf(points, back[i], { most, above: beside < 0, data }) : ""}`;
  });
  const joints = dots.map(pixels).map(([x, y]) => `<circle class="fill" cx="${x}" cy="${y}" r="3.6" fill="#333"/>`);
  return paths.join("") + joints.join("");
}

/** The gradient's way back beside the line that it comes by, as thick as it is large: five times thinner is 100 times less. */
function backOf(
  points: readonly LatticePoint[],
  gradient: number | undefined,
  { most, above, data }: { readonly most: number; readonly above: boolean; readonly data: string },
): string {
  if (gradient === undefined) return "";
  const [[x0, y0], [x1, y1]] = [points[0], points[points.length - 1]];
  const lying = Math.abs(x1 - x0) >= Math.abs(y1 - y0);
  const [dx, dy] = lying ? [0, above ? -12 : 12] : [-12, 0];
  const straight = points.length === 2;
  const width = round(Math.max(1, 5 + 2 * Math.log10(gradient / most || 1e-9)));
  const way: LatticePoint[] = [
    [x1 + dx, y1 + dy],
    [x0 + dx, y0 + dy],
  ];
  const tip = arrow(way).replace('class="fill"', 'class="red"').replace('fill="#333"', 'fill="#C03A00"');
  const arrowBack = `<path class="red-line" d="M${way[0]}L${way[1]}" stroke="#C03A00" stroke-width="${width}"/>${tip}`;
  const [x, y] = [(x0 + x1) / 2 + (lying ? 0 : -18), (y0 + y1) / 2 + (lying ? (above ? -20 : 30) : 4)];
  const text = `<text class="red" x="${round(x)}" y="${round(y)}" font-size="12.5" text-anchor="${lying ? "middle" : "end"}" fill="#C03A00">${threeDigits(gradient)}</text>`;
  return `<g class="back" ${data}>${straight ? arrowBack : ""}${text}</g>`;
}

/** Corners with a radius. */
function rounded(points: readonly LatticePoint[]): string {
  const radius = 8;
  const towards = ([x, y]: LatticePoint, [u, v]: LatticePoint) => {
    const length = Math.hypot(u - x, v - y) || 1;
    const r = Math.min(radius, length / 2);
    return `${round(x + ((u - x) / length) * r)},${round(y + ((v - y) / length) * r)}`;
  };
  return points
    .map((point, i) => {
      if (i === 0) return `M${point}`;
      if (i === points.length - 1) return `L${point}`;
      return `L${towards(point, points[i - 1])}Q${point} ${towards(point, points[i + 1])}`;
    })
    .join("");
}

function arrow(points: readonly LatticePoint[]): string {
  const [[px, py], [x, y]] = points.slice(-2);
  const [dx, dy] = [Math.sign(x - px), Math.sign(y - py)];
  const at = (back: number, aside: number) => `${x - dx * back - dy * aside},${y - dy * back + dx * aside}`;
  return `<path class="fill" d="M${at(0, 0)}L${at(9, 4)}L${at(7, 0)}L${at(9, -4)}z" fill="#333"/>`;
}

function thingOf(thing: Thing, name: PlacedText | undefined, options: DrawingOptions): string {
  const { node, box, look, role, time } = thing;
  const { x, y, halfWidth, halfHeight } = box;
  if (look === "point") return `<circle class="fill" cx="${x * unit}" cy="${y * unit}" r="3.6" fill="#333"/>`;
  const bounds = [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
  const words = `${equation(node, options.names)}; ${summary(node, options.gradients)}`;
  const about = escaped(spoken(words));
  const body = bodies[look](thing, bounds, options);
  const said = name
    ? written(letters(name.text, nameSize), [name.x, name.y], { large: nameSize, kind: "ink name" })
    : "";
  const when = time === undefined ? "" : ` data-time="${time}"`;
  return (
    `<g class="node ${role}" tabindex="0" role="img" aria-label="${about}" data-words="${escaped(words)}" data-node="${node.id}"${when}>` +
    `<title>${about}</title>${body}${said}${gradientOf(thing, options)}</g>`
  );
}

const bodies: Readonly<
  Record<Exclude<Thing["look"], "point">, (thing: Thing, bounds: readonly number[], options: DrawingOptions) => string>
> = {
  name: ({ box, name }) => centred(box, name, 6, 17),
  end: ({ node, box, name, role }) => {
    const below = role === "given" ? 30 : -22;
    return (
      centred(box, name, role === "given" ? 16 : 6, 17) + lying(vectorOf(node), [box.x * unit, box.y * unit + below])
    );
  },
  operation: ({ box, name }, bounds) => rect("operation", bounds, box.halfHeight * unit) + centred(box, name, 5),
  layer: ({ node, box, name }, bounds) => {
    const f = node.label === "linear" ? "" : node.label;
    const said = node.name ? `${name}${f ? ` = ${f}` : ""}` : f || "linear";
    return rect("layer", bounds, 7) + centred(box, said, -5) + lying(vectorOf(node), [box.x * unit, box.y * unit + 13]);
  },
  vector: ({ node, box, role }, bounds, { numbers = false, marks }) => {
    const ports = portsOf(node);
    const wide = (2 * box.halfWidth * unit) / ports.length;
    const strips = ports.map((port, i) => {
      const at: LatticePoint = [(box.x - box.halfWidth) * unit + wide * (i + 0.5), box.y * unit];
      return upright(node.values[port], at, numbers, marks?.(node));
    });
    return rect(role, bounds, 7) + strips.join("");
  },
};

const written = (marked: string, [x, y]: LatticePoint, { large, kind }: { large: number; kind: string }) =>
  `<text class="${kind}" x="${round(x)}" y="${round(y)}" font-size="${large}" fill="${kind === "grey" ? "#555" : "#222"}">${marked}</text>`;

const centred = ({ x, y }: Thing["box"], text: string, down: number, large = size) =>
  `<text class="ink" x="${x * unit}" y="${y * unit + down}" text-anchor="middle" font-size="${large}" fill="#222">${letters(text, large)}</text>`;

function gradientOf({ node, box, look }: Thing, { gradients }: DrawingOptions): string {
  const { gradient } = vectorOf(node);
  if (!gradients || !gradient || look === "vector") return "";
  const { x, y, halfWidth, halfHeight } = box;
  return `<text class="red" x="${(x + halfWidth) * unit + 4}" y="${(y - halfHeight) * unit - 3}" font-size="12.5" fill="#C03A00">${threeDigits(lengthOf(gradient))}</text>`;
}
