import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { letterCount, mobyDickRunTogether, type RunTogether } from "../../../data/words";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { countedTags } from "../../../models/countedTags";
import { blocks, type TagsConfig, type TagsResult } from "./config";
import { longestDelay, trainTagger } from "./job";
import { blocksOf, evenStarts, startRange } from "./passages";

/** Trains one tagger a seed and a delay; what is read and what is tagged is the same for all delays. */
export async function runWordTagging(config: TagsConfig, context: RunContext): Promise<TagsResult> {
  const { seeds, delays, counted: _, ...each } = config;
  const { farthest, passage, heldOutPassages } = config;
  for (const delay of delays) {
    expect(delay <= longestDelay, `delays: at most ${longestDelay} letters expected, got ${delay}`);
  }
  expect(farthest < passage, `farthest: less than the ${passage} letters of a passage expected, got ${farthest}`);
  expect(heldOutPassages >= blocks, `heldOutPassages: at least ${blocks} expected, got ${heldOutPassages}`);
  const known = { config, ...counting(config) };
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
function counting(config: TagsConfig): Pick<TagsResult, "counted" | "bestOrder"> {
  const { train, heldOut } = mobyDickRunTogether();
  const orders = Array.from({ length: config.counted }, (_, i) => i + 1);
  const bitsOf = (learnt: RunTogether, tested: RunTogether) => {
    const { context, passage, counted } = config;
    const tags = countedTags(learnt.letters, learnt.begins, { order: counted, inputSize: letterCount, tagCount: 2 });
    const starts = evenStarts(startRange(tested, { ...config, delay: 0 }, longestDelay), config.heldOutPassages);
    return orders.map((order) => {
      const bits = starts.map((start) => {
        const cut = (of: Int32Array) => of.subarray(start - context, start + passage);
        return tags.bits(cut(tested.letters), cut(tested.begins), { first: context, order });
      });
      return { order, bits: mean(bits), blocks: blocksOf(bits, blocks).map(mean) };
    });
  };
  // The order is chosen on training text: by its last tenth, from the counts of the rest.
  const cut = Math.round(0.9 * train.letters.length);
  const part = (from: number, to?: number) => ({
    ...{ letters: train.letters.subarray(from, to), begins: train.begins.subarray(from, to) },
  });
  const best = bitsOf(part(0, cut), part(cut)).reduce((a, b) => (b.bits < a.bits ? b : a));
  return { counted: bitsOf(train, heldOut), bestOrder: best.order };
}
