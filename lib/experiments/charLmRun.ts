import { mean } from "../analysis/statistics";
import type { Params, State } from "../cells/cell";
import { gru } from "../cells/gru";
import { lstm } from "../cells/lstm";
import { stack } from "../cells/stack";
import { vanilla } from "../cells/vanilla";
import { expect } from "../core/errors";
import { fork, type Key, seed } from "../core/random";
import { tf } from "../core/tf";
import { corpus } from "../data/text";
import { slidingWindows, type TokenBatch } from "../data/windows";
import { charLm } from "../models/charLm";
import { ngram } from "../models/ngram";
import { evaluate } from "../train/evaluate";
import { sample } from "../train/sample";
import { type Trained, train } from "../train/train";
import type { RunContext } from "../view/session";
import type { CharLmConfig, CharLmResult, CurvePoint, Setting } from "./charLmConfig";
import { lossFigure } from "./charLmFigures";
import { guessStrip, modelDiversity, textDiversity, wordsOf } from "./charLmSamples";

/** Trains one language model a seed on the same text, and draws texts from each. */
export async function runCharLm(config: CharLmConfig, context: RunContext): Promise<CharLmResult> {
  const start = performance.now();
  const text = corpus(config.corpus, config);
  const words = new Set(wordsOf(text.vocabulary.decode(text.train)));
  const setting = { config, text, words, model: charLm(buildCell(config, text.vocabulary.size)) };
  let result = untrained(setting);
  for (let i = 1; i <= config.seeds && !context.signal?.aborted; i++) {
    const { params, ...trained } = await trainOne(setting, seed(i), watch(result, context));
    const strip = result.strip ?? guessStrip(setting, params, seed(i));
    const heldOutBits = heldOutLoss(setting, params);
    const model = { seed: i, ...trained, heldOutBits, diversity: modelDiversity(setting, params, seed(i)) };
    tf.dispose(params);
    result = { ...result, strip, models: [...result.models, model] };
  }
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

function buildCell({ cell, layers, hiddenSize }: CharLmConfig, vocabSize: number) {
  const builders = { vanilla, lstm, gru };
  expect(cell in builders, `cell: ${Object.keys(builders).join(", ")} expected, got ${cell}`);
  return stack(
    Array.from({ length: layers }, (_, l) =>
      builders[cell]({ inputSize: l === 0 ? vocabSize : hiddenSize, hiddenSize }),
    ),
  );
}

/** The text and what is known of it without a network. */
function untrained(setting: Setting): CharLmResult {
  const { config, text } = setting;
  const { name, train: learnt, heldOut, vocabulary } = text;
  return {
    config,
    corpus: { name, trainCharacters: learnt.length, heldOutCharacters: heldOut.length, vocabSize: vocabulary.size },
    baselines: [1, 2, 3, 4].map((order) => ({ order, bits: ngram(learnt, order, vocabulary.size).bits(heldOut) })),
    reference: textDiversity(setting),
    models: [],
    strip: null,
    seconds: 0,
  };
}

type Watch = (curve: readonly CurvePoint[], step: number) => void;

/** Shows how far the seeds are, and the curves up to there. */
function watch(result: CharLmResult, { signal, progress }: RunContext): { signal?: AbortSignal; show: Watch } {
  const { config, models } = result;
  const show: Watch = (curve, step) => {
    const last = curve.at(-1);
    const loss =
      last && ` · held-out ${last.heldOutBits.toFixed(3)} bits = ${(last.heldOutBits * Math.LN2).toFixed(3)} nats`;
    progress?.({
      done: models.length * config.steps + step,
      total: config.seeds * config.steps,
      unit: "steps",
      status: `model ${models.length + 1} of ${config.seeds}${loss ?? ""}`,
      excerpt: last?.sample,
      figure: () => lossFigure({ ...result, models: [...models, { curve }] }),
    });
  };
  return { signal, show };
}

/** One model from `key`: its weights, its loss curve, and how its training ended. */
async function trainOne(
  setting: Setting,
  key: Key,
  { signal, show }: { signal?: AbortSignal; show: Watch },
): Promise<{ params: Params; curve: CurvePoint[]; ended: Trained<Params>["ended"] }> {
  const { config, text, model } = setting;
  const initial = model.init(fork(key, "weights"));
  const curve: CurvePoint[] = [];
  let losses: number[] = [];
  const trained = await train({
    params: initial,
    loss: model.loss,
    batches: slidingWindows(text.train, config),
    steps: config.steps,
    optimizer: { method: "adam", learningRate: config.learningRate },
    clipNorm: config.clipNorm,
    signal,
    onStep: ({ step, loss }, params) => {
      losses.push(loss);
      if (step % config.evaluateEvery === 0 || step === config.steps) {
        curve.push(curvePoint(setting, params, step, mean(losses)));
        losses = [];
      }
      show(curve, step);
    },
  });
  tf.dispose(initial);
  return { params: trained.params, curve, ended: trained.ended };
}

function curvePoint(setting: Setting, params: Params, step: number, trainLoss: number): CurvePoint {
  const { config, text, model } = setting;
  const [drawn] = sample(model, params, {
    prompts: [text.heldOut.subarray(0, config.windowLength)],
    length: 160,
    temperatures: [0.75],
    key: seed(step),
  });
  return {
    step,
    characters: step * config.batchSize * config.windowLength,
    trainBits: trainLoss / Math.LN2,
    heldOutBits: heldOutLoss(setting, params, 5),
    sample: text.vocabulary.decode(drawn),
  };
}

/** Bits per character on the held-out text, read by 64 readers side by side; or on the first windows of each. */
function heldOutLoss({ config, text, model }: Setting, params: Params, windows = Infinity): number {
  const { windowLength } = config;
  const batchSize = Math.min(64, Math.floor(text.heldOut.length / (windowLength + 1)));
  const all = Math.floor(text.heldOut.length / batchSize / windowLength);
  const batches = slidingWindows(text.heldOut, { batchSize, windowLength });
  return (
    evaluate((batch: TokenBatch, state?: State) => model.loss(params, batch, state), batches, Math.min(windows, all)) /
    Math.LN2
  );
}
