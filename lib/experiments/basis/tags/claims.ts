import { mean } from "../../../analysis/statistics";
import { expect } from "../../../core/errors";
import { letterCount, mobyDickRunTogether } from "../../../data/words";
import { countedTags } from "../../../models/countedTags";
import type { RunContext } from "../../../view/session";
import { type Study, study } from "../../experiment";
import { runJobs } from "../../jobs";
import { seedNumbers } from "../../learn";
import { counts } from "../../options";
import { judgePaired } from "../../trials";
import { type TagsConfig, type TagsResult, tagsDefaults, tagsPresets } from "./config";
import { bitsFigure, inStepFigure, laterFigure, when } from "./figures";
import { longestDelay, trainTagger } from "./model";
import { evenStarts, startRange } from "./passages";

/** Trains one tagger a seed and a delay; what is read and what is tagged is the same for all delays. */
async function run(config: TagsConfig, context: RunContext): Promise<TagsResult> {
  for (const delay of config.delays) {
    expect(delay <= longestDelay, `delays: at most ${longestDelay} letters expected, got ${delay}`);
  }
  const { seeds, delays, counted: _, ...each } = config;
  const known = { config, counted: countedBits(config) };
  const jobs = seedNumbers(seeds).flatMap((seed) =>
    [...new Set([0, ...delays])].map((delay) => ({ ...each, seed, delay })),
  );
  const models = await runJobs(trainTagger, jobs, {
    context,
    file: require.resolve("./model"),
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

/** The claims share a run: give each the result of either's. */
const claim: Study<TagsConfig, TagsResult> = study({
  defaults: tagsDefaults,
  presets: tagsPresets,
  options: { delays: counts },
  run,
});
const about = ({ config: { cell, hiddenSize, steps } }: TagsResult) => `${cell}, ${hiddenSize} units, ${steps} steps`;

export const tagsInStep = claim(
  "1-many-to-many",
  "Many to many, in step: each output rests on all inputs up to it, not on its own input alone.",
  {
    figures: { bits: bitsFigure, inStep: inStepFigure },
    judge(result) {
      const [alone, ...more] = result.counted;
      const most = more.at(-1) ?? alone;
      return judgePaired(result.models, {
        conditions: ["delay 0"],
        effect: (of) => alone.bits - of("delay 0").bits,
        about: about(result),
        measured: (of) =>
          `${of("delay 0").bits.toFixed(3)} bits per held-out letter to say whether a word begins, ` +
          `${alone.bits.toFixed(3)} from the letter alone, ${most.bits.toFixed(3)} from counting ${most.order} letters; ` +
          `F₁ ${of("delay 0").f1.toFixed(3)}; the effect is the first difference.`,
      });
    },
  },
);

export const tagsLater = claim(
  "1-in-step-has-its-price",
  "In step has its price: an output that is due some inputs later is better, for it has seen what follows.",
  {
    figures: { later: laterFigure },
    judge(result) {
      const longest = Math.max(...result.config.delays);
      const later = `delay ${longest}`;
      return judgePaired(result.models, {
        conditions: ["delay 0", later],
        effect: (of) => of("delay 0").bits - of(later).bits,
        about: about(result),
        measured: (of) =>
          `${of("delay 0").bits.toFixed(3)} bits per held-out letter in step, ` +
          `${of(later).bits.toFixed(3)} told ${when(longest)}; F₁ ${of("delay 0").f1.toFixed(3)} and ` +
          `${of(later).f1.toFixed(3)}; the effect is the paired difference in bits.`,
      });
    },
  },
);
