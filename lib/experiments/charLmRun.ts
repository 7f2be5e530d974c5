import { mean } from "../analysis/statistics";
import { expect } from "../core/errors";
import { type Corpus, corpus, corpusFiles } from "../data/text";
import { readRing } from "../data/windows";
import { ngram } from "../models/ngram";
import type { Progress } from "../view/progress";
import type { RunContext } from "../view/session";
import type { CharLmConfig, CharLmResult } from "./charLmConfig";
import { lossFigure } from "./charLmFigures";
import { type CharLmModelRun, type CharLmProgress, runModel } from "./charLmModel";
import { textDiversity } from "./charLmSamples";
import { overSeeds } from "./seeds";

/** Trains one language model a seed on the same text, and draws texts from each. */
export async function runCharLm(config: CharLmConfig, context: RunContext): Promise<CharLmResult> {
  const start = performance.now();
  expect(config.textLength >= 4, `textLength: at least 4 characters (a 4-gram) expected, got ${config.textLength}`);
  const known = untrained(config, corpus(config.corpus, config));
  const { signal, progress, keep } = context;
  const { seeds: _seeds, ...each } = config;
  const reached = new Map<number, CharLmProgress>();
  let found = 0;
  const report = (seed: number, at: CharLmProgress) => {
    reached.set(seed, at);
    progress?.(progressOf(known, reached, found));
  };
  const kept = {
    config: each,
    reads: corpusFiles(config.corpus),
    found(seed: number, { curve }: CharLmModelRun) {
      found++;
      report(seed, { step: config.steps, curve });
    },
  };
  const runs = await overSeeds(runModel, config, {
    count: config.seeds,
    from: { file: require.resolve("./charLmModel"), name: runModel.name },
    inProcesses: config.steps >= 300,
    signal,
    report,
    keep: keep === undefined ? undefined : { ...kept, folder: keep },
  });
  const models = runs.map(({ strip: _, ...model }) => model);
  return { ...known, models, strip: runs[0]?.strip ?? null, seconds: (performance.now() - start) / 1000 };
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

/** How far the models are together, and the curves up to there. */
function progressOf(known: CharLmResult, reached: ReadonlyMap<number, CharLmProgress>, found: number): Progress {
  const { config } = known;
  const models = [...reached.values()];
  const furthest = models.reduce((a, b) => (b.curve.length > a.curve.length ? b : a));
  const last = furthest.curve.at(-1);
  const loss =
    last && ` · held-out ${last.heldOutBits.toFixed(3)} bits = ${(last.heldOutBits * Math.LN2).toFixed(3)} nats`;
  return {
    done: models.reduce((sum, { step }) => sum + step, 0),
    total: config.seeds * config.steps,
    unit: "steps",
    status: `model ${reached.size} of ${config.seeds}${loss ?? ""}${found > 0 ? ` · ${found} kept from before` : ""}`,
    excerpt: last?.sample,
    figure: () => lossFigure({ ...known, models }),
  };
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
