import { expect } from "../../core/errors";
import { corpusFiles } from "../../data/text";
import type { RunContext } from "../../view/session";
import { runJobs } from "../jobs";
import { type GruConfig, type GruJob, type GruResult, kinds, recall } from "./config";
import { runGruJob } from "./model";

/** Trains every kind of network on every task, from several seeds. */
export async function runGru(config: GruConfig, context: RunContext): Promise<GruResult> {
  const start = performance.now();
  const { seeds, corpora, ...each } = config;
  for (const name of ["learningRates", "recallLearningRates"] as const) {
    const expected = `${name}: ${kinds.length} (${kinds.join("; ")}) expected`;
    expect(each[name].length === kinds.length, `${expected}, got ${each[name].length}`);
  }
  const jobs = Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    [...corpora, recall].map((task): GruJob => ({ ...each, seed, task })),
  );
  const runs = await runJobs(runGruJob, jobs, {
    context,
    file: require.resolve("./model"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: corpora.flatMap(corpusFiles),
  });
  return {
    config,
    models: runs.flatMap(({ models }) => models),
    gates: runs.find(({ gates }) => gates)?.gates ?? null,
    seconds: (performance.now() - start) / 1000,
  };
}
