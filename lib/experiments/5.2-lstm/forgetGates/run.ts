import { expect } from "../../../core/errors";
import { corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { TextProgress } from "../../../lab/textLearner";
import type { RunContext } from "../../../view/session";
import { type LstmConfig, type LstmJob, type LstmResult, untrained, variants } from "./config";
import { runLstmModel } from "./job";

/** Measures networks of every kind fresh, trains them on the same text, and measures them again. */
export async function runLstm(config: LstmConfig, context: RunContext): Promise<LstmResult> {
  const { seeds, ...each } = config;
  expect(each.productLag >= 10, `productLag: at least 10, where a claim looks, expected, got ${each.productLag}`);
  expect(
    each.lag > each.productLag,
    `lag: more than productLag, which is ${each.productLag}, expected, got ${each.lag}`,
  );
  expect(
    each.passages >= each.productPassages,
    `passages: at least productPassages, which is ${each.productPassages}, expected, got ${each.passages}`,
  );
  const jobs = product({ seed: seedNumbers(seeds), variant: variants }).map((own): LstmJob => ({ ...each, ...own }));
  const runs = await runJobs(runLstmModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ variant, steps }) => (variant === untrained ? 1 : steps),
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: corpusFiles(config.corpus),
    watch: seen,
  });
  const models = runs.map(({ gates: _, ...model }) => model);
  const gates = runs.find((run) => run.gates)?.gates ?? null;
  return { config, models, gates };
}

/** What the furthest of them has reached. */
function seen(models: readonly TextProgress[]) {
  const points = models.flatMap(({ curve }) => curve.at(-1) ?? []);
  if (points.length === 0) return {};
  const last = points.reduce((a, b) => (b.step > a.step ? b : a));
  return { status: `held-out ${last.heldOutBits.toFixed(3)} bits` };
}
