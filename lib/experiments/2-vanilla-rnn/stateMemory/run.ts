import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { type StateConfig, type StateResult, stateStarts } from "./config";
import { runStateModel, settled } from "./job";

/** Trains a network a seed and a start, and asks how much of its state the last characters determine. */
export async function runState(config: StateConfig, context: RunContext): Promise<StateResult> {
  const { seeds, ...each } = config;
  const { longest, readLength } = config;
  expect(longest >= 3, `longest: at least 3 characters expected, got ${longest}`);
  const least = Math.max(settled, longest);
  expect(
    readLength > least,
    `readLength: more than the ${least} characters that are read before the states count expected, got ${readLength}`,
  );
  corpus(config.corpus, config); // says what is wrong with the text before any training
  const models = await runJobs(
    runStateModel,
    product({ seed: seedNumbers(seeds), start: stateStarts }).map((own) => ({ ...each, ...own })),
    {
      context,
      file: require.resolve("./job"),
      size: ({ steps }) => steps,
      unit: "steps",
      inProcesses: config.steps >= 300,
      reads: corpusFiles(config.corpus),
    },
  );
  return { config, models };
}
