import type { Params } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { mapped } from "../../../data/mapped";
import { type Learning, learn, seedBySeed } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { attentionCaptioner } from "../../../models/attention";
import type { CaptionBatch } from "../../../models/captioner";
import { type Average, reinforceLoss } from "../../../models/reinforce";
import { trainer } from "../../../train/train";
import { type CaptionedScene, captionedScenes } from "../../shared/captionedScenes";
import { type CaptionItem, drawItems, targetBatch } from "../../shared/captionItems";
import { wholeCaptioner } from "../attention/config";
import { type Maps, mapsOf, stackedMaps } from "../attention/maps";
import type { GradientJob, GradientModel } from "./config";
import { enumerate } from "./enumeration";
import { estimates } from "./estimates";

type Batch = CaptionBatch<tf.Tensor3D>;

/** Trains small captioners with hard attention to the picture's quarters, and holds their sampled gradients against the exact one. */
export async function compareGradients(
  job: GradientJob,
  context: JobContext<Learning<object>>,
): Promise<GradientModel[]> {
  const { hiddenSize, embeddingSize, attentionSize, batchSize, steps, evaluateEvery, words, learningRate, entropy } =
    job;
  const { train, test, vocabulary } = captionedScenes(job);
  const maps = quartered(mapsOf(job));
  const { places, featureSize } = maps;
  const model = attentionCaptioner(gru({ inputSize: embeddingSize + featureSize, hiddenSize }), {
    ...{ vocabSize: vocabulary.size, places, featureSize, attentionSize, ...wholeCaptioner, glance: "hard" },
  });
  const items = beginnings(train, vocabulary.encode, words);
  const asked = beginnings(test, vocabulary.encode, words);
  const batchOf = (drawn: readonly CaptionItem[], rows: readonly Float32Array[]): Batch => ({
    ...targetBatch(drawn, words - 1),
    image: stackedMaps(
      maps,
      drawn.map(({ image }) => rows[image]),
    ),
  });
  const training = trainer<Params, Batch, Average>({
    loss: reinforceLoss(model, { baseline: "self-critical", entropy }),
    optimizer: { method: "adam", learningRate, decaySteps: steps },
    clipNorm: 5,
  });
  try {
    return await seedBySeed(job, context, async (n, own) => {
      const key = seed(n);
      const drawn = drawItems(items, batchSize, fork(key, "batches"));
      const turn = {
        params: model.init(fork(key, "weights")),
        batches: mapped(drawn, (some) => batchOf(some, maps.rows.train)),
        ...{ steps, evaluateEvery, point: () => undefined },
        ...{ key: fork(key, "places"), state: { average: tf.zeros([1]) } },
      };
      const { params, ended } = await learn(training, { ...turn, ...own });
      // Another caption for each seed.
      const item = asked[n % asked.length];
      const caption = batchOf([item], maps.rows.test);
      const all = ended === "finished" ? enumerate(model, params, caption) : undefined;
      tf.dispose([params, caption] as tf.TensorContainer);
      return {
        ...{ seed: n, ended, paths: places ** words, identity: all?.identity ?? null },
        caption: vocabulary.decode(item.tokens).join(" "),
        estimators: all ? estimates(all, fork(key, "estimates"), job.repeats) : [],
      };
    });
  } finally {
    training.close();
  }
}

/** Captions' first so many words: START and all but the last are read, the first to the last are to be said. */
const beginnings = (
  scenes: readonly CaptionedScene[],
  encode: (words: readonly string[]) => Int32Array,
  words: number,
): CaptionItem[] =>
  scenes.flatMap(({ captions }, image) =>
    captions
      .filter((caption) => caption.words.length >= words)
      .map((caption) => ({ image, tokens: encode(caption.words.slice(0, words)).subarray(0, -1) })),
  );

/** The mean of each quarter of a square map. */
function quartered({ places, featureSize: D, rows }: Maps): Maps {
  const side = Math.sqrt(places);
  const quarterOf = (i: number) =>
    2 * Math.floor((2 * Math.floor(i / side)) / side) + Math.floor((2 * (i % side)) / side);
  const pooled = (row: Float32Array) => {
    const result = new Float32Array(4 * D);
    for (let i = 0; i < places; i++) {
      for (let d = 0; d < D; d++) result[quarterOf(i) * D + d] += (row[i * D + d] * 4) / places;
    }
    return result;
  };
  return { places: 4, featureSize: D, rows: { train: rows.train.map(pooled), test: rows.test.map(pooled) } };
}
