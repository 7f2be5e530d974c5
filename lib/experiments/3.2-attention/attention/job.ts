import { captionScores } from "../../../analysis/captionMetrics/captionScores";
import type { Params } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { mapped } from "../../../data/mapped";
import { namedThings } from "../../../data/sceneNouns";
import type { Told } from "../../../lab/jobProgress";
import { type Learning, type Learnt, learn, type Point, pointOf, seedBySeed } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { attentionCaptioner } from "../../../models/attention";
import type { CaptionBatch } from "../../../models/captioner";
import { type Average, reinforceLoss } from "../../../models/reinforce";
import { trainer } from "../../../train/train";
import { captionedScenes } from "../../shared/captionedScenes";
import { type CaptionItem, captionItems, drawItems, targetBatch } from "../../shared/captionItems";
import { captionWriter } from "../../shared/captionWriter";
import { attendedThings, pointingAccuracy } from "./attendedThings";
import { blendsOf } from "./blend";
import {
  type AttentionFinal,
  type AttentionJob,
  type AttentionModel,
  type Looked,
  shownScenes,
  soft,
  unattended,
  wholeCaptioner,
} from "./config";
import { mapsOf, stackedMaps } from "./maps";

type TestNats = { readonly testNats: number };
type Batch = CaptionBatch<tf.Tensor3D>;

export interface AttentionTold extends Told {
  readonly arm: string;
  readonly curve: AttentionModel["curve"];
}

/** Trains the captioners of one arm, one a seed, has them write, and asks where they look. */
export async function trainLookers(job: AttentionJob, context: JobContext<AttentionTold>): Promise<AttentionModel[]> {
  const { arm, steps, evaluateEvery, learningRate, batchSize, entropy } = job;
  const studio = openStudio(job);
  const { model, items, batchOf, measure } = studio;
  const { baseline, semi } = arm;
  const training = trainer<Params, Batch, Average>({
    loss: baseline ? reinforceLoss(model, { baseline, entropy, semi }) : (params, batch) => model.loss(params, batch),
    optimizer: { method: "adam", learningRate, decaySteps: steps },
    clipNorm: 5,
  });
  const report = (told: Learning<Point<TestNats>>) => context.report?.({ ...told, arm: arm.name });
  try {
    return await seedBySeed(job, { ...context, report }, async (n, own) => {
      const key = seed(n);
      const turn = {
        params: model.init(fork(key, "weights")),
        batches: mapped(drawItems(items, batchSize, fork(key, "batches")), batchOf),
        ...{ steps, evaluateEvery, point: pointOf(measure) },
        ...(baseline && { key: fork(key, "places"), state: { average: tf.zeros([1]) } }),
      };
      const learnt = await learn(training, { ...turn, ...own });
      const result = await judged(studio, learnt, n);
      tf.dispose(learnt.params as tf.TensorContainer);
      return result;
    });
  } finally {
    training.close();
    studio.close();
  }
}

type Studio = ReturnType<typeof openStudio>;

/** The scenes, the model, and what reads and writes with it. */
function openStudio(job: AttentionJob) {
  const { arm, hiddenSize, embeddingSize, attentionSize, maxWords } = job;
  const set = captionedScenes(job);
  const { train, test, vocabulary } = set;
  const maps = mapsOf(job);
  const { places, featureSize } = maps;
  const model = attentionCaptioner(gru({ inputSize: embeddingSize + featureSize, hiddenSize }), {
    ...{ vocabSize: vocabulary.size, places, featureSize, attentionSize, ...wholeCaptioner },
    glance: arm.baseline ? "hard" : arm.name === unattended.name ? "mean" : "soft",
  });
  const writer = captionWriter(model, { vocabulary, length: maxWords });
  const loss = compile(model.loss);
  const look = compile(
    (params: Params, { image, inputs }: Pick<Batch, "image" | "inputs">) =>
      model.read(params, inputs, { state: model.start(params, image) }).alphas,
  );
  const images = stackedMaps(maps, maps.rows.test);
  // One caption of each test scene: the first that is short enough, or the first words of one.
  const asked = test.map(({ captions }, image) => {
    const { words } = captions.find((one) => one.words.length <= maxWords) ?? captions[0];
    return { image, tokens: vocabulary.encode(words.slice(0, maxWords)) };
  });
  const testBatch = targetBatch(asked, maxWords);
  return {
    ...{ job, model, writer, look, images, set, maps },
    items: captionItems(train, vocabulary, maxWords),
    batchOf: (drawn: readonly CaptionItem[]): Batch => ({
      ...targetBatch(drawn, maxWords),
      image: stackedMaps(
        maps,
        drawn.map(({ image }) => maps.rows.train[image]),
      ),
    }),
    measure: (params: Params): TestNats =>
      tf.tidy(() => ({ testNats: loss(params, { ...testBatch, image: images }).dataSync()[0] })),
    close() {
      for (const { close } of [loss, look, writer]) close();
      tf.dispose([images, testBatch] as tf.TensorContainer);
    },
  };
}

async function judged(
  studio: Studio,
  { params, curve, ended, seconds }: Learnt<Params, Point<TestNats>>,
  n: number,
): Promise<AttentionModel> {
  const { job, set, maps, writer, images } = studio;
  const { test } = set;
  const about = { seed: n, condition: job.arm.name, ended, curve, seconds };
  if (ended !== "finished") return { ...about, final: null, blends: [], shown: [] };
  const written = writer.draw(params, images, { temperature: 0, key: seed(n) });
  const alphas = alphasOf(studio, params, written);
  const pointed = written.flatMap((words, i) => attendedThings(words, test[i].scene, (t) => alphas[i][t]));
  const named = written.flatMap((words, i) => namedThings(words, test[i].scene));
  const references = test.map(({ captions }) => captions.map(({ words }) => words));
  const scored = (all: readonly string[][]) =>
    captionScores(all.map((candidate, i) => ({ candidate, references: references[i] }))).ciderD;
  const searched = writer.search(params, images, { width: job.beamWidth, lengthNormalisation: 1 });
  const final: AttentionFinal = {
    testNats: curve[curve.length - 1].testNats,
    ...{ ciderD: scored(written), beamCiderD: scored(searched) },
    precision: named.filter(({ there }) => there).length / Math.max(1, named.length),
    ...pointingAccuracy(pointed),
  };
  const shown = (n === 1 ? shownScenes(job.testScenes) : []).map((i): Looked => {
    return { words: written[i], alphas: written[i].map((_, t) => Array.from(alphas[i][t], rounded)) };
  });
  // They need no captioner, but its maps.
  const key = fork(seed(n), "blends");
  const blends = job.arm.name === soft.name ? await blendsOf({ set, maps, steps: job.steps, key }) : [];
  return { ...about, final, blends, shown };
}

/** Enough for a picture. */
const rounded = (p: number): number => Math.round(p * 1e4) / 1e4;

/** α before each word of what was written, by scene and word. */
function alphasOf({ job, look, images, set }: Studio, params: Params, written: readonly string[][]): Float32Array[][] {
  const items = written.map((words, image) => ({ image, tokens: set.vocabulary.encode(words) }));
  const { inputs, targets, mask } = targetBatch(items, job.maxWords + 1);
  const alphas = look(params, { image: images, inputs });
  const [, T, L] = alphas.shape;
  const values = alphas.dataSync() as Float32Array;
  tf.dispose([inputs, targets, mask, alphas]);
  return written.map((_, n) =>
    Array.from({ length: T }, (__, t) => values.slice((n * T + t) * L, (n * T + t + 1) * L)),
  );
}
