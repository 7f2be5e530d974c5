import type { Wiring } from "../../../cells/spec";
import { stackOf } from "../../../cells/stackOf";
import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedGroups } from "../../../lab/sweep";
import { charLm } from "../../../models/charLm";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import type { DepthArm, DepthConfig, DepthJob, DepthResult, Regime } from "./config";
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
  const { corpora: _c, depths: _d, regimes: _r, learningRates, seeds, ...each } = config;
  const run = (jobs: readonly Pick<DepthJob, Own>[]) =>
    runJobs(
      runDepth,
      jobs.map((own): DepthJob => ({ ...each, ...own, decaySteps: own.steps, shards: 1 })),
      {
        context,
        file: require.resolve("./job"),
        size: ({ seeds, steps }) => seeds.length * steps,
        unit: "steps",
        inProcesses: steps >= 100,
        reads: corpora.flatMap(corpusFiles),
      },
    );
  const partOf = ({ corpus, layers, hiddenSize, wiring }: DepthArm) => ({ corpus, layers, hiddenSize, ...wiring });
  const { rateOf, tried } = await ownRates(arms, {
    rates: learningRates,
    nameOf: (arm) => JSON.stringify(partOf(arm)),
    // A quarter is enough to tell which rate is best.
    pilot: async (pilots) => {
      const short = Math.ceil(steps / 4);
      const models = await run(
        pilots.map(({ seed, learningRate, ...arm }) => ({ ...partOf(arm), learningRate, steps: short, seeds: [seed] })),
      );
      return models.map(([model]) => model?.heldOutBits ?? null);
    },
  });
  const jobs = arms.flatMap((arm, of) =>
    seedGroups(seeds, steps).map((group) => ({ arm, of, learningRate: rateOf(arm), steps, seeds: group })),
  );
  const models = await run(jobs.map(({ arm, of: _, ...own }) => ({ ...partOf(arm), ...own })));
  const ofArm = (n: number) => models.filter((_, i) => jobs[i].of === n).flat();
  return { config, tried, arms: arms.map((arm, n) => ({ ...arm, learningRate: rateOf(arm), models: ofArm(n) })) };
}

type Own = "corpus" | "layers" | "hiddenSize" | "residual" | "norm" | "learningRate" | "steps" | "seeds";

const wirings: Readonly<Record<Regime, Wiring>> = {
  "equal hidden size": {},
  "equal parameters": {},
  residual: { residual: true },
  "residual and layer norm": { residual: true, norm: "layer" },
};

/** One layer first, which all regimes share; so do two that agree on hidden size and wiring. */
function armsOf({ cell, depths, hiddenSize, windowLength, regimes }: DepthConfig, name: string): DepthArm[] {
  const vocabSize = corpus(name, { windowLength }).vocabulary.size;
  const model = (layers: number, hiddenSize: number) =>
    charLm(stackOf({ cell, layers, inputSize: vocabSize, hiddenSize }));
  const parameters = parameterCount(model(1, hiddenSize));
  return depths.flatMap((layers, i) => {
    const all = regimes
      .filter((regime) => i % 2 === 0 || !wirings[regime].residual)
      .map((regime) => ({
        regime,
        hiddenSize:
          regime === "equal parameters" ? hiddenSizeFor(parameters, (size) => model(layers, size)) : hiddenSize,
        wiring: layers === 1 ? {} : wirings[regime],
      }));
    const keys = all.map(({ hiddenSize, wiring }) => JSON.stringify([hiddenSize, wiring]));
    return [...new Set(keys)].map((key) => {
      const same = all.filter((_, i) => keys[i] === key);
      const [{ hiddenSize, wiring }] = same;
      const regimes = same.map(({ regime }) => regime);
      return {
        corpus: name,
        regimes,
        layers,
        hiddenSize,
        wiring,
        parameters: parameterCount(model(layers, hiddenSize)),
      };
    });
  });
}
