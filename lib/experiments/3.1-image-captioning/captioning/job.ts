import type { Params } from "../../../cells/cell";
import { builders } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { mapped } from "../../../data/mapped";
import type { Told } from "../../../lab/jobProgress";
import { type Learning, type Learnt, learn, type Point, pointOf, seedBySeed } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { type CaptionBatch, type Captioner, captioner } from "../../../models/captioner";
import { trainer } from "../../../train/train";
import { captionedScenes } from "../../shared/captionedScenes";
import { captionItems, drawItems, targetBatch } from "../../shared/captionItems";
import { captionWriter } from "../../shared/captionWriter";
import { stacked, viewsOf } from "../views";
import {
  type ByPlace,
  type CaptioningJob,
  type CaptioningModel,
  type CaptionPoint,
  describedScenes,
  metrics,
  type Scores,
  standard,
} from "./config";
import { sceneScores, truthByPlace } from "./scores";

export interface CaptioningTold extends Told {
  readonly arm: string;
  readonly curve: readonly CaptionPoint[];
}

/** Trains the captioners of one arm, one a seed, and has them write. Once the signal is aborted, that under way is the last. */
export async function trainCaptioners(
  job: CaptioningJob,
  context: JobContext<CaptioningTold>,
): Promise<CaptioningModel[]> {
  const { arm, steps, evaluateEvery, learningRate, batchSize, maxWords } = job;
  const studio = openStudio(job);
  const { model, train, batchOf, measure } = studio;
  const training = trainer({
    loss: (params: Params, batch: CaptionBatch) => model.loss(params, batch),
    optimizer: { method: "adam", learningRate, decaySteps: steps },
    clipNorm: 5,
  });
  const report = (told: Learning<Point<TestNats>>) => context.report?.({ ...told, arm: arm.name });
  try {
    return await seedBySeed(job, { ...context, report }, async (n, own) => {
      const items = drawItems(train.items, batchSize, fork(seed(n), "batches"));
      const batches = mapped(items, (drawn) => batchOf(drawn, train.views, maxWords));
      const params = model.init(fork(seed(n), "weights"));
      const learnt = await learn(training, { ...own, params, batches, steps, evaluateEvery, point: pointOf(measure) });
      const result = judged(studio, learnt, n);
      tf.dispose(learnt.params as tf.TensorContainer);
      return result;
    });
  } finally {
    training.close();
    studio.close();
  }
}

type TestNats = { readonly testNats: number };
type Studio = ReturnType<typeof openStudio>;

/** The scenes as this arm sees them, its model, and what reads and writes with it. */
function openStudio(job: CaptioningJob) {
  const { arm, hiddenSize, embeddingSize, maxWords } = job;
  const { train, test, vocabulary } = captionedScenes(job);
  const views = viewsOf(job, arm.view);
  const imageSize = views.train[0].length;
  const cell = builders[arm.cell]({ inputSize: embeddingSize + imageSize, hiddenSize });
  const model: Captioner = captioner(cell, { vocabSize: vocabulary.size, imageSize, reading: arm.reading });
  const writer = captionWriter(model, { vocabulary, length: maxWords });
  const loss = compile(model.loss);
  const batchOf = (items: Parameters<typeof targetBatch>[0], rows: readonly Float32Array[], length: number) => ({
    ...targetBatch(items, length),
    image: stacked(items.map(({ image }) => rows[image])),
  });
  // One caption of each test scene, whatever its length.
  const asked = test.map(({ captions: [{ words }] }, image) => ({ image, tokens: vocabulary.encode(words) }));
  const testBatch = batchOf(asked, views.test, Math.max(...asked.map(({ tokens }) => tokens.length - 2)));
  return {
    ...{ job, model, writer, test, testBatch, batchOf },
    train: { items: captionItems(train, vocabulary, maxWords), views: views.train },
    measure: (params: Params): TestNats => tf.tidy(() => ({ testNats: loss(params, testBatch).dataSync()[0] })),
    close() {
      loss.close();
      writer.close();
      tf.dispose(testBatch as tf.TensorContainer);
    },
  };
}

function judged(studio: Studio, { params, curve, ended }: Learnt<Params, Point<TestNats>>, n: number): CaptioningModel {
  const { arm, steps } = studio.job;
  const about = { seed: n, condition: arm.name, ended, curve };
  if (ended !== "finished" || curve.at(-1)?.step !== steps) return { ...about, final: null, byPlace: null, shown: [] };
  const written = captionsBy(studio, params, n);
  const forced = studio.writer.forced(params, studio.testBatch);
  const byPlace: ByPlace = {
    forced: truthByPlace(studio.test, forced),
    free: truthByPlace(studio.test, written.greedy),
  };
  const final: Record<string, number> = { testNats: curve[curve.length - 1].testNats };
  final.forced = sceneScores(studio.test, forced).precision;
  for (const [way, captions] of Object.entries(written))
    Object.assign(final, named(way, sceneScores(studio.test, captions)));
  final.free = final["greedy precision"];
  return {
    ...about,
    final,
    byPlace,
    shown: written.greedy.slice(0, n === 1 ? describedScenes : 0).map((w) => w.join(" ")),
  };
}

/** { ciderD } of greedy captions is "greedy ciderD". */
const named = (way: string, scores: Scores) =>
  Object.fromEntries(metrics.map((name) => [`${way} ${name}`, scores[name]]));

/** What it writes of each test scene, and what of another scene's v or of none; only the standard arm's are searched for. */
function captionsBy(
  { job, writer, testBatch: { image } }: Studio,
  params: Params,
  n: number,
): Record<string, string[][]> {
  const key = fork(seed(n), "captions");
  const greedy = { temperature: 0, key };
  // Every picture is given that of the scene after it.
  const [shuffled, zero] = tf.tidy(() => [
    tf.concat([image.slice([1, 0]), image.slice([0, 0], [1, -1])]) as tf.Tensor2D,
    tf.zerosLike(image),
  ]);
  const written = {
    greedy: writer.draw(params, image, greedy),
    sampled: writer.draw(params, image, { temperature: 1, key }),
    shuffled: writer.draw(params, shuffled, greedy),
    zero: writer.draw(params, zero, greedy),
    ...(job.arm.name === standard.name && {
      beam: writer.search(params, image, { width: job.beamWidth, lengthNormalisation: 1 }),
    }),
  };
  tf.dispose([shuffled, zero]);
  return written;
}
