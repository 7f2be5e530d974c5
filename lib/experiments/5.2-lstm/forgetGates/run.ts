import { expect } from "../../../core/errors";
import { corpusFiles } from "../../../data/text";
import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import type { TextProgress } from "../../../lab/textLearner";
import { type LstmConfig, type LstmJob, type LstmResult, variants } from "./config";
import { runLstmModel } from "./job";

/** Measures networks of every kind fresh, trains them on the same text, and measures them again. */
export async function runLstm(config: LstmConfig, context: RunContext): Promise<LstmResult> {
  const { seeds, learningRates, measuredAt, ...each } = config;
  expect(each.productLag >= 10, `productLag: at least 10, where a claim looks, expected, got ${each.productLag}`);
  expect(
    each.lag > each.productLag,
    `lag: more than productLag, which is ${each.productLag}, expected, got ${each.lag}`,
  );
  expect(
    each.passages >= each.productPassages,
    `passages: at least productPassages, which is ${each.productPassages}, expected, got ${each.passages}`,
  );
  for (const step of measuredAt)
    expect(
      step % each.evaluateEvery === 0,
      () => `measuredAt: multiples of evaluateEvery, which is ${each.evaluateEvery}, expected, got ${step}`,
    );
  const run = (arms: readonly Pick<LstmJob, "variant" | "seed" | "learningRate">[], steps: number) =>
    runJobs(
      runLstmModel,
      arms.map((own): LstmJob => ({ ...each, measuredAt, ...own, steps, decaySteps: steps, shards: 1 })),
      {
        context,
        file: require.resolve("./job"),
        size: (job) => job.steps,
        unit: "steps",
        inProcesses: config.steps >= 300,
        reads: corpusFiles(config.corpus),
        watch: seen,
      },
    );
  const arms = variants.map((variant) => ({ variant }));
  const { rateOf, tried } = await ownRates(arms, {
    rates: learningRates,
    nameOf: ({ variant }) => variant,
    // A quarter is enough to tell which rate is best.
    pilot: async (jobs) => (await run(jobs, Math.ceil(config.steps / 4))).map(({ heldOutBits }) => heldOutBits),
  });
  const jobs = product({ seed: seedNumbers(seeds), arm: arms });
  const runs = await run(
    jobs.map(({ seed, arm }) => ({ ...arm, seed, learningRate: rateOf(arm) })),
    config.steps,
  );
  const models = runs.map(({ gates: _, ...model }) => model);
  const gates = runs.find((run) => run.gates)?.gates ?? null;
  return { config, models, tried, gates };
}

/** What the furthest of them has reached. */
function seen(models: readonly TextProgress[]) {
  const points = models.flatMap(({ curve }) => curve.at(-1) ?? []);
  if (points.length === 0) return {};
  const last = points.reduce((a, b) => (b.step > a.step ? b : a));
  return { status: `held-out ${last.heldOutBits.toFixed(3)} bits` };
}
