import { captionScores } from "../../../analysis/captionMetrics/captionScores";
import type { Words } from "../../../analysis/captionMetrics/ngrams";
import type { Params } from "../../../cells/cell";
import { builders } from "../../../cells/stackOf";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { mapped } from "../../../data/mapped";
import { photographs } from "../../../data/photographs";
import { learn, pointOf, seedBySeed } from "../../../lab/learn";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { type CaptionBatch, captioner } from "../../../models/captioner";
import { trainer } from "../../../train/train";
import { type CaptionItem, drawItems, targetBatch } from "../../shared/captionItems";
import { captionWriter } from "../../shared/captionWriter";
import { nearest, stacked } from "../views";
import { type Album, openAlbum, type Photograph, photographSets } from "./album";
import type { PhotographConfig, PhotographModel, PhotographResult } from "./config";
import { consensusCaptions } from "./consensus";

/** Trains captioners on the photographs of the set whose folder the environment names; without one it does nothing. */
export async function runPhotographs(config: PhotographConfig, context: RunContext): Promise<PhotographResult> {
  const nothing = { config, backbone: null, counts: null, baselines: [], models: [], shown: [], seconds: 0 };
  if (!process.env[photographSets[config.photographs].about.variable]) return nothing;
  const total = config.seeds * config.steps;
  const told = (done: number, status: string) => context.progress?.({ done, total, unit: "steps", status });
  told(0, "the network looks at the photographs");
  const album = await openAlbum(config, context.signal).catch((error) => {
    if (context.signal?.aborted) return undefined;
    throw error;
  });
  if (!album) return nothing;
  const known = { ...nothing, backbone: album.backbone, ...(await aboutAlbum(album, config)) };
  const models = context.signal?.aborted ? [] : await trainOnAlbum(album, config, { ...context, told });
  return { ...known, models };
}

const side = 112;

/** What is known without a captioner: a caption of the nearest photograph, and one of any. */
async function aboutAlbum({ train, test, vocabulary }: Album, { shownPhotographs }: PhotographConfig) {
  const views = train.map(({ view }) => view);
  const near = test.map(({ view }) => train[nearest(view, views)].captions[0]);
  const any = test.map((_, i) => train[Math.floor((i * train.length) / test.length)].captions[0]);
  const shown = test.slice(0, shownPhotographs);
  const { pixels } = await photographs(
    shown.map(({ image }) => image.file as string),
    side,
  );
  const size = side * side * 3;
  return {
    counts: { train: train.length, test: test.length, vocabSize: vocabulary.size },
    baselines: [
      { name: "the nearest training photograph's caption", scores: judged(test, near) },
      { name: "what 20 nearest photographs' captions agree on", scores: judged(test, consensusCaptions(train, test)) },
      { name: "some training photograph's caption", scores: judged(test, any) },
      ...people(test),
    ],
    shown: shown.map(({ image }, i) => ({
      pixels: Buffer.from(pixels.subarray(i * size, (i + 1) * size)).toString("base64"),
      side,
      reference: image.captions[0],
      neighbour: near[i].join(" "),
    })),
  };
}

/** One person's caption of each photograph, judged by the others': what the captioners' numbers are to be compared with. */
function people(test: readonly Photograph[]) {
  const several = test.filter(({ captions }) => captions.length > 1);
  if (several.length === 0) return [];
  const judgedByOthers = several.map(({ captions: [candidate, ...references] }) => ({ candidate, references }));
  return [{ name: "one person's caption, judged by the others'", scores: captionScores(judgedByOthers) }];
}

const judged = (test: readonly Photograph[], written: readonly Words[]) =>
  captionScores(written.map((candidate, i) => ({ candidate, references: test[i].captions })));

type Watched = RunContext & { readonly told: (done: number, status: string) => void };

async function trainOnAlbum(
  album: Album,
  config: PhotographConfig,
  { signal, told }: Watched,
): Promise<PhotographModel[]> {
  const { train, test, vocabulary } = album;
  const { cell, embeddingSize, hiddenSize, steps, learningRate, batchSize, maxWords, beamWidth } = config;
  const imageSize = train[0].view.length;
  const inputSize = embeddingSize + imageSize;
  const model = captioner(builders[cell]({ inputSize, hiddenSize }), { vocabSize: vocabulary.size, imageSize });
  const items = train.flatMap(({ captions }, image) =>
    captions.filter((words) => words.length <= maxWords).map((words) => ({ image, tokens: vocabulary.encode(words) })),
  );
  const batchOf = (drawn: readonly CaptionItem[]): CaptionBatch => ({
    ...targetBatch(drawn, maxWords),
    image: stacked(drawn.map(({ image }) => train[image].view)),
  });
  const training = trainer({
    loss: (params: Params, batch: CaptionBatch) => model.loss(params, batch),
    optimizer: { method: "adam", learningRate, decaySteps: steps },
    clipNorm: 5,
  });
  const writer = captionWriter(model, { vocabulary, length: maxWords });
  const views = stacked(test.map(({ view }) => view));
  const others = stacked(test.map((_, i) => test[(i + 1) % test.length].view));
  try {
    const context = { signal, report: ({ done }: { done: number }) => told(done, "captioners learn") };
    return await seedBySeed({ seeds: seedNumbers(config.seeds), steps }, context, async (n, own) => {
      const turn = {
        params: model.init(fork(seed(n), "weights")),
        batches: mapped(drawItems(items, batchSize, fork(seed(n), "batches")), batchOf),
        ...{ steps, evaluateEvery: config.evaluateEvery, point: pointOf(() => ({})) },
      };
      const { params, ended, curve } = await learn(training, { ...turn, ...own });
      const finished = ended === "finished";
      const captions = finished ? writer.search(params, views, { width: beamWidth, lengthNormalisation: 1 }) : [];
      const shuffled = finished ? writer.search(params, others, { width: beamWidth, lengthNormalisation: 1 }) : [];
      tf.dispose(params as tf.TensorContainer);
      return {
        ...{ seed: n, ended, curve },
        scores: finished ? { own: judged(test, captions), shuffled: judged(test, shuffled) } : null,
        shown: captions.slice(0, n === 1 ? config.shownPhotographs : 0).map((words) => words.join(" ")),
      };
    });
  } finally {
    training.close();
    writer.close();
    tf.dispose([views, others]);
  }
}
