import { dateFormats, iso } from "../../../data/dates";
import type { RunContext } from "../../../view/session";
import { type Study, study } from "../../experiment";
import { runJobs } from "../../jobs";
import type { Judgement } from "../../judge";
import { seedNumbers } from "../../learn";
import { type Comparison, judgePaired, percent } from "../../trials";
import { type DatesConfig, type DatesResult, datesDefaults, datesPresets, directions } from "./config";
import { formatsFigure, learningFigure, translationsTable } from "./figures";
import { inStepBound } from "./inStep";
import { trainTranslator } from "./model";
import { days } from "./task";

/** Trains one translator a seed and a direction of reading, on the same dates in the same order. */
async function run(config: DatesConfig, context: RunContext): Promise<DatesResult> {
  const { seeds, ...each } = config;
  const pairs = days().heldOut.flatMap((day) =>
    dateFormats.map(({ write }) => ({ source: write(day), target: iso(day) })),
  );
  const known = { config, inStepBound: inStepBound(pairs) };
  const jobs = seedNumbers(seeds).flatMap((seed) => directions.map((condition) => ({ ...each, seed, condition })));
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
  return { ...known, models };
}

/** The claims share a run: give each the result of any one's. */
const claim: Study<DatesConfig, DatesResult> = study({ defaults: datesDefaults, presets: datesPresets, run });
const [forwards, backwards] = directions;
function judge({ config, models }: DatesResult, rest: Omit<Comparison, "about">): Judgement {
  const { cell, hiddenSize, steps, heldOutDays } = config;
  const about = `${cell}, ${hiddenSize} units, ${steps} steps, ${heldOutDays * dateFormats.length} held-out dates`;
  return judgePaired(models, { about, ...rest });
}

export const datesTranslated = claim(
  "1-seq2seq",
  "An encoder and a decoder translate what no wiring in step can: all of the input is read before the first output is due.",
  {
    figures: { learning: learningFigure },
    tables: { translations: translationsTable },
    judge(result) {
      const bound = result.inStepBound;
      return judge(result, {
        conditions: [forwards],
        effect: (of) => of(forwards).greedy - bound,
        measured: (of) =>
          `${percent(of(forwards).greedy)} are right in all ten characters; in step no more than ` +
          `${percent(bound)} can be, whatever the cell; the effect is the difference.`,
      });
    },
  },
);

export const greedyBeatsSampled = claim(
  "1-greedy-decoding",
  "Where one answer is right, taking the likeliest character at each step is right more often than drawing it from the softmax.",
  {
    figures: { learning: learningFigure },
    judge: (result) =>
      judge(result, {
        conditions: [forwards],
        effect: (of) => of(forwards).greedy - of(forwards).sampled,
        measured: (of) =>
          `${percent(of(forwards).greedy)} are right by the likeliest characters, ` +
          `${percent(of(forwards).sampled)} by drawn ones; the effect is the paired difference.`,
      }),
  },
);

export const readBackwards = claim("1-reversed-source", "A source that is read backwards is translated better.", {
  figures: { formats: formatsFigure },
  judge: (result) =>
    judge(result, {
      conditions: directions,
      effect: (of) => of(backwards).greedy - of(forwards).greedy,
      measured: (of) => {
        const gain = (name: "yearFirst" | "yearLast") => percent(of(backwards)[name] - of(forwards)[name]);
        return (
          `${percent(of(backwards).greedy)} are right when read backwards, ` +
          `${percent(of(forwards).greedy)} forwards; the effect is the paired difference ` +
          `(${gain("yearFirst")} where the format begins with the year, ${gain("yearLast")} where it ends with it).`
        );
      },
    }),
});
