import { type Estimate, estimate, mean } from "../../../analysis/statistics";
import { overCurves } from "../../../lab/bands";
import { finished, meanText, signed } from "../../../lab/trials";
import { type Figure, lines } from "../../../view/figure";
import { intervals } from "../../../view/intervals";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import type { GruModelResult, GruResult } from "./config";
import { type NetworkKind, networkKinds } from "./config";
import { bitsBySeed, type Equality, equalities, spent, tasksOf, textsOf } from "./rows";
import { recall } from "./tasks";

/** Two losses closer than this, in bits per character, count as equal: decided before any run. */
export const margin = 0.05;

const axes = [
  ["characters", "characters"],
  ["multiply-adds", "multiply-adds, forward"],
  ["seconds", "seconds of training"],
] as const;

/** Held-out loss of the networks of equal size against what they have read, computed, and taken in time; a row a task. */
export function gatedLossFigure(result: GruResult): Figure {
  const figures = tasksOf(result).flatMap((task) =>
    axes.map(([measure, title], column) => {
      const series = networkKinds.map((kind) => curves(result, { task, kind, measure }));
      const [first] = series.map(({ y }) => y[0] ?? 0).sort((a, b) => b - a);
      const least = Math.min(...series.flatMap(({ y }) => y), first);
      return lines(series, {
        title: task,
        x: { title },
        y: {
          title: column === 0 ? "bits" : "",
          range: task === recall ? [-0.1, first + 0.5] : [least - 0.1, first + 0.1],
        },
        alt: `${task} against ${title}: ${series.map(({ name, y }) => `${name} ${y.at(-1)?.toFixed(2) ?? "–"}`).join(", ")}`,
      });
    }),
  );
  return panels("Held-out loss in bits per character, networks of equal size", figures, { columns: axes.length });
}

interface Curves {
  readonly task: string;
  readonly kind: NetworkKind;
  readonly measure: keyof typeof spent;
}

function curves({ models }: GruResult, { task, kind, measure }: Curves) {
  const own = models.filter((model) => model.task === task && model.kind === kind && model.match === "size");
  const runs = own.map((model) => ({
    curve: model.curve.map((point) => ({ ...point, spent: spent[measure](model, point) })),
  }));
  const series = overCurves(kind, runs, { x: (point) => point.spent, y: (point) => point.heldOutBits });
  // Of seconds each has its own: where curves meet is the mean over those that got there.
  const at = (i: number) => mean(runs.filter(({ curve }) => i < curve.length).map(({ curve }) => curve[i].spent));
  return { ...series, x: series.x.map((_, i) => at(i)) };
}

/** A paired difference over the seeds; undefined where there are too few. */
function difference(
  result: GruResult,
  task: string,
  setting: Equality,
  [one, other]: readonly [NetworkKind, NetworkKind],
) {
  const values = bitsBySeed(result, task, setting, finished).map((bits) => bits[one] - bits[other]);
  return values.length < 2 ? undefined : estimate(values);
}

/** GRU less LSTM on the texts in every setting, and one form of the GRU less the other. */
export function differencesFigure(result: GruResult): Figure {
  const rows = textsOf(result).flatMap((task) => {
    const row = (name: string, group: string, found: Estimate | undefined) =>
      found ? [{ name: `${task}: ${name}`, group, ...found }] : [];
    return [
      ...equalities.flatMap((setting) =>
        row(`equal ${setting}`, "GRU − LSTM", difference(result, task, setting, ["GRU", "LSTM"])),
      ),
      ...row("two forms", "GRU − GRU, reset after", difference(result, task, "units", ["GRU", "GRU, reset after"])),
    ];
  });
  const said = rows.map(({ name, mean: center }) => `${name} ${center.toFixed(3)}`).join(", ");
  return intervals(rows, {
    title: "Paired differences of the held-out loss: below 0 the GRU is better",
    x: { title: `bits per character; shaded: within ±${margin}` },
    margin,
    alt: `Differences of the loss in bits per character: ${said}`,
  });
}

