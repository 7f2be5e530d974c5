import type { Params } from "../../cells/cell";
import { compile } from "../../core/compile";
import { tf } from "../../core/tf";
import { emoji } from "../../data/emoji";
import { groupsOf } from "../../data/scenes";
import type { WordVocabulary } from "../../data/wordVocabulary";
import type { AttentionCaptioner } from "../../models/attention";
import type { CaptionBatch } from "../../models/captioner";
import { targetBatch } from "../captionBatches";
import type { CaptionedScene } from "../sceneSet";
import type { Blend } from "./config";
import { placeOf } from "./pointing";

export const weights = [0, 0.25, 0.5, 0.75, 1];

type Forced = Pick<CaptionBatch<tf.Tensor3D>, "image" | "inputs"> & {
  /** 1 where the weights are set [N, T]. */
  readonly marks: tf.Tensor2D;
  readonly looked: tf.Tensor2D;
};

/**
 * Where a true caption is about to name its first thing, the attention is set: a weight on one place of the first thing,
 * the rest on one of the second. Which thing does the captioner name?
 */
export function blender(model: AttentionCaptioner, test: readonly CaptionedScene[], vocabulary: WordVocabulary) {
  const asked = test.flatMap(({ scene, captions: [caption] }, image) => {
    const [first, second] = groupsOf(scene);
    const at = caption.objects.findIndex((own) => own.length > 0);
    if (!second || at < 0) return [];
    const nouns = new Set(groupsOf(scene).map(({ noun }) => noun));
    return [{ image, at, first, second, nouns, tokens: vocabulary.encode(caption.words.slice(0, at + 1)) }];
  });
  const T = Math.max(...asked.map(({ at }) => at + 1));
  const { inputs, targets, mask } = targetBatch(asked, T);
  const marks = tf.tidy(() =>
    tf.stack(asked.map(({ at }) => tf.oneHot(tf.scalar(at, "int32"), T + 1).cast("float32"))),
  ) as tf.Tensor2D;
  tf.dispose([targets, mask]);
  const begins = firstWords(vocabulary);
  const logits = compile((params: Params, { image, marks: set, looked, ...read }: Forced) => {
    const when = tf.unstack(set, 1);
    const choose = (alpha: tf.Tensor2D, t: number) => {
      const now = when[t].reshape([-1, 1]);
      return alpha.mul(tf.sub(1, now)).add(looked.mul(now)) as tf.Tensor2D;
    };
    return model.read(params, read.inputs, { state: model.start(params, image), choose }).logits;
  });

  /** The noun that each caption goes on with. */
  function named(params: Params, image: tf.Tensor3D, weight: number): string[] {
    const [, L] = image.shape;
    const values = new Float32Array(asked.length * L);
    asked.forEach(({ first, second }, n) => {
      const [a, b] = [first, second].map(({ objects: [{ box }] }) => placeOf(box, Math.sqrt(L)));
      values[n * L + a] += weight;
      values[n * L + b] += 1 - weight;
    });
    const looked = tf.tensor2d(values, [asked.length, L]);
    const said = logits(params, { image, inputs, marks, looked });
    const scores = said.dataSync();
    tf.dispose([looked, said]);
    const V = vocabulary.size;
    return asked.map(({ at }, n) => {
      const from = (n * (T + 1) + at) * V;
      return begins.reduce((a, b) => (scores[from + b.token] > scores[from + a.token] ? b : a)).noun;
    });
  }

  return {
    /** @param maps the places of each test scene, [scenes, L, D] */
    shares(params: Params, maps: tf.Tensor3D): Blend[] {
      const image = tf.tidy(() =>
        tf.gather(
          maps,
          asked.map(({ image: n }) => n),
        ),
      );
      const share = (of: readonly boolean[]) => of.filter((one) => one).length / of.length;
      const blends = weights.map((weight) => {
        const nouns = named(params, image, weight);
        return {
          weight,
          first: share(nouns.map((noun, n) => noun === asked[n].first.noun)),
          second: share(nouns.map((noun, n) => noun === asked[n].second.noun)),
          third: share(nouns.map((noun, n) => !asked[n].nouns.has(noun))),
        };
      });
      image.dispose();
      return blends;
    },
    close() {
      logits.close();
      tf.dispose([inputs, marks]);
    },
  };
}

/** The words with which nouns begin, as tokens: "teddy" of "teddy bear". */
function firstWords({ words }: WordVocabulary): { token: number; noun: string }[] {
  const nouns = new Map(emoji.flatMap(({ noun, plural }) => [noun, plural].map((one) => [one.split(" ")[0], noun])));
  return words.flatMap((word, token) => {
    const noun = nouns.get(word);
    return noun === undefined ? [] : [{ token, noun }];
  });
}
