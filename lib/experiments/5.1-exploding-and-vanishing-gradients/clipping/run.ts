import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { ngram } from "../../../models/ngram";
import { type ClippingConfig, type ClippingModel, type ClippingResult, rules, type Training } from "./config";
import { trainClipped } from "./job";

/** Trains the same models without clipping, with clipping by norm and by value, at several learning rates. */
export async function runClipping(config: ClippingConfig, context: RunContext): Promise<ClippingResult> {
  const { seeds, otherRates: _, gain: _gain, adamRate: _rate, ...each } = config;
  expect(config.steps >= 2, `steps: at least 2 expected, got ${config.steps}`);
  const { name, train, heldOut, vocabulary } = corpus(config.corpus, config);
  const frequencies = ngram(train, 1, vocabulary.size).bits(heldOut) * Math.LN2;
  const jobs = product({ training: trainingsOf(config), seed: seedNumbers(seeds) }).map(({ training, seed }, i) => ({
    ...{ ...each, ...training, seed },
    judged: i < seeds, // the first training's
  }));
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

/** What the claims are about comes first; then other rates; last the default gain, and Adam. */
function trainingsOf(config: ClippingConfig): Training[] {
  const { gain, learningRate, adamRate } = config;
  return [
    ...ratesOf(config).map((rate): Training => ({ rate, gain, optimizer: "sgd" })),
    { rate: learningRate, gain: 1, optimizer: "sgd" },
    { rate: adamRate, gain, optimizer: "adam" },
  ];
}

/** The models of one optimiser at one rate, and at the large gain unless said otherwise. */
export const trainedBy = (
  { models, config }: ClippingResult,
  { optimizer = "sgd", rate = config.learningRate, gain = config.gain }: Partial<Training> = {},
): ClippingModel[] => models.filter((one) => one.optimizer === optimizer && one.rate === rate && one.gain === gain);

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
