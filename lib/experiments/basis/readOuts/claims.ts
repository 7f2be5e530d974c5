import { fork, seed } from "../../../core/random";
import { digits, digitsFile } from "../../../data/digits";
import { readOuts } from "../../../models/readOut";
import type { RunContext } from "../../../view/session";
import { type Experiment, experiment } from "../../experiment";
import { runJobs } from "../../jobs";
import { judgePaired, percent, points } from "../paired";
import { evidences, type ReadOutsConfig, type ReadOutsResult, readOutsDefaults, readOutsPresets } from "./config";
import { accuracyFigure, learningFigure, sequencesFigure } from "./figures";
import { conditionOf, hider, trainReadOut } from "./model";

/** Trains each read-out on each kind of sequence, seed by seed. */
async function run(config: ReadOutsConfig, context: RunContext): Promise<ReadOutsResult> {
  const start = performance.now();
  const { seeds, ...each } = config;
  const jobs = Array.from({ length: seeds }, (_, i) => i + 1).flatMap((n) =>
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
  return { config, models, examples, seconds: (performance.now() - start) / 1000 };
}

type ReadOutsExperiment = Experiment<ReadOutsConfig, ReadOutsResult>;

/** The claims share a run: give each the result of either's. */
const shared = {
  section: "1",
  expected: "holds" as const,
  defaults: readOutsDefaults,
  presets: readOutsPresets,
  run,
};

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

export const readOutEarly: ReadOutsExperiment = experiment({
  ...shared,
  id: "1-dense-over-all-h",
  claim:
    "Where the evidence comes early, a dense layer that takes all of the h as input beats one that takes the last, at equal parameters.",
  figures: { sequences: sequencesFigure, accuracy: accuracyFigure },
  judge: (result) =>
    judgePaired(result.models, {
      conditions: early,
      effect: (of) => of(early[all]).accuracy - of(early[last]).accuracy,
      about: about(result),
      measured: (average) =>
        `with ${result.config.distractors} rows of other digits after it, a held-out digit is named in ` +
        `${percent(average((of) => of(early[all]).accuracy))} from all h, ${percent(average((of) => of(early[mean]).accuracy))} from their mean, ` +
        `${percent(average((of) => of(early[last]).accuracy))} from the last; the effect is the paired difference of all and last.`,
    }),
});

export const readOutLate: ReadOutsExperiment = experiment({
  ...shared,
  id: "1-when-the-read-out-matters",
  claim: "The read-out matters less where the evidence comes late.",
  figures: { learning: learningFigure },
  judge: (result) =>
    judgePaired(result.models, {
      conditions: [...early, ...late],
      effect: (of) =>
        of(early[all]).accuracy - of(early[last]).accuracy - (of(late[all]).accuracy - of(late[last]).accuracy),
      about: about(result),
      measured: (average) =>
        `with late evidence ${percent(average((of) => of(late[all]).accuracy))} from all h, ${percent(average((of) => of(late[mean]).accuracy))} from ` +
        `their mean, ${percent(average((of) => of(late[last]).accuracy))} from the last; all h gain ` +
        `${points(average((of) => of(early[all]).accuracy - of(early[last]).accuracy))} over the last where the evidence is early, ` +
        `${points(average((of) => of(late[all]).accuracy - of(late[last]).accuracy))} where it is late; the effect is the paired difference of the gains.`,
    }),
});
