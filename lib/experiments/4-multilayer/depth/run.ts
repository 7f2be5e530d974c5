import { stackOf } from "../../../cells/stackOf";
import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { seedNumbers } from "../../../lab/sweep";
import { charLm } from "../../../models/charLm";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import type { RunContext } from "../../../view/session";
import type { DepthArm, DepthConfig, DepthJob, DepthResult } from "./config";
import { runDepth } from "./job";

/** Trains models of every depth, on each text and in each regime. */
export async function runDepths(config: DepthConfig, context: RunContext): Promise<DepthResult> {
  const { depths, corpora, steps } = config;
  const ordered = depths.every((depth, i) => i === 0 || depth > depths[i - 1]);
  expect(
    ordered && depths[0] === 1 && depths.length >= 3,
    () => `depths: at least three, rising from 1, expected, got ${JSON.stringify(depths)}`,
  );
  const arms = corpora.flatMap((name) => armsOf(config, name));
  const jobs = arms.flatMap((arm, of) => jobsOf(config, arm).map((job) => ({ job, of })));
  const models = await runJobs(
    runDepth,
    jobs.map(({ job }) => job),
    {
      context,
      file: require.resolve("./job"),
      size: ({ seeds, steps }) => seeds.length * steps,
      unit: "steps",
      inProcesses: steps >= 100,
      reads: corpora.flatMap(corpusFiles),
    },
  );
  return { config, arms: arms.map((arm, n) => ({ ...arm, models: models.filter((_, i) => jobs[i].of === n).flat() })) };
}

/** One layer first; where two regimes agree on the hidden size, they share an arm. */
function armsOf({ cell, depths, hiddenSize, windowLength, regimes }: DepthConfig, name: string): DepthArm[] {
  const vocabSize = corpus(name, { windowLength }).vocabulary.size;
  const model = (layers: number, hiddenSize: number) =>
    charLm(stackOf({ cell, layers, inputSize: vocabSize, hiddenSize }));
  const parameters = parameterCount(model(1, hiddenSize));
  return depths.flatMap((layers) => {
    const sizes = regimes.map((regime) =>
      regime === "equal parameters" ? hiddenSizeFor(parameters, (size) => model(layers, size)) : hiddenSize,
    );
    return [...new Set(sizes)].map((size) => ({
      corpus: name,
      regimes: regimes.filter((_, i) => sizes[i] === size),
      layers,
      hiddenSize: size,
      parameters: parameterCount(model(layers, size)),
    }));
  });
}

/** Short trainings share a job, for recording its step takes as long as hundreds of steps; long ones are kept one by one. */
function jobsOf(config: DepthConfig, { corpus, layers, hiddenSize }: DepthArm): DepthJob[] {
  const { corpora: _c, depths: _d, regimes: _r, worth: _w, seeds, learningRate, ...each } = config;
  const rates = { learningRate: learningRate / layers, decaySteps: config.steps, shards: 1 };
  const numbers = seedNumbers(seeds);
  const groups = config.steps < 2_000 ? [numbers] : numbers.map((number) => [number]);
  return groups.map((group) => ({ ...each, ...rates, corpus, layers, hiddenSize, seeds: group }));
}
