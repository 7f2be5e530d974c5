import { dateFormats, iso } from "../../../data/dates";
import type { RunContext } from "../../../view/session";
import { type Experiment, experiment } from "../../experiment";
import { runJobs } from "../../jobs";
import type { Judgement } from "../../judge";
import { judgePaired, percent } from "../paired";
import { type DatesConfig, type DatesResult, datesDefaults, datesPresets, directions } from "./config";
import { formatsFigure, learningFigure, translationsTable } from "./figures";
import { inStepBound } from "./inStep";
import { trainTranslator } from "./model";
import { days } from "./task";

/** Trains one translator a seed and a direction of reading, on the same dates in the same order. */
async function run(config: DatesConfig, context: RunContext): Promise<DatesResult> {
  const start = performance.now();
  const { seeds, ...each } = config;
  const pairs = days().heldOut.flatMap((day) =>
    dateFormats.map(({ write }) => ({ source: write(day), target: iso(day) })),
  );
  const known = { config, inStepBound: inStepBound(pairs) };
  const jobs = Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    directions.map((condition) => ({ ...each, seed, condition })),
  );
  const models = await runJobs(trainTranslator, jobs, {
    context,
    file: require.resolve("./model"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    watch: (told) => ({
      figure: () => learningFigure({ ...known, models: told.map(({ curve }) => ({ condition: "forwards", curve })) }),
    }),
  });
  return { ...known, models, seconds: (performance.now() - start) / 1000 };
}

type DatesExperiment = Experiment<DatesConfig, DatesResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "1",
  expected: "holds" as const,
  defaults: datesDefaults,
  presets: datesPresets,
  run,
};
const [forwards, backwards] = directions;
type Options = Parameters<typeof judgePaired>[1];

function judge({ config, models }: DatesResult, rest: Omit<Options, "about">): Judgement {
  const { cell, hiddenSize, steps, heldOutDays } = config;
  const about = `${cell}, ${hiddenSize} units, ${steps} steps, ${heldOutDays * dateFormats.length} held-out dates`;
  return judgePaired(models, { about, ...rest });
}

export const datesTranslated: DatesExperiment = experiment({
  ...shared,
  id: "1-seq2seq",
  claim:
    "An encoder and a decoder translate what no wiring in step can: all of the input is read before the first output is due.",
  figures: { learning: learningFigure },
  tables: { translations: translationsTable },
  judge(result) {
    const bound = result.inStepBound;
    return judge(result, {
      conditions: [forwards],
      effect: (of) => of(forwards).greedy - bound,
      measured: (average) =>
        `${percent(average((of) => of(forwards).greedy))} are right in all ten characters; in step no more than ` +
        `${percent(bound)} can be, whatever the cell; the effect is the difference.`,
    });
  },
});

export const greedyBeatsSampled: DatesExperiment = experiment({
  ...shared,
  id: "1-greedy-decoding",
  claim:
    "Where one answer is right, taking the likeliest character at each step is right more often than drawing it from the softmax.",
  figures: { learning: learningFigure },
  judge: (result) =>
    judge(result, {
      conditions: [forwards],
      effect: (of) => of(forwards).greedy - of(forwards).sampled,
      measured: (average) =>
        `${percent(average((of) => of(forwards).greedy))} are right by the likeliest characters, ` +
        `${percent(average((of) => of(forwards).sampled))} by drawn ones; the effect is the paired difference.`,
    }),
});

export const readBackwards: DatesExperiment = experiment({
  ...shared,
  id: "1-reversed-source",
  claim: "A source that is read backwards is translated better.",
  figures: { formats: formatsFigure },
  judge: (result) =>
    judge(result, {
      conditions: directions,
      effect: (of) => of(backwards).greedy - of(forwards).greedy,
      measured: (average) => {
        const gain = (name: "yearFirst" | "yearLast") =>
          percent(average((of) => of(backwards)[name] - of(forwards)[name]));
        return (
          `${percent(average((of) => of(backwards).greedy))} are right when read backwards, ` +
          `${percent(average((of) => of(forwards).greedy))} forwards; the effect is the paired difference ` +
          `(${gain("yearFirst")} where the format begins with the year, ${gain("yearLast")} where it ends with it).`
        );
      },
    }),
});
