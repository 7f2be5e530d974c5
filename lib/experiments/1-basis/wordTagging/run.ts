import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { letterCount, mobyDickRunTogether } from "../../../data/words";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import { countedTags } from "../../../models/countedTags";
import type { RunContext } from "../../../view/session";
import type { TagsConfig, TagsResult } from "./config";
import { longestDelay, trainTagger } from "./job";
import { evenStarts, startRange } from "./passages";

/** Trains one tagger a seed and a delay; what is read and what is tagged is the same for all delays. */
export async function runWordTagging(config: TagsConfig, context: RunContext): Promise<TagsResult> {
  for (const delay of config.delays) {
    expect(delay <= longestDelay, `delays: at most ${longestDelay} letters expected, got ${delay}`);
  }
  const { seeds, delays, counted: _, ...each } = config;
  const known = { config, counted: countedBits(config) };
  const jobs = product({ seed: seedNumbers(seeds), delay: [...new Set([0, ...delays])] }).map((own) => ({
    ...each,
    ...own,
  }));
  const models = await runJobs(trainTagger, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
  });
  return { ...known, models };
}

/** What counting up to `counted` letters reaches on the passages that the networks are measured on. */
function countedBits(config: TagsConfig): TagsResult["counted"] {
  const { train, heldOut } = mobyDickRunTogether();
  const { context, passage, counted } = config;
  const tags = countedTags(train.letters, train.begins, { order: counted, inputSize: letterCount, tagCount: 2 });
  const range = startRange(heldOut, { ...config, delay: 0 }, longestDelay);
  const cuts = evenStarts(range, config.heldOutPassages).map((start) => [start - context, start + passage]);
  return Array.from({ length: counted }, (_, i) => i + 1).map((order) => ({
    order,
    bits: mean(
      cuts.map(([from, to]) =>
        tags.bits(heldOut.letters.subarray(from, to), heldOut.begins.subarray(from, to), { first: context, order }),
      ),
    ),
  }));
}
