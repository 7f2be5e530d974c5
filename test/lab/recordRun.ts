import { setTimeout as pause } from "node:timers/promises";
import { pilotSeed } from "../../lib/lab/chosenRates";
import type { Told } from "../../lib/lab/jobProgress";
import { runJobs } from "../../lib/lab/jobs";
import { judge } from "../../lib/lab/judge";
import type { JobContext } from "../../lib/lab/runJob";
import type { RunContext } from "../../lib/lab/session";
import { study } from "../../lib/lab/study";
import { seedNumbers } from "../../lib/lab/sweep";
import { lines } from "../../lib/view/figure";

interface Drawn extends Told {
  readonly curve: readonly { readonly step: number; readonly value: number; readonly seconds: number }[];
}

/** A job that tells a curve, with numbers that JSON has no word for in its result. */
export async function draw(
  { seed, steps }: { readonly seed: number; readonly steps: number; readonly learningRate?: number },
  { signal, report }: JobContext<Drawn>,
) {
  const curve: { step: number; value: number; seconds: number }[] = [];
  for (let step = 1; step <= steps && !signal?.aborted; step++) {
    if (step % 2 === 0) curve.push({ step, value: Math.sin(seed * step) / 3, seconds: performance.now() });
    report?.({ done: step, curve });
    await pause(2);
  }
  return { seed, curve, odd: [Number.NaN, -0, null] };
}

const defaults = { seeds: 3, steps: 6 };

const options = (context: RunContext) =>
  ({
    ...{ context, file: require.resolve("./recordRun"), unit: "steps", inProcesses: false },
    size: ({ steps }: { readonly steps: number }) => steps,
  }) as const;

async function runDrawing(config: typeof defaults, context: RunContext) {
  const jobs = seedNumbers(config.seeds).map((seed) => ({ seed, steps: config.steps }));
  const models = await runJobs(draw, jobs, options(context));
  return { config, models, own: models.length };
}

/** The same where the learning rate is chosen by jobs that come first. */
async function runChoosing(config: typeof defaults, context: RunContext) {
  const { steps } = config;
  const tried = [0.1, 0.2].map((learningRate) => ({ seed: pilotSeed, steps, learningRate }));
  const pilots = await runJobs(draw, tried, options(context));
  const learningRate = pilots[1].curve.length > 2 ? 0.2 : 0.1;
  const jobs = seedNumbers(config.seeds).map((seed) => ({ seed, steps, learningRate }));
  const models = await runJobs(draw, jobs, options(context));
  return { config, models, own: models.length };
}

export const choosing = study({
  ...{ id: "9-choosing", defaults, presets: { smoke: {}, full: {} }, run: runChoosing, figures: {}, claims: {} },
});

/** A study as small as one can be. */
export const drawing = study({
  id: "9-drawing",
  defaults,
  presets: { smoke: {}, full: { seeds: 30 } },
  run: runDrawing,
  figures: {
    curves: ({ models }) =>
      lines(
        models.map(({ seed, curve }) => ({
          ...{ name: `seed ${seed}`, x: curve.map(({ step }) => step) },
          y: curve.map(({ value }) => value),
        })),
        { title: "Curves", x: { title: "steps" }, y: { title: "value" }, alt: "Values over the steps, a line a seed." },
      ),
  },
  claims: {
    seeds: {
      sentence: "There are seeds.",
      figures: ["curves"],
      judge: ({ models }) =>
        judge(
          models.map(({ seed }) => ({ seed })),
          { about: "the seeds", effect: ({ seed }) => seed, measured: ({ seed }) => `${seed} in the mean.` },
        ),
    },
  },
});
