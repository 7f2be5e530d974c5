import type { Params } from "../../../cells/cell";
import { fork, type Key } from "../../../core/random";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
import { nouns } from "../../../data/emoji";
import { groupsOf, type SceneObject } from "../../../data/scenes";
import { crossEntropy } from "../../../models/crossEntropy";
import { denseWeights } from "../../../models/dense";
import { train } from "../../../train/train";
import type { CaptionedScenes } from "../../shared/captionedScenes";
import { placeOf } from "./attendedThings";
import type { Blend } from "./config";
import type { Maps } from "./maps";

export const weights = [0, 0.25, 0.5, 0.75, 1];

interface Blending {
  readonly set: CaptionedScenes;
  readonly maps: Maps;
  readonly steps: number;
  readonly key: Key;
}

/**
 * What is seen in the average of two objects' features: a read-out learns the noun of a thing from the place at its
 * middle, softmax(x Wy + by), and is then given w x_a + (1 − w) x_b of two things of a test scene.
 * @returns for each weight w the shares of scenes in which it names a, b, or neither
 */
export async function blendsOf({ set, maps, steps, key }: Blending): Promise<Blend[]> {
  const params = await readOut({ set, maps, steps, key });
  const asked = set.test.flatMap(({ scene }, i) => {
    const [a, b] = groupsOf(scene);
    const at = ({ objects: [thing] }: typeof a) => featuresAt(maps, maps.rows.test[i], thing);
    return b ? [{ a: a.noun, b: b.noun, x: [at(a), at(b)] }] : [];
  });
  const named = (w: number): string[] =>
    tf.tidy(() => {
      const z = asked.flatMap(({ x: [a, b] }) => Array.from(a, (value, d) => w * value + (1 - w) * b[d]));
      const logits = tf.tensor2d(z, [asked.length, maps.featureSize]).matMul(params.Wy).add(params.by);
      return Array.from(logits.argMax(1).dataSync(), (noun) => nouns[noun]);
    });
  const share = (of: readonly boolean[]) => of.filter(Boolean).length / Math.max(1, of.length);
  const blends = weights.map((weight) => {
    const seen = named(weight);
    const [first, second] = (["a", "b"] as const).map((which) => share(seen.map((n, i) => n === asked[i][which])));
    return { weight, first, second, third: share(seen.map((n, i) => n !== asked[i].a && n !== asked[i].b)) };
  });
  tf.dispose(params as tf.TensorContainer);
  return blends;
}

/** Learns nouns from single places; another half of the training scenes for each key. */
async function readOut({ set, maps, steps, key }: Blending): Promise<Params> {
  const [chosen, batch] = [draws(fork(key, "scenes")), draws(fork(key, "batches"))];
  const things = set.train.flatMap(({ scene }, i) =>
    chosen.chance(0.5) ? scene.objects.map((thing) => ({ thing, row: maps.rows.train[i] })) : [],
  );
  const D = maps.featureSize;
  function* batches() {
    for (;;) {
      const drawn = Array.from({ length: 64 }, () => batch.one(things));
      const xs = drawn.flatMap(({ thing, row }) => Array.from(featuresAt(maps, row, thing)));
      const classes = drawn.map(({ thing }) => nouns.indexOf(thing.noun));
      yield { x: tf.tensor2d(xs, [drawn.length, D]), classes: tf.tensor1d(classes, "int32") };
    }
  }
  const fresh: Params = denseWeights(fork(key, "read-out"), D, nouns.length);
  const { params } = await train({
    ...{ params: fresh, steps, batches: batches() },
    loss: (own: Params, { x, classes }: { x: tf.Tensor2D; classes: tf.Tensor1D }) =>
      crossEntropy(x.matMul(own.Wy).add(own.by) as tf.Tensor2D, classes),
    optimizer: { method: "adam", learningRate: 0.02, decaySteps: steps },
  });
  tf.dispose(fresh as tf.TensorContainer);
  return params;
}

/** x_i of the place nearest to a thing's middle. */
function featuresAt({ places, featureSize: D }: Maps, row: Float32Array, { box }: SceneObject): Float32Array {
  const i = placeOf(box, Math.sqrt(places));
  return row.subarray(i * D, (i + 1) * D);
}
