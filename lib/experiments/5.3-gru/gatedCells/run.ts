import { expect } from "../../../core/errors";
import { corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import type { GruConfig, GruJob, GruResult } from "./config";
import { networkKinds } from "./config";
import { runGruJob } from "./job";
import { recall } from "./tasks";

/** Trains every kind of network on every task, from several seeds. */
export async function runGru(config: GruConfig, context: RunContext): Promise<GruResult> {
  const { seeds, corpora, ...each } = config;
  for (const name of ["learningRates", "recallLearningRates"] as const) {
    const expected = `${name}: ${networkKinds.length} (${networkKinds.join("; ")}) expected`;
    expect(each[name].length === networkKinds.length, `${expected}, got ${each[name].length}`);
  }
  const jobs = product({ seed: seedNumbers(seeds), task: [...corpora, recall] }).map(
    (own): GruJob => ({ ...each, ...own }),
  );
  const runs = await runJobs(runGruJob, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: corpora.flatMap(corpusFiles),
  });
  const gates = runs.flat().find(({ gates }) => gates)?.gates ?? null;
  return { config, models: runs.flat().map(({ model }) => model), gates };
}
