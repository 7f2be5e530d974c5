import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import type { LearningConfig, LearningJob, LearningResult, Method } from "./config";
import { runLearningModel } from "./job";

/** What is compared, seed by seed. */
export function methodsOf({ cells, windows, steps, excerpt, excerpts, raced }: LearningConfig): Method[] {
  return cells.flatMap((cell): Method[] => [
    ...product({ kind: ["carried", "emptied"] as const, windowLength: windows }).map((own) => ({
      cell,
      ...own,
      steps,
    })),
    { cell, kind: "raced", windowLength: raced, steps: (excerpt * excerpts) / raced },
    { cell, kind: "full", windowLength: excerpt, steps: excerpts },
  ]);
}

/** Trains one model a seed and method, from the same weights and on the same text. */
export async function runLearning(config: LearningConfig, context: RunContext): Promise<LearningResult> {
  const {
    corpus: name,
    hiddenSize,
    batchSize,
    clipNorm,
    learningRates,
    points,
    heldOut,
    excerpt,
    excerpts,
    raced,
  } = config;
  expect(
    (excerpt * excerpts) % raced === 0,
    () => `raced: a length that divides ${excerpt * excerpts} characters expected, got ${raced}`,
  );
  for (const length of [...config.windows, raced, excerpt])
    expect(
      heldOut % length === 0,
      () => `windows: lengths that divide ${heldOut} held-out characters expected, got ${length}`,
    );
  corpus(name, { windowLength: excerpt });
  const run = (jobs: readonly (Method & Pick<LearningJob, "learningRate" | "seed" | "pilot">)[]) =>
    runJobs(
      runLearningModel,
      jobs.map((own): LearningJob => {
        // A quarter is enough to tell which rate is best, but for full BPTT, which makes few updates, and the window beside it.
        const short = own.pilot && own.kind !== "raced" && own.kind !== "full";
        const steps = short ? Math.ceil(own.steps / 4) : own.steps;
        return {
          ...{ corpus: name, hiddenSize, batchSize, clipNorm, ...own, steps, decaySteps: steps, shards: 1 },
          evaluateEvery: Math.max(1, Math.floor(steps / points)),
          heldOutWindows: heldOut / own.windowLength,
        };
      }),
      {
        context,
        file: require.resolve("./job"),
        size: ({ steps, windowLength }) => steps * windowLength,
        unit: "characters a reader",
        inProcesses: excerpt * excerpts >= 1000,
        reads: corpusFiles(name),
      },
    );

  const methods = methodsOf(config);
  const { rateOf } = await ownRates(methods, {
    rates: learningRates,
    nameOf: ({ cell, kind, windowLength }) => `${cell}, ${kind}, ${windowLength}`,
    pilot: async (jobs) =>
      (await run(jobs.map((job) => ({ ...job, pilot: true })))).map(({ carried }) => carried?.bits ?? null),
  });
  const models = await run(
    product({ seed: seedNumbers(config.seeds), method: methods }).map(({ seed, method }) => ({
      ...{ ...method, seed, pilot: false, learningRate: rateOf(method) },
    })),
  );
  return { config, models };
}
