import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import type { LearningConfig, LearningResult, Method } from "./config";
import { runLearningModel } from "./job";

function methodsOf({ windows, excerpt, learningRate, fullRates }: LearningConfig): Method[] {
  return [
    ...windows.map((windowLength): Method => ({ kind: "carried", windowLength, learningRate })),
    ...windows.map((windowLength): Method => ({ kind: "emptied", windowLength, learningRate })),
    ...fullRates.map((rate): Method => ({ kind: "full", windowLength: excerpt, learningRate: rate })),
  ];
}

/** Trains one model a seed and method, from the same weights and on the same text. */
export async function runLearning(config: LearningConfig, context: RunContext): Promise<LearningResult> {
  const { seeds, windows, fullRates: _, ...each } = config;
  for (const length of [...windows, config.excerpt]) {
    expect(
      (config.excerpt * config.excerpts) % length === 0 && config.heldOut % length === 0,
      () =>
        `windows: lengths that divide ${config.excerpt * config.excerpts} and ${config.heldOut} characters expected, got ${length}`,
    );
  }
  corpus(config.corpus, { windowLength: config.excerpt });
  const jobs = product({ seed: seedNumbers(seeds), method: methodsOf(config) }).map(({ seed, method }) => ({
    ...each,
    ...method,
    seed,
  }));
  const models = await runJobs(runLearningModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ excerpt, excerpts }) => excerpt * excerpts,
    unit: "characters a reader",
    inProcesses: config.excerpt * config.excerpts >= 1000,
    reads: corpusFiles(config.corpus),
  });
  return { config, models };
}
