import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { HelloConfig, HelloResult } from "./config";
import { runHelloModel, wordTokens } from "./job";

/** Trains each seed's network on the word twice, with its state and without. */
export async function runHello(config: HelloConfig, context: RunContext): Promise<HelloResult> {
  const { seeds, ...each } = config;
  const word = wordTokens(config.word);
  expect(
    word.letters.length > 1,
    () => `word: at least two different letters expected, got ${JSON.stringify(config.word)}`,
  );
  const models = await runJobs(
    runHelloModel,
    seedNumbers(seeds).map((seed) => ({ ...each, seed })),
    {
      context,
      file: require.resolve("./job"),
      size: ({ steps }) => 2 * steps,
      unit: "steps",
      inProcesses: false,
    },
  );
  return { config, letters: word.letters, bound: memorylessBound(config.word), models };
}

/**
 * The entropy of the next letter given the current one, by the word's own counts, in nats per letter: exact, for the best
 * memoryless predictor gives each next letter its share among those that follow the same letter. "hello": (2 ln 2) / 4.
 */
export function memorylessBound(word: string): number {
  const pairs = Array.from(word)
    .slice(0, -1)
    .map((letter, i) => letter + Array.from(word)[i + 1]);
  const count = (start: string) => pairs.filter((pair) => pair.startsWith(start)).length;
  return mean(pairs.map((pair) => Math.log(count(pair.slice(0, -1)) / count(pair))));
}
