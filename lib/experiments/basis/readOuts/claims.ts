import { fork, seed } from "../../../core/random";
import { digits, digitsFile } from "../../../data/digits";
import { readOuts } from "../../../models/readOut";
import type { RunContext } from "../../../view/session";
import { type Study, study } from "../../experiment";
import { runJobs } from "../../jobs";
import { seedNumbers } from "../../learn";
import { judgePaired, percent, points } from "../../trials";
import { evidences, type ReadOutsConfig, type ReadOutsResult, readOutsDefaults, readOutsPresets } from "./config";
import { accuracyFigure, learningFigure, sequencesFigure } from "./figures";
import { conditionOf, hider, trainReadOut } from "./model";

/** Trains each read-out on each kind of sequence, seed by seed. */
async function run(config: ReadOutsConfig, context: RunContext): Promise<ReadOutsResult> {
  const { seeds, ...each } = config;
  const jobs = seedNumbers(seeds).flatMap((n) =>
    evidences.flatMap((evidence) => readOuts.map((readOut) => ({ ...each, seed: n, evidence, readOut }))),
  );
  const models = await runJobs(trainReadOut, jobs, {
    context,
    file: require.resolve("./model"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 500,
    reads: [digitsFile],
  });
  const { train, heldOut } = digits();
  const examples = evidences.map((evidence, i) => {
    const [{ rows, label }] = hider(train, { ...config, evidence })([heldOut[2 + i]], fork(seed(0), "example"));
    return { evidence, rows, label };
  });
  return { config, models, examples };
}

/** The claims share a run: give each the result of either's. */
const claim: Study<ReadOutsConfig, ReadOutsResult> = study({
  defaults: readOutsDefaults,
  presets: readOutsPresets,
  run,
});

const early = readOuts.map((readOut) => conditionOf(readOut, "early"));
const late = readOuts.map((readOut) => conditionOf(readOut, "late"));
const [last, mean, all] = [0, 1, 2];

function about({ config, models }: ReadOutsResult): string {
  const sizes = readOuts.map((readOut) => {
    const one = models.find((model) => model.readOut === readOut);
    return `${readOut}: ${one?.hiddenSize ?? "–"} units, ${one?.parameters ?? "–"} parameters`;
  });
  return `${config.cell}, ${config.steps} steps; ${sizes.join("; ")}`;
}

export const readOutEarly = claim(
  "1-dense-over-all-h",
  "Where the evidence comes early, a dense layer that takes all of the h as input beats one that takes the last, at equal parameters.",
  {
    figures: { sequences: sequencesFigure, accuracy: accuracyFigure },
    judge: (result) =>
      judgePaired(result.models, {
        conditions: early,
        effect: (of) => of(early[all]).accuracy - of(early[last]).accuracy,
        about: about(result),
        measured: (of) =>
          `with ${result.config.distractors} rows of other digits after it, a held-out digit is named in ` +
          `${percent(of(early[all]).accuracy)} from all h, ${percent(of(early[mean]).accuracy)} from their mean, ` +
          `${percent(of(early[last]).accuracy)} from the last; the effect is the paired difference of all and last.`,
      }),
  },
);

export const readOutLate = claim(
  "1-when-the-read-out-matters",
  "The read-out matters less where the evidence comes late.",
  {
    figures: { learning: learningFigure },
    judge: (result) =>
      judgePaired(result.models, {
        conditions: [...early, ...late],
        effect: (of) =>
          of(early[all]).accuracy - of(early[last]).accuracy - (of(late[all]).accuracy - of(late[last]).accuracy),
        about: about(result),
        measured: (of) =>
          `with late evidence ${percent(of(late[all]).accuracy)} from all h, ${percent(of(late[mean]).accuracy)} from ` +
          `their mean, ${percent(of(late[last]).accuracy)} from the last; all h gain ` +
          `${points(of(early[all]).accuracy - of(early[last]).accuracy)} over the last where the evidence is early, ` +
          `${points(of(late[all]).accuracy - of(late[last]).accuracy)} where it is late; the effect is the paired difference of the gains.`,
      }),
  },
);
