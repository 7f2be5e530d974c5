import { mean } from "../analysis/statistics";
import type { Params } from "../cells/cell";
import { gru } from "../cells/gru";
import { lstm } from "../cells/lstm";
import { stack } from "../cells/stack";
import { vanilla } from "../cells/vanilla";
import { compile } from "../core/compile";
import { expect } from "../core/errors";
import { fork, type Key, seed, uniforms } from "../core/random";
import { tf } from "../core/tf";
import { corpus } from "../data/text";
import { slidingWindows } from "../data/windows";
import { charLm } from "../models/charLm";
import type { Checkpoint } from "../train/checkpoint";
import { evaluate } from "../train/evaluate";
import { sampler } from "../train/sample";
import { type Trained, train } from "../train/train";
import type { CharLmConfig, CharLmModelResult, CurvePoint, GuessStrip, Setting } from "./charLmConfig";
import { guessStrip, learntWords, modelDiversity } from "./charLmSamples";
import type { SeedContext } from "./seeds";

/** What one seed contributes; the strip is drawn for the first. */
export type CharLmModelRun = CharLmModelResult & { readonly strip: GuessStrip | null };

/** How far one model is: its steps, and the curve up to there. */
export interface CharLmProgress {
  readonly step: number;
  readonly curve: readonly CurvePoint[];
}
type Context = SeedContext<CharLmProgress>;

/** Trains the language model of one seed, and draws texts from it. */
export async function runModel(config: CharLmConfig, seedNumber: number, context: Context): Promise<CharLmModelRun> {
  const setting = prepare(config);
  try {
    const key = seed(seedNumber);
    const { params, curve, ended } = await trainModel(setting, key, context);
    const bits = heldOutLoss(setting, params);
    const sound = Number.isFinite(bits); // a model that diverged may have no number left to write with
    const strip = sound && seedNumber === 1 ? guessStrip(setting, params, key) : null;
    const diversity = sound ? modelDiversity(setting, params, key) : [];
    tf.dispose(params);
    return { seed: seedNumber, ended, curve, heldOutBits: sound ? bits : null, diversity, strip };
  } finally {
    setting.loss.close();
    setting.sampler.close();
  }
}

function prepare(config: CharLmConfig): Setting {
  const text = corpus(config.corpus, config);
  const words = learntWords(text);
  const model = charLm(buildCell(config, text.vocabulary.size));
  return { config, text, words, model, loss: compile(model.loss), sampler: sampler(model) };
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

/** One model from `key`: its weights, its loss curve, and how its training ended. */
async function trainModel(
  setting: Setting,
  key: Key,
  { signal, report, checkpoint }: Context,
): Promise<{ params: Params; curve: CurvePoint[]; ended: Trained<Params>["ended"] }> {
  const { config, text, model } = setting;
  const [initial, state] = [model.init(fork(key, "weights")), model.zeroState(config.batchSize)];
  let curve: CurvePoint[] = [];
  let losses: number[] = [];
  const saving: Checkpoint<{ curve: CurvePoint[]; losses: number[] }> | undefined = checkpoint
    ? {
        file: checkpoint,
        every: 5 * config.evaluateEvery,
        notes: () => ({ curve, losses }),
        restore(notes) {
          ({ curve, losses } = notes);
        },
      }
    : undefined;
  const trained = await train({
    params: initial,
    loss: model.loss,
    state,
    batches: slidingWindows(text.train, { ...config, start: startOf(text.train, key) }),
    steps: config.steps,
    optimizer: { method: "adam", learningRate: config.learningRate },
    clipNorm: config.clipNorm,
    shards: 2,
    checkpoint: saving as Checkpoint | undefined,
    signal,
    onStep: ({ step, loss }, params) => {
      losses.push(loss);
      if (step % config.evaluateEvery === 0 || step === config.steps) {
        const point = curvePoint(setting, params, { step, trainLoss: mean(losses), key });
        if (Number.isFinite(point.heldOutBits)) curve.push(point);
        losses = [];
      }
      report?.({ step, curve });
    },
  });
  tf.dispose([initial, state] as tf.TensorContainer);
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
  const { config, text, sampler } = setting;
  const prompt = text.heldOut.subarray(0, config.windowLength);
  const [drawn] = sampler.draw(params, {
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
function heldOutLoss({ config, text, model, loss }: Setting, params: Params): number {
  const batches = slidingWindows(text.heldOut, config);
  const state = model.zeroState(config.batchSize);
  const nats = evaluate((batch, carried) => loss(params, batch, carried), {
    batches,
    state,
    count: config.heldOutWindows,
  });
  tf.dispose(state as tf.TensorContainer);
  return nats / Math.LN2;
}