export function differencesTable(result: GruResult): Table {
  return {
    caption:
      "Bits per held-out character where all have had the same; means over the seeds, and 95 % intervals of the paired difference",
    header: ["task", "equal", "RNN", "GRU", "GRU, reset after", "LSTM", "GRU − LSTM", "GRU − RNN"],
    rows: tasksOf(result).flatMap((task) =>
      equalities.map((setting) => {
        const seeds = bitsBySeed(result, task, setting, finished);
        const bits = (kind: NetworkKind) => meanText(seeds.map((row) => row[kind]));
        const paired = (other: NetworkKind) => {
          const found = difference(result, task, setting, ["GRU", other]);
          return found ? `${signed(found.mean)} [${found.interval.map((end) => signed(end)).join(", ")}]` : "–";
        };
        return [task, setting, ...networkKinds.map(bits), paired("LSTM"), paired("RNN")];
      }),
    ),
  };
}

/** What each network costs on the first task. */
export function costTable(result: GruResult): Table {
  const [task] = tasksOf(result);
  const own = result.models.filter((model) => model.task === task);
  const times = (of: GruModelResult) =>
    own.flatMap(({ kind, match, curve }) => {
      const last = kind === of.kind && match === of.match ? curve.at(-1) : undefined;
      return last ? [(1e6 * last.seconds) / last.characters] : [];
    });
  const [firstSeed] = own.map(({ seed }) => seed);
  return {
    caption: `What a network costs on ${task}; times are means over the seeds, on this machine, of networks that took turns`,
    header: [
      "network",
      "units",
      "parameters",
      "multiply-adds a character",
      "µs a character, training",
      "carried numbers",
      "peak kB, one batch",
    ],
    rows: own
      .filter(({ seed }) => seed === firstSeed)
      .map((model) => {
        const { hiddenSize, parameters, multiplyAdds, state, peakBytes } = model.cost;
        const measured = times(model);
        return [
          model.match === "size" ? model.kind : `${model.kind}, as many parameters as the GRU`,
          ...[hiddenSize, parameters, multiplyAdds].map(String),
          meanText(measured, 1),
          String(state),
          (peakBytes / 1000).toFixed(0),
        ];
      }),
  };
}

/** Held-out losses that others have published: vanilla (tanh), GRU, LSTM. */
const published = [
  ["Chung et al. 2014, table 2", "Nottingham, nats a step", 3.13, 3.23, 3.2],
  ["Chung et al. 2014, table 2", "JSB Chorales, nats a step", 9.1, 8.54, 8.67],
  ["Chung et al. 2014, table 2", "MuseData, nats a step", 6.23, 5.99, 6.23],
  ["Chung et al. 2014, table 2", "Piano-midi, nats a step", 9.03, 8.82, 9.03],
  ["Chung et al. 2014, table 2", "Ubisoft A, nats a step", 6.44, 3.59, 2.7],
  ["Chung et al. 2014, table 2", "Ubisoft B, nats a step", 7.62, 0.88, 1.26],
  ["Karpathy et al. 2015, table 1", "War and Peace, one layer, size 64, nats a character", 1.446, 1.398, 1.449],
  ["Karpathy et al. 2015, table 1", "Linux kernel, one layer, size 64, nats a character", 1.407, 1.335, 1.355],
] as const;

/** Theirs, with equal parameters, and ours beside them. */
export function publishedGruTable(result: GruResult): Table {
  const ours = textsOf(result).map((task) => {
    const seeds = bitsBySeed(result, task, "parameters", finished);
    const nats = (kind: NetworkKind) => meanText(seeds.map((row) => Math.LN2 * row[kind]));
    return ["this lab", `${task}, one layer, nats a character`, nats("RNN"), nats("GRU"), nats("LSTM")];
  });
  return {
    caption: "Held-out losses with equal parameters: published ones (theirs), and ours after far less training",
    header: ["source", "data", "RNN (tanh)", "GRU", "LSTM"],
    rows: [...published.map((row) => row.map(String)), ...ours],
  };
}
