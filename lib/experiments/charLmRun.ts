import { mean } from "../analysis/statistics";
import type { Params, State } from "../cells/cell";
import { gru } from "../cells/gru";
import { lstm } from "../cells/lstm";
import { stack } from "../cells/stack";
import { vanilla } from "../cells/vanilla";
import { expect } from "../core/errors";
import { fork, type Key, seed, uniforms } from "../core/random";
import { tf } from "../core/tf";
import { corpus } from "../data/text";
import { readRing, slidingWindows, type TokenBatch } from "../data/windows";
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
  expect(config.textLength >= 4, `textLength: at least 4 characters (a 4-gram) expected, got ${config.textLength}`);
  const text = corpus(config.corpus, config);
  const words = new Set(wordsOf(text.vocabulary.decode(text.train)));
  const setting = { config, text, words, model: charLm(buildCell(config, text.vocabulary.size)) };
  let result = untrained(setting);
  for (let i = 1; i <= config.seeds && !context.signal?.aborted; i++) {
    const { params, curve, ended } = await trainOne(setting, seed(i), watch(result, context));
    const bits = heldOutLoss(setting, params);
    const sound = Number.isFinite(bits); // a model that diverged may have no number left to write with
    const strip = result.strip ?? (sound ? guessStrip(setting, params, seed(i)) : null);
    const diversity = sound ? modelDiversity(setting, params, seed(i)) : [];
    const model = { seed: i, ended, curve, heldOutBits: sound ? bits : null, diversity };
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
    baselines: countingLosses(setting),
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
    batches: slidingWindows(text.train, { ...config, start: startOf(text.train, key) }),
    steps: config.steps,
    optimizer: { method: "adam", learningRate: config.learningRate },
    clipNorm: config.clipNorm,
    signal,
    onStep: ({ step, loss }, params) => {
      losses.push(loss);
      if (step % config.evaluateEvery === 0 || step === config.steps) {
        const point = curvePoint(setting, params, { step, trainLoss: mean(losses), key });
        if (Number.isFinite(point.heldOutBits)) curve.push(point);
        losses = [];
      }
      show(curve, step);
    },
  });
  tf.dispose(initial);
  return { params: trained.params, curve, ended: trained.ended };
}

/** Where in the text the first reader starts, so that models differ in what they read when. */
const startOf = (tokens: Int32Array, key: Key): number => Math.floor(uniforms(fork(key, "start"))() * tokens.length);

interface Point {
  readonly step: number;
  readonly trainLoss: number;
  readonly key: Key;
}

function curvePoint(setting: Setting, params: Params, { step, trainLoss, key }: Point): CurvePoint {
  const { config, text, model } = setting;
  const prompt = text.heldOut.subarray(0, config.windowLength);
  const [drawn] = sample(model, params, {
    sequences: [{ prompt, temperature: 0.75, key: fork(key, `text at step ${step}`) }],
    length: 160,
  });
  return {
    step,
    characters: step * config.batchSize * config.windowLength,
    trainBits: trainLoss / Math.LN2,
    heldOutBits: heldOutLoss(setting, params),
    sample: text.vocabulary.decode(drawn),
  };
}

/** Bits per held-out character: readers start with an empty state and carry it from window to window. */
function heldOutLoss({ config, text, model }: Setting, params: Params): number {
  const batches = slidingWindows(text.heldOut, config);
  const loss = (batch: TokenBatch, state?: State) => model.loss(params, batch, state);
  return evaluate(loss, batches, config.heldOutWindows) / Math.LN2;
}

/** The same for counting models: of the same characters, each reader's first without a context too. */
function countingLosses({ config, text }: Setting): CharLmResult["baselines"] {
  const counted = ngram(text.train, 4, text.vocabulary.size);
  const length = config.heldOutWindows * config.windowLength + 1;
  const rows = readRing(text.heldOut, { readers: config.batchSize, start: 0, length });
  return [1, 2, 3, 4].map((order) => ({
    order,
    bits: mean(rows.map((row) => counted.bits(row, { first: 1, order }))),
  }));
}
