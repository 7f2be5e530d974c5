import { meanDecades } from "../../../analysis/gradientDecades";
import { mean } from "../../../analysis/statistics";
import type { LongLagTaskName } from "../../../data/longLag";
import { type Figure, lines } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { type Arm, type ArmName, type LongLagModel, type LongLagResult, lagArms } from "./config";
import { isWhole } from "./run";

export const taskTitles: Record<LongLagTaskName, string> = {
  temporalOrder: "temporal order",
  adding: "adding problem",
  copyMemory: "copy memory",
};

/** Of an arm on a task, those that were not stopped. */
export const modelsOf = ({ models }: LongLagResult, task: LongLagTaskName, arm: ArmName): LongLagModel[] =>
  models.filter((model) => model.task === task && model.arm === arm && isWhole(model));

/** Those that differ before the first step: not by clipping, nor by how they learn. */
export const freshArms = ({ config }: LongLagResult): ArmName[] =>
  config.arms.filter((name) => {
    const { clipped, method }: Arm = lagArms[name];
    return clipped && method === undefined;
  });

/** How many have learnt a lag. */
export const learnt = (models: readonly LongLagModel[], lag: number): number =>
  models.filter(({ attempts }) => attempts.some((attempt) => attempt.lag === lag && attempt.ended === "learnt")).length;

/** Share of the seeds that learn each lag; one that is not tried, because a shorter one was not learnt, counts as not learnt. */
export function successFigure(result: LongLagResult): Figure {
  const { tasks, lags, arms: compared, seeds } = result.config;
  const counts = compared.map((arm) =>
    tasks.flatMap((task) =>
      lags.map((lag) => ({ learnt: learnt(modelsOf(result, task, arm), lag), of: modelsOf(result, task, arm).length })),
    ),
  );
  return heatMap({
    title: "Which lag is still learnt: the seeds that succeed",
    x: {
      title: `${tasks.map((task) => taskTitles[task]).join(" | ")}, lag`,
      values: tasks.flatMap((task) => lags.map((lag) => `${lag}${" ".repeat(tasks.indexOf(task))}`)),
    },
    y: { title: "", values: compared.map((arm) => lagArms[arm].name) },
    z: counts.map((row) => row.map(({ learnt: count, of }) => (of > 0 ? count / of : 0))),
    texts: counts.map((row) => row.map(({ learnt: count, of }) => `${count}/${of}`)),
    range: [0, 1],
    colorTitle: `share of ${seeds} seeds`,
    marks: tasks.slice(1).map((_, i) => ({ name: "", x: (i + 1) * lags.length - 0.5, color: "#222222" })),
    height: 150 + 42 * compared.length,
    alt: `share of the seeds that learn each lag of ${tasks.map((task) => taskTitles[task]).join(" and ")}, by cell and initialisation`,
  });
}

/** How the gradient fades in the fresh networks, on the sequences of each task. */
export function atStartFigure(result: LongLagResult): Figure {
  const { tasks } = result.config;
  const shown = freshArms(result);
  const panel = (task: LongLagTaskName) =>
    lines(
      shown.map((arm) => {
        const ways = modelsOf(result, task, arm).map(({ atStart }) => atStart);
        const y = meanDecades(ways).map((value) => 10 ** value);
        return { name: lagArms[arm].name, x: y.map((_, k) => k), y };
      }),
      {
        title: taskTitles[task],
        x: { title: "lag k, steps back" },
        y: { title: "‖∂L/∂h<sub>T−k</sub>‖", log: true },
        alt: `norm of the gradient against lag in the fresh networks, ${taskTitles[task]}`,
      },
    );
  return panels("Before learning: what of the gradient comes how far back", tasks.map(panel));
}

/** By which factor each direction of the gradient comes back from the longest lag to the first step, the least lost first. */
export function directionsFigure(result: LongLagResult): Figure {
  const { tasks, lags } = result.config;
  const shown = freshArms(result);
  const panel = (task: LongLagTaskName) =>
    lines(
      shown.map((arm) => {
        const all = modelsOf(result, task, arm).map(({ directions }) => directions);
        const first = all[0] ?? [];
        return {
          name: lagArms[arm].name,
          x: first.map((_, i) => (100 * (i + 1)) / first.length),
          y: first.map((_, i) => 10 ** mean(all.map((one) => Math.log10(Math.max(one[i], least))))),
        };
      }),
      {
        title: taskTitles[task],
        x: { title: "directions, %", range: [0, 100] },
        y: { title: "singular value", log: true, range: [-12, 3] },
        alt: `singular values of the Jacobian over ${lags.at(-1)} steps of the fresh networks, ${taskTitles[task]}`,
        references: [{ name: "", y: 1 }],
      },
    );
  return panels(
    `Before learning: what is left of each direction of the gradient, ${lags.at(-1)} steps back`,
    tasks.map(panel),
  );
}

/** Below it a singular value is rounding. */
const least = 1e-16;

interface Published {
  readonly task: LongLagTaskName;
  readonly arm: ArmName;
  readonly theirs: string;
  readonly source: string;
}

const published: readonly Published[] = [
  {
    ...{ task: "temporalOrder", arm: "rnn", source: "Pascanu et al. 2013, section 4.1" },
    theirs:
      "the share of runs that succeed falls with the length; with clipping and a regulariser 100 % up to length 200",
  },
  {
    ...{ task: "temporalOrder", arm: "lstm", source: "Hochreiter & Schmidhuber 1997, experiment 6a" },
    theirs: "lengths 100 to 110, after 31,390 sequences",
  },
  {
    ...{ task: "adding", arm: "lstm", source: "Hochreiter & Schmidhuber 1997, experiment 4" },
    theirs: "length 100 after 74,000 sequences, length 1000 after 853,000",
  },
  {
    ...{ task: "adding", arm: "irnn", source: "Le et al. 2015, section 4.1" },
    theirs: "lengths 150 and 200, where RNNs with tanh fail",
  },
  {
    ...{ task: "copyMemory", arm: "lstm", source: "Arjovsky et al. 2016, section 5.1" },
    theirs: "stays at the baseline 10 ln 8 / (lag + 20) from lag 100 on; a unitary RNN learns lag 500",
  },
];

/** Ours beside what has been published, which is marked as theirs. */
export function publishedLagsTable(result: LongLagResult): Table {
  const { tasks, arms: compared, steps, batchSize, hiddenSize, lags } = result.config;
  const ours = ({ task, arm }: Published) => {
    const models = modelsOf(result, task, arm);
    const most = lags.filter((lag) => learnt(models, lag) > models.length / 2);
    const spent = models.flatMap(({ attempts }) => attempts.flatMap(({ learntAt }) => learntAt ?? []));
    return most.length > 0
      ? `lag ${most[most.length - 1]} in most seeds, after at most ${(Math.max(...spent) * batchSize).toLocaleString("en")} sequences`
      : "none of the lags in most seeds";
  };
  return {
    caption: `Ours (at most ${steps} updates of ${batchSize} sequences, ${hiddenSize} units) beside theirs`,
    header: ["task", "network", "ours", "theirs", "source"],
    rows: published
      .filter(({ task, arm }) => tasks.includes(task) && compared.includes(arm))
      .map((row) => [taskTitles[row.task], lagArms[row.arm].name, ours(row), row.theirs, row.source]),
  };
}
