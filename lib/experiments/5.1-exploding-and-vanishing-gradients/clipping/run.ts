import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import { ngram } from "../../../models/ngram";
import type { RunContext } from "../../../view/session";
import { type ClippingConfig, type ClippingModel, type ClippingResult, rules } from "./config";
import { trainClipped } from "./job";

/** Trains the same models without clipping, with clipping by norm and by value, at several learning rates. */
export async function runClipping(config: ClippingConfig, context: RunContext): Promise<ClippingResult> {
  const { seeds, otherRates, ...each } = config;
  expect(config.steps >= 2, `steps: at least 2 expected, got ${config.steps}`);
  const { name, train, heldOut, vocabulary } = corpus(config.corpus, config);
  const frequencies = ngram(train, 1, vocabulary.size).bits(heldOut) * Math.LN2;
  const jobs = product({ rate: ratesOf(config), seed: seedNumbers(seeds) }).map((own) => ({ ...each, ...own }));
  const groups = await runJobs(trainClipped, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => rules.length * steps,
    unit: "steps",
    inProcesses: config.steps >= 200,
    reads: corpusFiles(config.corpus),
  });
  return { config, corpus: name, frequencies, models: groups.flat() };
}

/** The rate that the claims are judged at comes first. */
export const ratesOf = ({ learningRate, otherRates }: ClippingConfig): number[] => [
  ...new Set([learningRate, ...otherRates]),
];

/** Mean loss over the last eighth of the steps. */
export const finalLoss = ({ losses }: ClippingModel): number => mean(losses.slice(-Math.ceil(losses.length / 8)));

/** Diverged, or ends knowing less than how frequent each character is. */
export const isLost = (model: ClippingModel, { frequencies }: ClippingResult): boolean =>
  model.ended === "diverged" || finalLoss(model) > frequencies;

/** How far the longest gradient of a training stands out, and the median. */
export function spikes({ norms }: ClippingModel): { longest: number; median: number } {
  const sorted = [...norms].sort((a, b) => a - b);
  return { longest: sorted[sorted.length - 1], median: sorted[Math.floor(sorted.length / 2)] };
}
