import assert from "node:assert/strict";
import { test } from "node:test";
import { lightOf, lit } from "../../lib/view/lit";

const side = 16;
const picture = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 37) % 256);
const pixel = (from: ArrayLike<number>, x: number, y: number) =>
  [0, 1, 2].map((c) => from[3 * (y * side + x) + c]) as [number, number, number];

test("where attention is the same everywhere, the picture is as it was", () => {
  assert.deepEqual(lit(picture, side, new Array(16).fill(1 / 16)), picture);
});

test("where attention is on one place, this is in colour, and what is far from it grey and dark", () => {
  for (const place of [0, 3, 12, 15]) {
    const seen = lit(
      picture,
      side,
      Array.from({ length: 16 }, (_, i) => (i === place ? 1 : 0)),
    );
    const [x, y] = [(place % 4) / 3, Math.floor(place / 4) / 3];
    assert.deepEqual(pixel(seen, 15 * x, 15 * y), pixel(picture, 15 * x, 15 * y));
    const [red, green, blue] = pixel(seen, 15 * (1 - x), 15 * (1 - y));
    assert.ok(Math.max(red, green, blue) - Math.min(red, green, blue) <= 1 && red <= 0.35 * 255);
  }
});

test("the light of one place is brightest at its middle; of two beside one another it is between them", () => {
  const coordinates = Array.from({ length: 13 }, (_, k) => k / 4);
  const brightest = (alpha: readonly number[]) => {
    const light = lightOf(alpha, coordinates);
    const best = light.indexOf(Math.max(...light));
    return [coordinates[best % 13], coordinates[Math.floor(best / 13)]];
  };
  const on = (...places: readonly number[]) => Array.from({ length: 16 }, (_, i) => (places.includes(i) ? 1 : 0));
  assert.deepEqual(brightest(on(0)), [0, 0]);
  assert.deepEqual(brightest(on(15)), [3, 3]);
  assert.deepEqual(brightest(on(5, 6)), [1.5, 1]);
  for (const value of lightOf(new Array(16).fill(1 / 16), coordinates)) assert.ok(Math.abs(value - 1 / 16) < 1e-12);
});
