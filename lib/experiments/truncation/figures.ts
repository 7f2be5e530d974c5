import { leastSquares } from "../../analysis/leastSquares";
import { mean } from "../../analysis/statistics";
import { type Figure, lines, palette, type Series } from "../../view/figure";
import { panels } from "../../view/panels";
import type { Table } from "../../view/table";
import { meanAndBand } from "../bands";
import type { CurvePoint } from "../textLearner";
import type { BiasModelResult, BiasResult } from "./bias";
import { bestFull, type LearningModelResult, type LearningResult } from "./learning";
import type { MemoryResult } from "./memory";
import { emptiedCeiling, kinds, type RecallResult } from "./recall";

/** A legend above the panels' own titles. */
function roomy(figure: Figure): Figure {
  const { legend, margin, height } = figure.layout as { legend: object; margin: object; height: number };
  return {
    ...figure,
    layout: { ...figure.layout, legend: { ...legend, y: 1.14 }, margin: { ...margin, t: 140 }, height: height + 70 },
  };
}

const names = { carried: "state carried", emptied: "state emptied", full: "full BPTT" } as const;

/** Held-out loss against the characters that were read, and against the time that it took. */
export function learningFigure(result: LearningResult): Figure {
  const { windows } = result.config;
  const groups = [
    ...(["carried", "emptied"] as const).flatMap((kind) =>
      windows.map((length) => ({
        name: `${length}, ${names[kind]}`,
        models: result.models.filter((model) => model.kind === kind && model.windowLength === length),
      })),
    ),
    { name: `${result.config.excerpt}, ${names.full}`, models: bestFull(result) },
  ];
  const series = (of: (point: CurvePoint) => number) => groups.map(({ name, models }) => lineOf(name, models, of));
  const ends = groups.flatMap(({ models }) =>
    models.flatMap(({ curve }) => curve.map(({ heldOutBits }) => heldOutBits)),
  );
  const y = {
    title: "bits per held-out character",
    range: [Math.min(...ends, 9) - 0.1, Math.min(5.2, Math.max(...ends, 1) + 0.1)] as const,
  };
  const colored = (figure: Figure): Figure => ({
    ...figure,
    data: figure.data.map((trace) => ({ ...trace, ...styleOf(groups, windows.length, trace) })),
  });
  return roomy(
    panels("Truncated BPTT: windows that slide over the same text", [
      colored(
        lines(
          series(({ characters }) => characters),
          {
            title: "against characters read",
            x: { title: "characters" },
            y,
            alt: `held-out loss against characters read, ${groups.map(({ name }) => name).join("; ")}`,
          },
        ),
      ),
      colored(
        lines(
          series(({ seconds }) => seconds),
          {
            title: "against time spent in training steps",
            x: { title: "seconds", log: true },
            y,
            alt: "the same against seconds",
          },
        ),
      ),
    ]),
  );
}

/** Colour says how long the window is, the dash whether its state is carried. */
function styleOf(
  groups: readonly { name: string }[],
  windows: number,
  { name, fill }: Readonly<Record<string, unknown>>,
) {
  const i = groups.findIndex((group) => group.name === name);
  if (fill || i < 0) return {};
  const last = groups.length - 1;
  const color = i === last ? palette[6] : palette[i % windows];
  return { line: { color, width: i === last ? 3 : 2, dash: i < windows || i === last ? "solid" : "dot" } };
}

/** Mean over the models at each point of their curves, along the mean of what stands on the x axis. */
function lineOf(name: string, models: readonly LearningModelResult[], of: (point: CurvePoint) => number): Series {
  const points = Math.min(...models.map(({ curve }) => curve.length));
  const at = Array.from({ length: Number.isFinite(points) ? points : 0 }, (_, i) =>
    models.map(({ curve }) => curve[i]),
  );
  return {
    name,
    x: at.map((all) => mean(all.map(of))),
    y: at.map((all) => mean(all.map((point) => point.heldOutBits))),
  };
}

const bits = (values: readonly (number | null)[]): string => {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? mean(known).toFixed(3) : "–";
};

/** Where each method ends: bits, both ways of reading, steps and seconds. */
export function learningTable(result: LearningResult): Table {
  const { windows, excerpt, excerpts, fullRates } = result.config;
  const row = (name: string, models: readonly LearningModelResult[]) => [
    name,
    String((excerpt * excerpts) / (models[0]?.windowLength ?? excerpt)),
    models.length > 0 ? mean(models.map(({ curve }) => curve.at(-1)?.seconds ?? 0)).toFixed(1) : "–",
    bits(models.map(({ carriedBits }) => carriedBits)),
    bits(models.map(({ emptiedBits }) => emptiedBits)),
  ];
  const of = (kind: string, length: number) =>
    result.models.filter((model) => model.kind === kind && model.windowLength === length);
  return {
    caption:
      "After the same text: held-out bits per character, read with carried state and with the state emptied at each window of the training's length",
    header: ["window", "steps", "seconds", "bits, carried", "bits, emptied"],
    rows: [
      ...(["carried", "emptied"] as const).flatMap((kind) =>
        windows.map((length) => row(`${length}, ${names[kind]}`, of(kind, length))),
      ),
      ...fullRates.map((rate) =>
        row(
          `${excerpt}, full BPTT, learning rate ${rate}`,
          of("full", excerpt).filter(({ learningRate }) => learningRate === rate),
        ),
      ),
    ],
  };
}

