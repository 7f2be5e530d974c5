import { mean } from "../analysis/statistics";
import { expect } from "../core/errors";
import { type Corpus, corpus } from "../data/text";
import { readRing } from "../data/windows";
import { ngram } from "../models/ngram";
import type { RunContext } from "../view/session";
import type { CharLmConfig, CharLmResult, CurvePoint } from "./charLmConfig";
import { lossFigure } from "./charLmFigures";
import { runModel } from "./charLmModel";
import { textDiversity } from "./charLmSamples";

/** Trains one language model a seed on the same text, and draws texts from each. */
export async function runCharLm(config: CharLmConfig, context: RunContext): Promise<CharLmResult> {
  const start = performance.now();
  expect(config.textLength >= 4, `textLength: at least 4 characters (a 4-gram) expected, got ${config.textLength}`);
  let result = untrained(config, corpus(config.corpus, config));
  for (let i = 1; i <= config.seeds && !context.signal?.aborted; i++) {
    const { strip, ...model } = await runModel(config, i, watch(result, context));
    result = { ...result, strip: result.strip ?? strip, models: [...result.models, model] };
  }
  return { ...result, seconds: (performance.now() - start) / 1000 };
}

/** The text and what is known of it without a network. */
function untrained(config: CharLmConfig, text: Corpus): CharLmResult {
  const { name, train: learnt, heldOut, vocabulary } = text;
  return {
    config,
    corpus: { name, trainCharacters: learnt.length, heldOutCharacters: heldOut.length, vocabSize: vocabulary.size },
    baselines: countingLosses(config, text),
    reference: textDiversity(config, text),
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

/** The same for counting models: of the same characters, each reader's first without a context too. */
function countingLosses(config: CharLmConfig, text: Corpus): CharLmResult["baselines"] {
  const counted = ngram(text.train, 4, text.vocabulary.size);
  const length = config.heldOutWindows * config.windowLength + 1;
  const rows = readRing(text.heldOut, { readers: config.batchSize, start: 0, length });
  return [1, 2, 3, 4].map((order) => ({
    order,
    bits: mean(rows.map((row) => counted.bits(row, { first: 1, order }))),
  }));
}
