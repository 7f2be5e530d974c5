import { captionScores } from "../../../analysis/captionMetrics/captionScores";
import type { Words } from "../../../analysis/captionMetrics/ngrams";
import type { Params, State } from "../../../cells/cell";
import { builders } from "../../../cells/stackOf";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { mapped } from "../../../data/mapped";
import type { Told } from "../../../lab/jobProgress";
import { learn, pointOf, seedBySeed } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { seedNumbers } from "../../../lab/sweep";
import { attentionCaptioner } from "../../../models/attention";
import { type CaptionBatch, type Captioner, captioner } from "../../../models/captioner";
import { trainer } from "../../../train/train";
import { type CaptionItem, drawItems, targetBatch } from "../../shared/captionItems";
import { captionWriter } from "../../shared/captionWriter";
import { stacked } from "../views";
import type { Album, Photograph } from "./album";
import type { PhotographConfig, PhotographModel, PhotographReading } from "./config";

/** A captioner, and what it is given of photographs. */
interface Reader<I extends tf.Tensor> {
  readonly reads: PhotographReading;
  readonly model: Captioner<I>;
  /** The caller disposes it. */
  imageOf(some: readonly Photograph[]): I;
  /** α before each word of a caption of one photograph. */
  looks(params: Params, photograph: Photograph, caption: Words): number[][];
}

type Train = (album: Album, config: PhotographConfig, context: JobContext<Told>) => Promise<PhotographModel[]>;

/** Trains the captioners of each reading, seed by seed. */
export const trainReading: Readonly<Record<PhotographReading, Train>> = {
  v: (album, config, context) => trainReader(vectorReader(album, config), album, config, context),
  attention: (album, config, context) => trainReader(mapReader(album, config), album, config, context),
};

function vectorReader({ vocabulary, train }: Album, config: PhotographConfig): Reader<tf.Tensor2D> {
  const { cell, embeddingSize, hiddenSize } = config;
  const imageSize = train[0].view.length;
  const reading = builders[cell]({ inputSize: embeddingSize + imageSize, hiddenSize });
  return {
    reads: "v",
    model: captioner(reading, { vocabSize: vocabulary.size, imageSize }),
    imageOf: (some) => stacked(some.map(({ view }) => view)),
    looks: () => [],
  };
}

/** As in section 3.2: asked with the word just read, words said from h, z and that word. */
function mapReader({ vocabulary, places, featureSize }: Album, config: PhotographConfig): Reader<tf.Tensor3D> {
  const { cell, embeddingSize, hiddenSize, attentionSize } = config;
  const model = attentionCaptioner(builders[cell]({ inputSize: embeddingSize + featureSize, hiddenSize }), {
    ...{ vocabSize: vocabulary.size, places, featureSize, attentionSize },
    ...{ askWithWord: true, deepOutput: true },
  });
  const imageOf = (some: readonly Photograph[]) =>
    tf.tidy(() => stacked(some.map(({ map }) => map)).reshape<tf.Tensor3D>([some.length, places, featureSize]));
  return {
    ...{ reads: "attention", model, imageOf },
    looks: (params, photograph, caption) =>
      tf.tidy(() => {
        const tokens = vocabulary.encode(caption).subarray(0, -1);
        const state: State = model.start(params, imageOf([photograph]));
        const { alphas } = model.read(params, tf.tensor2d(tokens, [1, tokens.length], "int32"), { state });
        return alphas.squeeze<tf.Tensor2D>([0]).arraySync().slice(0, caption.length);
      }),
  };
}

async function trainReader<I extends tf.Tensor>(
  { reads, model, imageOf, looks }: Reader<I>,
  { train, test, vocabulary }: Album,
  config: PhotographConfig,
  context: JobContext<Told>,
): Promise<PhotographModel[]> {
  const { steps, learningRate, batchSize, maxWords, beamWidth, evaluateEvery, seeds, shownPhotographs } = config;
  const items = train.flatMap(({ captions }, image) =>
    captions.filter((words) => words.length <= maxWords).map((words) => ({ image, tokens: vocabulary.encode(words) })),
  );
  const batchOf = (drawn: readonly CaptionItem[]): CaptionBatch<I> => ({
    ...targetBatch(drawn, maxWords),
    image: imageOf(drawn.map(({ image }) => train[image])),
  });
  const training = trainer({
    loss: (params: Params, batch: CaptionBatch<I>) => model.loss(params, batch),
    optimizer: { method: "adam", learningRate, decaySteps: steps },
    clipNorm: 5,
  });
  const writer = captionWriter(model, { vocabulary, length: maxWords });
  const own = imageOf(test);
  const others = imageOf(test.map((_, i) => test[(i + 1) % test.length]));
  const written = (params: Params, image: I) =>
    writer.search(params, image, { width: beamWidth, lengthNormalisation: 1 });
  try {
    return await seedBySeed({ seeds: seedNumbers(seeds), steps }, context, async (n, one) => {
      const turn = {
        params: model.init(fork(seed(n), "weights")),
        batches: mapped(drawItems(items, batchSize, fork(seed(n), "batches")), batchOf),
        ...{ steps, evaluateEvery, point: pointOf(() => ({})) },
      };
      const { params, ended, curve } = await learn(training, { ...turn, ...one });
      const isWhole = ended === "finished";
      const captions = isWhole ? written(params, own) : [];
      const scores = isWhole ? { own: judged(test, captions), shuffled: judged(test, written(params, others)) } : null;
      const shown = captions.slice(0, n === 1 ? shownPhotographs : 0).map((words, i) => ({
        caption: words.join(" "),
        looks: looks(params, test[i], words),
      }));
      tf.dispose(params as tf.TensorContainer);
      return { reads, seed: n, ended, curve, scores, shown };
    });
  } finally {
    training.close();
    writer.close();
    tf.dispose([own, others]);
  }
}

export const judged = (test: readonly Photograph[], written: readonly Words[]) =>
  captionScores(written.map((candidate, i) => ({ candidate, references: test[i].captions })));
