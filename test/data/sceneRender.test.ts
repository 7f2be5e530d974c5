import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { seed } from "../../lib/core/random";
import { paintBackdrop } from "../../lib/data/backdrop";
import { emoji } from "../../lib/data/emoji";
import { renderScene, renderScenes } from "../../lib/data/sceneRender";
import { type Scene, scenes, single } from "../../lib/data/scenes";
import { artworkSize, type Sprites, sprites } from "../../lib/data/sprites";

const S = 64;
const all = scenes(seed(5), 60);
let drawn: Sprites;
before(async () => {
  drawn = await sprites();
});

/** The largest difference of a colour at each pixel. */
const differences = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
  Array.from({ length: a.length / 3 }, (_, i) =>
    Math.max(...[0, 1, 2].map((c) => Math.abs(a[3 * i + c] - b[3 * i + c]))),
  );

describe("a rendered scene", () => {
  test("is the same again, alone or among others", () => {
    const { pixels, shape } = renderScenes(all, drawn, S);
    assert.deepEqual(shape, [all.length, S, S, 3]);
    for (const n of [0, 17]) {
      assert.deepEqual(
        pixels.slice(n * S * S * 3, (n + 1) * S * S * 3),
        Uint8Array.from(renderScene(all[n], drawn, S)),
      );
    }
  });

  test("shows each thing exactly in its box: to the pixel at each of the four edges, whatever the resolution", () => {
    for (const size of [S, 96]) {
      for (const { backdrop, objects } of all.slice(0, 30)) {
        // In the sky, where nothing casts a shadow.
        const scene: Scene = { backdrop: { ...backdrop, horizon: 2 }, objects };
        const changed = differences(
          renderScene(scene, drawn, size),
          renderScene({ ...scene, objects: [] }, drawn, size),
        );
        const touched = changed.flatMap((difference, i) => (difference > 2 ? [i] : []));
        for (const { box, label } of objects) {
          const [left, right] = [box.x * size, (box.x + box.width) * size];
          const [top, bottom] = [box.y * size, (box.y + box.height) * size];
          const own = touched
            .map((i) => ({ x: i % size, y: Math.floor(i / size) }))
            .filter(({ x, y }) => x >= left - 1 && x <= right && y >= top - 1 && y <= bottom);
          const edges = [
            [Math.min(...own.map(({ x }) => x)), left],
            [Math.max(...own.map(({ x }) => x + 1)), right],
            [Math.min(...own.map(({ y }) => y)), top],
            [Math.max(...own.map(({ y }) => y + 1)), bottom],
          ];
          for (const [found, edge] of edges) assert.ok(Math.abs(found - edge) <= 2, `${label}: ${found}, not ${edge}`);
        }
        const inside = (i: number) =>
          objects.some(({ box: { x, y, width, height } }) => {
            const [column, row] = [(i % size) / size, Math.floor(i / size) / size];
            return column > x - 1 / size && column < x + width && row > y - 1 / size && row < y + height;
          });
        assert.ok(touched.every(inside), "nothing outside of the boxes");
      }
    }
  });

  test("at the artwork's own size is the artwork", () => {
    const [{ label, extent }] = emoji;
    const [left, top, right, bottom] = extent;
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    const { objects, backdrop } = single(seed(1), emoji[0]);
    const unit = Object.fromEntries(
      Object.entries(box).map(([name, value]) => [name, value / artworkSize]),
    ) as typeof box;
    const scene: Scene = { backdrop: { ...backdrop, horizon: 2 }, objects: [{ ...objects[0], box: unit }] };
    const pixels = renderScene(scene, drawn, artworkSize);
    const artwork = drawn.get(label) as Float32Array;
    for (let i = 0; i < artworkSize ** 2; i++) {
      if (artwork[4 * i + 3] < 1) continue;
      for (let c = 0; c < 3; c++) assert.ok(Math.abs(pixels[3 * i + c] - artwork[4 * i + c]) <= 1);
    }
  });

  test("looks the same at another resolution", () => {
    for (const scene of all.slice(0, 10)) {
      const [small, large] = [renderScene(scene, drawn, S), renderScene(scene, drawn, 2 * S)];
      const halved = Array.from({ length: S * S * 3 }, (_, at) => {
        const [row, column, c] = [Math.floor(at / (3 * S)), Math.floor(at / 3) % S, at % 3];
        const four = [0, 1, 2 * S, 2 * S + 1].map((k) => large[(4 * row * S + 2 * column + k) * 3 + c]);
        return four.reduce((a, b) => a + b) / 4;
      });
      const mean = differences(small, halved).reduce((a, b) => a + b) / S ** 2;
      assert.ok(mean < 2, `${mean}`);
    }
  });
});

test("the sixteen backdrops are told apart by eye: no two look alike", () => {
  const seen = new Map(all.map(({ backdrop }) => [`${backdrop.place} ${backdrop.time}`, backdrop]));
  const painted = [...seen.values()].map((backdrop) => paintBackdrop({ ...backdrop, horizon: 0.3, phase: 0.5 }, 32));
  painted.forEach((a, i) => {
    for (const b of painted.slice(i + 1)) {
      const mean = differences(a, b).reduce((sum, value) => sum + value) / 32 ** 2;
      assert.ok(mean > 8, `${mean}`);
    }
  });
});
