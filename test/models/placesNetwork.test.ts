import assert from "node:assert/strict";
import { test } from "node:test";
import type { Params } from "../../lib/cells/cell";
import { fork, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { draws } from "../../lib/data/draws";
import { crossEntropy } from "../../lib/models/crossEntropy";
import { placesMini, placesNetwork } from "../../lib/models/placesNetwork";
import { train } from "../../lib/train/train";
import { assertClose } from "../close";

const S = 64;
const model = placesMini({ imageSize: S, classes: 5 });
const params = model.init(seed(3));
const [L, D] = model.taps.places;
const side = Math.sqrt(L);
const square = S / side;

/** Noise [S, S, 3], 0 to 255. */
const noise = (n: number): number[] => {
  const next = uniforms(fork(seed(4), n));
  return Array.from({ length: S * S * 3 }, () => Math.floor(256 * next()));
};
const pictures = (...all: readonly number[][]) => tf.tensor4d(all.flat(), [all.length, S, S, 3]);
const featuresOf = (images: tf.Tensor4D, i: number): number[][] =>
  (model.forward(params, images).places.arraySync() as number[][][]).map((places) => places[i]);

/** How far a pixel lies outside the square of place i, in pixels; 0 within it. */
function outside(pixel: number, i: number): number {
  const far = (at: number, place: number) => Math.max(0, place * square - at, at - (place * square + square - 1));
  return Math.max(far(Math.floor(pixel / S), Math.floor(i / side)), far(pixel % S, i % side));
}

/** One picture with the pixels of another where it is so far from place i. */
const mixed = (one: number[], other: number[], where: (distance: number) => boolean, i: number): number[] =>
  one.map((value, k) => (where(outside(Math.floor(k / 3), i)) ? other[k] : value));

test("a place knows nothing of what is farther than its margin: whatever changes there, no bit of its features does", () => {
  assert.deepEqual([L, D, model.margin], [64, 128, 7]);
  for (const i of [0, 9, 27, 36, 63]) {
    const own = noise(1);
    const others = [2, 3, 4].map((n) => mixed(own, noise(n), (distance) => distance > model.margin, i));
    const [first, ...rest] = featuresOf(pictures(own, ...others), i);
    for (const other of rest) assert.deepEqual(other, first);
  }
});

test("a side that the blocks do not divide is told", () => {
  assert.throws(() => placesMini({ imageSize: 60, classes: 5 }), {
    message: "placesNetwork: imageSize: a multiple of 8, two for each block, expected, got 60",
  });
});

test("it knows of what is at its margin: the window is no smaller", () => {
  for (const i of [0, 9, 27, 63]) {
    const own = noise(1);
    const ring = mixed(own, noise(2), (distance) => distance === model.margin, i);
    const [first, second] = featuresOf(pictures(own, ring), i);
    assert.notDeepEqual(first, second);
  }
});

test("a class's score is the smooth maximum over the places: by hand, and between the mean and the maximum", () => {
  const images = pictures(noise(5), noise(6));
  const { logits, places } = model.forward(params, images);
  const scores = places.reshape<tf.Tensor2D>([-1, D]).matMul(params["score.w"]).add(params["score.b"]);
  const byPlace = scores.reshape<tf.Tensor3D>([2, L, 5]);
  assertClose(logits, byPlace.mul(4).exp().mean(1).log().div(4), 1e-4);
  assert.ok(logits.lessEqual(byPlace.max(1)).all().dataSync()[0]);
  assert.ok(logits.greaterEqual(byPlace.mean(1)).all().dataSync()[0]);
});

test("trained by labels alone, its score of the class is largest where the thing is", async () => {
  const [size, thing, count] = [16, 4, 32];
  const small = placesNetwork({ name: "small", imageSize: size, blocks: [[8], [8]], own: [8], classes: 2 });
  const next = draws(seed(7));
  /** On grey noise a square of 4 × 4 pixels, red or green, at a place of the map. */
  const drawn = () => {
    const [at, label] = [Math.floor(next.number(0, 16)), Math.floor(next.number(0, 2))];
    const pixels = Array.from({ length: size * size }, (_, k) => {
      const [y, x] = [Math.floor(k / size), k % size];
      const there = Math.floor(y / thing) * 4 + Math.floor(x / thing) === at;
      const grey = next.number(60, 180);
      return there ? [label === 0 ? 255 : 0, label === 1 ? 255 : 0, 0] : [grey, grey, grey];
    });
    return { at, label, pixels };
  };
  const batch = () => {
    const all = Array.from({ length: count }, drawn);
    const images = tf.tensor4d(
      all.flatMap(({ pixels }) => pixels.flat()),
      [count, size, size, 3],
    );
    const classes = tf.tensor1d(
      all.map(({ label }) => label),
      "int32",
    );
    return { all, images, classes };
  };
  function* batches() {
    for (;;) {
      const { images, classes } = batch();
      yield { images, classes };
    }
  }
  const fresh = small.init(seed(8));
  const learnt = await train({
    ...{ params: fresh, steps: 150, batches: batches() },
    loss: (own: Params, { images, classes }: { images: tf.Tensor4D; classes: tf.Tensor1D }) =>
      crossEntropy(small.forward(own, images).logits, classes),
    optimizer: { method: "adam", learningRate: 0.01 },
  });
  const { all, images } = batch();
  const { places } = small.forward(learnt.params, images);
  const scores = places.reshape<tf.Tensor2D>([-1, 8]).matMul(learnt.params["score.w"]).add(learnt.params["score.b"]);
  const best = scores.reshape<tf.Tensor3D>([count, 16, 2]).transpose([0, 2, 1]).argMax(2).arraySync() as number[][];
  const right = all.filter(({ at, label }, n) => best[n][label] === at).length;
  assert.ok(right >= 0.9 * count, `${right} of ${count}`);
});
