import { fork, seed } from "../core/random";
import { draws } from "./draws";
import type { Backdrop, Place, Time } from "./scenes";

type Colour = readonly [number, number, number];

/** Top of the sky, the sky above the horizon, and what the light does to the ground. */
const light: Readonly<Record<Time, readonly [Colour, Colour, Colour]>> = {
  day: [
    [112, 190, 245],
    [214, 239, 253],
    [1, 1, 1],
  ],
  sunset: [
    [122, 104, 178],
    [255, 190, 132],
    [1, 0.83, 0.76],
  ],
  night: [
    [30, 38, 88],
    [98, 112, 176],
    [0.48, 0.54, 0.76],
  ],
  rain: [
    [134, 148, 164],
    [196, 205, 212],
    [0.86, 0.89, 0.93],
  ],
};

/** The ground at the horizon, and in front. */
const ground: Readonly<Record<Place, readonly [Colour, Colour]>> = {
  grass: [
    [178, 222, 132],
    [128, 194, 96],
  ],
  beach: [
    [250, 232, 186],
    [236, 206, 146],
  ],
  snow: [
    [250, 253, 255],
    [222, 234, 248],
  ],
  road: [
    [176, 177, 184],
    [138, 140, 150],
  ],
};

const sea: Colour = [96, 190, 220];
const line: Colour = [246, 240, 214];

/** What is behind the things, pixel by pixel: red, green, blue, 0 to 255, in [S, S, 3]. */
export function paintBackdrop(backdrop: Backdrop, S: number): Float32Array {
  const pixels = new Float32Array(S * S * 3);
  const edge = Float64Array.from({ length: S }, (_, i) => horizonAt(backdrop, (i + 0.5) / S));
  for (let row = 0; row < S; row++) {
    const y = (row + 0.5) / S;
    const sky = skyAt(backdrop, y);
    for (let column = 0; column < S; column++) {
      const under = clamp((y - edge[column]) * S + 0.5);
      const below =
        under > 0 ? groundAt(backdrop, { x: (column + 0.5) / S, y, edge: edge[column], pixel: 1 / S }) : sky;
      for (let c = 0; c < 3; c++) pixels[(row * S + column) * 3 + c] = mix(sky[c], below[c], under);
    }
  }
  for (const stroke of strokes(backdrop)) draw(pixels, S, stroke);
  return pixels;
}

/** Sea and road end in a straight line, grass and snow in hills. */
function horizonAt({ place, horizon, phase }: Backdrop, x: number): number {
  if (place === "beach" || place === "road") return horizon;
  return horizon + 0.022 * Math.sin(2 * Math.PI * (x + phase)) + 0.012 * Math.sin(2 * Math.PI * (2.3 * x - 3 * phase));
}

function skyAt({ time, horizon }: Backdrop, y: number): Colour {
  const [top, bottom] = light[time];
  return blend(top, bottom, clamp(y / horizon) ** 1.3);
}

interface Spot {
  readonly x: number;
  readonly y: number;
  /** Where the ground begins above this spot. */
  readonly edge: number;
  readonly pixel: number;
}

function groundAt({ place, time, phase }: Backdrop, { x, y, edge, pixel }: Spot): Colour {
  const [far, near] = ground[place];
  const depth = clamp((y - edge) / (1 - edge));
  let colour = blend(far, near, depth);
  if (place === "beach") {
    const shore = edge + 0.1 + 0.012 * Math.sin(2 * Math.PI * (1.5 * x + phase));
    colour = blend(
      blend(sea, line, 0.8 * clamp(1 - Math.abs(y - shore) / 0.015)),
      colour,
      clamp((y - shore) / pixel + 0.5),
    );
  }
  if (place === "road") {
    const [middle, wide] = [edge + 0.62 * (1 - edge), 0.018];
    const dash = (x + phase) % 0.3 < 0.17 ? 1 : 0;
    colour = blend(colour, line, dash * clamp((wide - Math.abs(y - middle)) / pixel + 0.5));
  }
  const tint = light[time][2];
  return [colour[0] * tint[0], colour[1] * tint[1], colour[2] * tint[2]];
}

/** A short straight line, or a point, in white. */
interface Stroke {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly radius: number;
  readonly strength: number;
}

/** Stars by night, and drops in the rain. */
function strokes({ time, horizon, phase }: Backdrop): Stroke[] {
  const random = draws(fork(seed(7), `${phase}`));
  if (time === "night") {
    return Array.from({ length: 24 }, () => ({
      ...{ x: random.number(0, 1), y: random.number(0, horizon - 0.04), dx: 0, dy: 0 },
      ...{ radius: random.number(0.003, 0.007), strength: random.number(0.5, 1) },
    }));
  }
  if (time !== "rain") return [];
  return Array.from({ length: 40 }, () => ({
    ...{ x: random.number(0, 1), y: random.number(0, 1), dx: -0.018, dy: 0.06 },
    ...{ radius: 0.0035, strength: random.number(0.3, 0.6) },
  }));
}

function draw(pixels: Float32Array, S: number, { x, y, dx, dy, radius, strength }: Stroke): void {
  const reach = radius + 1 / S;
  const columns = range(Math.min(x, x + dx) - reach, Math.max(x, x + dx) + reach, S);
  for (const row of range(Math.min(y, y + dy) - reach, Math.max(y, y + dy) + reach, S)) {
    for (const column of columns) {
      const [px, py] = [(column + 0.5) / S - x, (row + 0.5) / S - y];
      const along = clamp((px * dx + py * dy) / (dx * dx + dy * dy || 1));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      // A stroke finer than a pixel covers only a part of it.
      const cover = strength * clamp((radius - distance) * S + 0.5) * Math.min(1, 2 * radius * S);
      const at = (row * S + column) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = mix(pixels[at + c], 255, cover);
    }
  }
}

/** The pixels of a picture of side S that lie between two of its places. */
export function range(from: number, to: number, S: number): number[] {
  const first = Math.max(0, Math.floor(from * S));
  return Array.from({ length: Math.max(0, Math.min(S, Math.ceil(to * S)) - first) }, (_, i) => first + i);
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
const blend = (a: Colour, b: Colour, share: number): Colour => [
  mix(a[0], b[0], share),
  mix(a[1], b[1], share),
  mix(a[2], b[2], share),
];
