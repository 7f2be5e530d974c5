import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { type Corpus, corpus, corpusFiles } from "../../../data/text";
import { readRing } from "../../../data/windows";
import { runJobs } from "../../../lab/jobs";
import { seedNumbers } from "../../../lab/sweep";
import { ngram } from "../../../models/ngram";
import type { RunContext } from "../../../view/session";
import type { CharLmConfig, CharLmResult } from "./config";
import { languageModelLossFigure } from "./figures";
import { type CharLmProgress, runModel } from "./job";
import { textDiversity } from "./samples";

/** Trains one language model a seed on the same text, and draws texts from each. */
export async function runCharLm(config: CharLmConfig, context: RunContext): Promise<CharLmResult> {
  expect(config.textLength >= 4, `textLength: at least 4 characters (a 4-gram) expected, got ${config.textLength}`);
  const known = untrained(config, corpus(config.corpus, config));
  const { seeds, ...each } = config;
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const runs = await runJobs(runModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: corpusFiles(config.corpus),
    watch: (told) => seen(known, told),
  });
  const models = runs.map(({ strip: _, ...model }) => model);
  return { ...known, models, strip: runs[0]?.strip ?? null };
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
  };
}

/** The curves of the models up to here, and what the furthest of them writes. */
function seen(known: CharLmResult, models: readonly CharLmProgress[]) {
  const last = models.map(({ curve }) => curve.at(-1)).reduce((a, b) => ((b?.step ?? 0) > (a?.step ?? 0) ? b : a));
  return {
    status: last && `held-out ${last.heldOutBits.toFixed(3)} bits = ${(last.heldOutBits * Math.LN2).toFixed(3)} nats`,
    excerpt: last?.sample,
    figure: () => languageModelLossFigure({ ...known, models }),
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
