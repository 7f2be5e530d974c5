import { expect } from "../../core/errors";
import { corpus, corpusFiles } from "../../data/text";
import { charLm } from "../../models/charLm";
import { hiddenSizeFor, parameterCount } from "../../models/parameters";
import type { RunContext } from "../../view/session";
import { stackOf } from "../builders";
import { runJobs } from "../jobs";
import type { Arm, DepthConfig, DepthJob, DepthResult } from "./config";
import { runDepth } from "./model";

/** Trains models of every depth, on each text and in each regime. */
export async function runDepths(config: DepthConfig, context: RunContext): Promise<DepthResult> {
  const start = performance.now();
  checkDepths(config);
  const arms = config.corpora.flatMap((name) => armsOf(config, name));
  const jobs = arms.flatMap((arm) => jobsOf(config, arm));
  const models = await runJobs(runDepth, jobs, {
    context,
    file: require.resolve("./model"),
    size: ({ seeds, steps }) => seeds.length * steps,
    unit: "steps",
    inProcesses: config.steps >= 100,
    reads: config.corpora.flatMap(corpusFiles),
  });
  const trained = arms.map((arm) => ({ ...arm, models: models.filter((_, i) => isOf(jobs[i], arm)).flat() }));
  return { config, arms: trained, seconds: (performance.now() - start) / 1000 };
}

function checkDepths({ depths }: DepthConfig): void {
  const ordered = depths.every((depth, i) => i === 0 || depth > depths[i - 1]);
  expect(
    ordered && depths[0] === 1 && depths.length >= 3,
    () => `depths: at least three, rising from 1, expected, got ${JSON.stringify(depths)}`,
  );
}

/** One layer first; where two regimes agree on the hidden size, they share an arm. */
function armsOf({ cell, depths, hiddenSize, windowLength, regimes }: DepthConfig, name: string): Arm[] {
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
function jobsOf(config: DepthConfig, { corpus, layers, hiddenSize }: Arm): DepthJob[] {
  const { corpora: _c, depths: _d, regimes: _r, worth: _w, seeds, learningRate, ...each } = config;
  const rates = { learningRate: learningRate / layers, decaySteps: config.steps, shards: 1 };
  const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
  const groups = config.steps < 2_000 ? [numbers] : numbers.map((number) => [number]);
  return groups.map((group) => ({ ...each, ...rates, corpus, layers, hiddenSize, seeds: group }));
}

const isOf = (job: DepthJob, { corpus, layers, hiddenSize }: Arm): boolean =>
  job.corpus === corpus && job.layers === layers && job.hiddenSize === hiddenSize;
