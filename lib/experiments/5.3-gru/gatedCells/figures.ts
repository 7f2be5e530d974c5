import { type Estimate, estimate, estimateOverText } from "../../../analysis/statistics";
import { overCurves } from "../../../lab/bands";
import { finished, meanText, signed } from "../../../lab/trials";
import { type Figure, lines } from "../../../view/figure";
import { intervals } from "../../../view/intervals";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { lossMargin } from "../../shared/lossMargin";
import { microseconds } from "../../shared/microseconds";
import {
  type Equality,
  equalities,
  type GruModelResult,
  type GruResult,
  type NetworkKind,
  networkKinds,
} from "./config";
import { bitsOf, comparedBySeed, lastBlocks, tasksOf, textsOf } from "./rows";
import { recall } from "./tasks";

/** Held-out loss of the networks of equal size against what they have read; a panel a task. */
export function gatedLossFigure(result: GruResult): Figure {
  const figures = tasksOf(result).map((task) => {
    const series = networkKinds.map((kind) => {
      const own = result.models.filter(
        (model) => model.task === task && model.kind === kind && model.match === "units",
      );
      return overCurves(kind, own, { x: ({ characters }) => characters, y: ({ heldOutBits }) => heldOutBits });
    });
    const [first] = series.map(({ y }) => y[0] ?? 0).sort((a, b) => b - a);
    const least = Math.min(...series.flatMap(({ y }) => y), first);
    return lines(series, {
      title: task,
      x: { title: "characters" },
      y: { title: "bits", range: task === recall ? [-0.1, first + 0.5] : [least - 0.1, first + 0.1] },
      alt: `${task}: ${series.map(({ name, y }) => `${name} ${y.at(-1)?.toFixed(2) ?? "–"}`).join(", ")}`,
    });
  });
  return panels("Held-out loss in bits per character, networks of equal size", figures, { columns: 3 });
}

/** What the GRU saves over another kind, over the seeds and the text; undefined where there are too few. */
export function savedByGru(
  result: GruResult,
  task: string,
  setting: Equality,
  other: NetworkKind,
): Estimate | undefined {
  const seeds = comparedBySeed(result, task, setting, finished);
  if (seeds.length < 2) return undefined;
  if (task === recall) return estimate(seeds.map((row) => bitsOf(row.GRU) - bitsOf(row[other])));
  return estimateOverText(seeds.map((row) => lastBlocks(row.GRU).map((bits, i) => bits - lastBlocks(row[other])[i])));
}

/** GRU less LSTM on the texts in every setting. */
export function differencesFigure(result: GruResult): Figure {
  const rows = textsOf(result).flatMap((task) =>
    equalities.flatMap((setting) => {
      const found = savedByGru(result, task, setting, "LSTM");
      return found ? [{ name: `${task}: equal ${setting}`, group: "GRU − LSTM", ...found }] : [];
    }),
  );
  const said = rows.map(({ name, mean: center }) => `${name} ${center.toFixed(3)}`).join(", ");
  return intervals(rows, {
    title: "Paired differences of the held-out loss: below 0 the GRU is better",
    x: { title: `bits per character; shaded: within ±${lossMargin}` },
    margin: lossMargin,
    alt: `Differences of the loss in bits per character: ${said}`,
  });
}

export function differencesTable(result: GruResult): Table {
  return {
    caption:
      "Bits per held-out character where all have had the same; means over the seeds, and 95 % intervals of the paired difference",
    header: ["task", "equal", "RNN", "GRU", "LSTM", "GRU − LSTM", "GRU − RNN"],
    rows: tasksOf(result).flatMap((task) =>
      equalities.map((setting) => {
        const seeds = comparedBySeed(result, task, setting, finished);
        const bits = (kind: NetworkKind) => meanText(seeds.map((row) => bitsOf(row[kind])));
        const paired = (other: NetworkKind) => {
          const found = savedByGru(result, task, setting, other);
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
  const timeOf = ({ kind, match }: GruModelResult) =>
    microseconds(own.filter((model) => kind === model.kind && match === model.match));
  const [firstSeed] = own.map(({ seed }) => seed);
  return {
    caption: `What a network costs on ${task}; times are those of the fastest stretch between two points of the curves, without the recording of the graph`,
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
      .filter(({ seed, match }) => seed === firstSeed && match !== "multiply-adds")
      .map((model) => {
        const { hiddenSize, parameters, multiplyAdds, state, peakBytes } = model.cost;
        return [
          model.match === "units" ? model.kind : `${model.kind}, as many parameters as the GRU`,
          ...[hiddenSize, parameters, multiplyAdds].map(String),
          timeOf(model)?.toFixed(1) ?? "–",
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
    const seeds = comparedBySeed(result, task, "parameters", finished);
    const nats = (kind: NetworkKind) => meanText(seeds.map((row) => Math.LN2 * bitsOf(row[kind])));
    return ["this lab", `${task}, one layer, nats a character`, nats("RNN"), nats("GRU"), nats("LSTM")];
  });
  return {
    caption: "Held-out losses with equal parameters: published ones (theirs); and ours",
    header: ["source", "data", "RNN (tanh)", "GRU", "LSTM"],
    rows: [...published.map((row) => row.map(String)), ...ours],
  };
}
