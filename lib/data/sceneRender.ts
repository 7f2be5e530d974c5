import { expectForms, fits, forms } from "../core/argumentForms";
import { paintBackdrop, range } from "./backdrop";
import type { Box } from "./box";
import { emoji } from "./emoji";
import { type Scene, type SceneObject, sceneForm } from "./scenes";
import { artworkSize, type Sprites } from "./sprites";

/** Pictures side by side: [N, S, S, 3], red, green, blue, 0 to 255. */
export interface Pictures {
  readonly pixels: Uint8Array;
  readonly shape: [number, number, number, number];
}

/** Every scene as a picture of S × S pixels; the same scene looks the same at any size. */
export function renderScenes(scenes: readonly Scene[], sprites: Sprites, S: number): Pictures {
  expectForms("renderScenes", {
    scenes: [forms.list(sceneForm), scenes],
    sprites: [fits("the pictures that sprites() gives", (value) => value instanceof Map), sprites],
    S: [forms.size, S],
  });
  const pixels = new Uint8Array(scenes.length * S * S * 3);
  scenes.forEach((scene, n) => {
    pixels.set(renderScene(scene, sprites, S), n * S * S * 3);
  });
  return { pixels, shape: [scenes.length, S, S, 3] };
}

/** One scene, [S, S, 3]: the backdrop, then each thing with the shadow that it casts on the ground. */
export function renderScene(scene: Scene, sprites: Sprites, S: number): Uint8ClampedArray {
  const canvas = paintBackdrop(scene.backdrop, S);
  for (const { box } of scene.objects) {
    if (box.y + box.height > scene.backdrop.horizon + 0.04) castShadow(canvas, S, box);
  }
  for (const object of scene.objects) compose(canvas, S, object, sprites);
  return Uint8ClampedArray.from(canvas); // rounds to the nearest
}

/** A soft dark ellipse under the thing. */
function castShadow(canvas: Float32Array, S: number, { x, y, width, height }: Box): void {
  const [cx, cy, rx, ry] = [x + width / 2, y + height - 0.005, 0.55 * width, 0.09 * width];
  const columns = range(cx - rx, cx + rx, S);
  for (const row of range(cy - ry, cy + ry, S)) {
    for (const column of columns) {
      const [u, v] = [((column + 0.5) / S - cx) / rx, ((row + 0.5) / S - cy) / ry];
      const dark = 0.34 * Math.max(0, 1 - u * u - v * v);
      const at = (row * S + column) * 3;
      for (let c = 0; c < 3; c++) canvas[at + c] *= 1 - dark;
    }
  }
}

/** The artwork over the canvas, each pixel the mean of the artwork's area under it: rows first, then columns. */
function compose(canvas: Float32Array, S: number, { label, box }: SceneObject, sprites: Sprites): void {
  const [left, top, right, bottom] = extents[label];
  const columns = spread({ from: box.x * S, length: box.width * S, source: [left, right], S });
  const artwork = sprites.get(label) as Float32Array;
  const line = new Float32Array(artworkSize * 4);
  for (const { pixel: row, parts } of spread({ from: box.y * S, length: box.height * S, source: [top, bottom], S })) {
    line.fill(0);
    for (const { source, share } of parts) {
      const at = source * artworkSize * 4;
      for (let i = left * 4; i < right * 4; i++) line[i] += share * artwork[at + i];
    }
    for (const { pixel: column, parts: across } of columns) over(canvas, (row * S + column) * 3, { line, across });
  }
}

/** The share of a source row or column in a pixel. */
interface PartOfPixel {
  readonly source: number;
  readonly share: number;
}

interface Spread {
  readonly from: number;
  readonly length: number;
  readonly source: readonly [number, number];
  readonly S: number;
}

/** For each pixel between `from` and `from + length`, which of the artwork's rows (or columns) lie under it. */
function spread({ from, length, source: [first, last], S }: Spread): { pixel: number; parts: PartOfPixel[] }[] {
  const scale = (last - first) / length;
  return range(from / S, (from + length) / S, S).map((pixel) => {
    const [begin, end] = [first + (pixel - from) * scale, first + (pixel + 1 - from) * scale];
    const parts: PartOfPixel[] = [];
    for (let source = Math.max(first, Math.floor(begin)); source < Math.min(last, end); source++) {
      parts.push({ source, share: (Math.min(source + 1, end) - Math.max(source, begin)) / scale });
    }
    return { pixel, parts };
  });
}

/** One pixel of the canvas under the mean of a line's parts. */
function over(canvas: Float32Array, at: number, { line, across }: { line: Float32Array; across: PartOfPixel[] }): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const { source, share } of across) {
    red += share * line[source * 4];
    green += share * line[source * 4 + 1];
    blue += share * line[source * 4 + 2];
    alpha += share * line[source * 4 + 3];
  }
  canvas[at] = red + canvas[at] * (1 - alpha);
  canvas[at + 1] = green + canvas[at + 1] * (1 - alpha);
  canvas[at + 2] = blue + canvas[at + 2] * (1 - alpha);
}

const extents = Object.fromEntries(emoji.map(({ label, extent }) => [label, extent]));
