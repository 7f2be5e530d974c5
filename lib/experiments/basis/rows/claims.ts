import { digits, digitsFile } from "../../../data/digits";
import type { RunContext } from "../../../view/session";
import { type Experiment, experiment } from "../../experiment";
import { runJobs } from "../../jobs";
import { seedNumbers } from "../../learn";
import { judgePaired, percent } from "../../trials";
import { type RowsConfig, type RowsResult, readers, rowsDefaults, rowsPresets } from "./config";
import { accuracyFigure, readingFigure } from "./figures";
import { trainReader } from "./model";

/** Trains the recurrent network and those without memory on the same digits in the same order, seed by seed. */
async function run(config: RowsConfig, context: RunContext): Promise<RowsResult> {
  const { seeds, ...each } = config;
  const jobs = seedNumbers(seeds).flatMap((seed) => readers.map((condition) => ({ ...each, seed, condition })));
  const models = await runJobs(trainReader, jobs, {
    context,
    file: require.resolve("./model"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 1_000,
    reads: [digitsFile],
  });
  return { config, heldOut: digits().heldOut.length, models };
}

export const rowsToLabel: Experiment<RowsConfig, RowsResult> = experiment(
  "1-many-to-one",
  "Many to one: the last hidden state of a network that has read a digit row by row holds more of it than all its rows taken one by one.",
  {
    defaults: rowsDefaults,
    presets: rowsPresets,
    run,
    figures: { accuracy: accuracyFigure, reading: readingFigure },
    judge({ config, models, heldOut }) {
      const [recurrent, without, lastRow] = readers;
      const parameters = readers.map((name) => models.find(({ condition }) => condition === name)?.parameters ?? 0);
      return judgePaired(models, {
        conditions: readers,
        effect: (of) => of(recurrent).accuracy - of(without).accuracy,
        about: `${config.cell}, ${config.hiddenSize} units, ${config.steps} steps, ${parameters.join(" / ")} parameters`,
        measured: (of) =>
          `of ${heldOut} held-out digits ${percent(of(recurrent).accuracy)} are named from the last state, ` +
          `${percent(of(without).accuracy)} from all rows without memory, ` +
          `${percent(of(lastRow).accuracy)} from the last row alone; the effect is the first difference.`,
      });
    },
  },
);