/** Peak memory against the window's length, after a short and a longer text, and the line through it. */
export function memoryFigure({ config, peaks, leastBytes }: MemoryResult): Figure {
  const done = peaks.filter(({ ended }) => ended === "finished");
  const lengths = config.windows.filter((length) => done.some(({ windowLength }) => windowLength === length));
  const of = (which: "short" | "long") =>
    lengths.map((length) =>
      done.filter(({ windowLength }) => windowLength === length).map((peak) => peak[which].megabytes),
    );
  const means = of("long").map(mean);
  const { slope, intercept } = means.length > 1 ? leastSquares(lengths, means) : { slope: 0, intercept: 0 };
  return lines(
    [
      { name: `${config.steps} windows read`, x: lengths, markers: true, ...meanAndBand(of("short")) },
      { name: `${4 * config.steps} windows read`, x: lengths, markers: true, ...meanAndBand(of("long")) },
      {
        name: `line: ${slope.toFixed(2)} MB a character`,
        x: [0, ...lengths],
        y: [0, ...lengths].map((length) => intercept + slope * length),
      },
      {
        name: `h and logits alone: ${(leastBytes / 2 ** 20).toFixed(2)} MB`,
        x: [0, ...lengths],
        y: [0, ...lengths].map((length) => (leastBytes * length) / 2 ** 20),
      },
    ],
    {
      title: "Peak memory of training, in fresh processes",
      x: { title: "length of the window" },
      y: { title: "MB above the process before training" },
      alt: `Peak memory grows by ${slope.toFixed(2)} MB for each character of the window, and hardly with the text`,
    },
  );
}

/** Cosine and norm of the truncated gradient beside the full one, against the window, before and after training. */
export function biasFigure({ models, config }: BiasResult): Figure {
  const series = (of: "cosine" | "normRatio"): Series[] =>
    config.cells.flatMap((cell) =>
      (["fresh", "trained"] as const).map((when) => {
        const own = models.filter((model) => model.cell === cell && model[when].length > 0);
        const values = config.windows.map((_, i) => own.map((model: BiasModelResult) => model[when][i][of]));
        const name = `${cell === "vanilla" ? "RNN" : cell.toUpperCase()}, ${when}`;
        return own.length > 0
          ? { name, x: config.windows, markers: true, ...meanAndBand(values) }
          : { name, x: [], y: [] };
      }),
    );
  const axisX = { title: "length of the window", log: true };
  const ticks = { tickvals: config.windows, ticktext: config.windows.map(String) };
  const ticked = (figure: Figure): Figure => ({
    ...figure,
    layout: { ...figure.layout, xaxis: { ...(figure.layout.xaxis as object), ...ticks } },
  });
  return roomy(
    panels(`The truncated gradient beside the full one over ${config.sequence} characters`, [
      ticked(
        lines(series("cosine"), {
          title: "cosine of their angle",
          x: axisX,
          y: { title: "" },
          references: [{ name: "0.95", y: 0.95, side: "left" }],
          alt: "cosine against window",
        }),
      ),
      ticked(
        lines(series("normRatio"), {
          title: "ratio of their norms",
          x: axisX,
          y: { title: "" },
          references: [{ name: "unbiased", y: 1, side: "left" }],
          alt: "norm ratio against window",
        }),
      ),
    ]),
  );
}

/** Share of right answers against the lag, for each kind of window. */
export function recallFigure({ models, config }: RecallResult): Figure {
  const { windowLength, longWindow, lags } = config;
  const labels = {
    carried: `window ${windowLength}, state carried`,
    emptied: `window ${windowLength}, state emptied`,
    long: `window ${longWindow}, state carried`,
  };
  const series = kinds.map((kind): Series => {
    const values = lags.map((lag) =>
      models
        .filter((model) => model.kind === kind && model.lag === lag && model.ended === "finished")
        .map(({ accuracy }) => 100 * accuracy),
    );
    const known = lags.filter((_, i) => values[i].length > 0);
    return { name: labels[kind], x: known, markers: true, ...meanAndBand(values.filter(({ length }) => length > 0)) };
  });
  const fine = Array.from({ length: windowLength + 1 }, (_, lag) => lag);
  const ceiling = {
    name: "emptied, at best",
    x: [...fine, Math.max(...lags)],
    y: [...fine, Math.max(...lags)].map((lag) => 100 * emptiedCeiling(windowLength, lag)),
  };
  const figure = lines([...series, ceiling], {
    title: "Recall: which lags can be learnt through a window?",
    x: { title: "steps from the cue to the question" },
    y: { title: "% right", range: [42, 104] },
    references: [{ name: "chance", y: 50, side: "left" }],
    alt: `Right answers against lag for ${series.map(({ name, y }) => `${name}: ${y.map((v) => v.toFixed(0)).join(", ")} %`).join("; ")}`,
  });
  const edge = {
    type: "line",
    x0: windowLength,
    x1: windowLength,
    yref: "paper",
    y0: 0,
    y1: 1,
    line: { color: "#777777", width: 1, dash: "dot" },
  };
  const note = {
    x: windowLength,
    y: 1,
    yref: "paper",
    yanchor: "top",
    xanchor: "left",
    xshift: 4,
    text: "window ends",
    showarrow: false,
    font: { size: 11, color: "#555555" },
  };
  const { shapes, annotations } = figure.layout as { shapes: object[]; annotations: object[] };
  return { ...figure, layout: { ...figure.layout, shapes: [...shapes, edge], annotations: [...annotations, note] } };
}
