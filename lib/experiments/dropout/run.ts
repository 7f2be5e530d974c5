import { expect } from "../../core/errors";
import { fork } from "../../core/random";
import { corpus, corpusFiles } from "../../data/text";
import { charLm } from "../../models/charLm";
import type { RunContext } from "../../view/session";
import { stackOf } from "../builders";
import { type JobContext, runJobs } from "../jobs";
import { seedNumbers } from "../learn";
import { learnInTurn, type SeedResult, type TextProgress, textLearner } from "../textLearner";
import type { DropoutConfig, DropoutJob, DropoutResult } from "./config";

/** Trains models on the beginning of a text with dropout between their layers, and the same models without. */
export async function runDropout(config: DropoutConfig, context: RunContext): Promise<DropoutResult> {
  expect(config.rate < 1, `rate: less than 1 expected, for what is dropped must not be all, got ${config.rate}`);
  expect(config.layers > 1, `layers: at least 2 expected, to drop something between them, got ${config.layers}`);
  const least = config.windowLength + 1;
  expect(
    config.trainCharacters >= least,
    () => `trainCharacters: at least ${least} (a window) expected, got ${config.trainCharacters}`,
  );
  const { seeds, ...each } = config;
  const numbers = seedNumbers(seeds);
  const jobs = [0, config.rate].map((rate) => ({ ...each, rate, decaySteps: each.steps, shards: 1, seeds: numbers }));
  const [without = [], dropped = []] = await runJobs(runDropoutModels, jobs, {
    context,
    file: __filename,
    size: ({ steps }) => seeds * steps,
    unit: "steps",
    inProcesses: config.steps >= 100,
    reads: corpusFiles(config.corpus),
  });
  return { config, without, dropped };
}

/** Trains the models of all seeds at one rate. */
export async function runDropoutModels(job: DropoutJob, context: JobContext<TextProgress>): Promise<SeedResult[]> {
  const whole = corpus(job.corpus, job);
  const text = { ...whole, train: whole.train.subarray(0, job.trainCharacters) };
  const cell = stackOf({ ...job, inputSize: text.vocabulary.size, fanIn: 1 });
  const learner = textLearner(text, charLm(cell, { dropout: job.rate }), job);
  try {
    return await learnInTurn(learner, job, {
      seeds: job.seeds,
      context,
      options: (key) => (job.rate > 0 ? { dropoutKey: fork(key, "dropout") } : {}),
      result: () => ({}),
    });
  } finally {
    learner.close();
  }
}
