import { mean } from "../../../analysis/statistics";
import { overCurves } from "../../../lab/bands";
import { meanText } from "../../../lab/trials";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { nameOfCell } from "../../shared/nameOfCell";
import type { LearningConfig, LearningModelResult, LearningResult, Method } from "./config";
import { secondsAStep } from "./race";
import { methodsOf } from "./run";

const names = {
  carried: "state carried",
  emptied: "state emptied",
  raced: "state carried",
  full: "full BPTT",
} as const;

/** Held-out loss against updates, a panel a cell: colour says how long the window is, the dash whether its state is carried. */
export function windowLearningFigure(result: LearningResult): Figure {
  return byCell(result, ["carried", "emptied"], {
    title: "Truncated BPTT: equally many updates by windows with their state and without",
    x: { title: "updates" },
    line: (name, models) => overCurves(name, models, { y: ({ heldOutBits }) => heldOutBits }),
  });
}

/** Held-out loss against time without the recording of the graph, a panel a cell. */
export function raceFigure(result: LearningResult): Figure {
  return byCell(result, ["raced", "full"], {
    title: "The same text by a window that carries its state, and by full BPTT",
    x: { title: "seconds in training steps, without recording", log: true },
    line(name, models) {
      const each = models.map(({ curve }) => secondsAStep(curve)).filter(Number.isFinite);
      const seconds = each.length > 0 ? mean(each) : Number.NaN;
      return overCurves(name, models, { x: ({ step }) => step * seconds, y: ({ heldOutBits }) => heldOutBits });
    },
  });
}

interface ByCell {
  readonly title: string;
  readonly x: { readonly title: string; readonly log?: boolean };
  readonly line: (name: string, models: readonly LearningModelResult[]) => Series;
}

function byCell(result: LearningResult, kinds: readonly Method["kind"][], { title, x, line }: ByCell): Figure {
  const { cells, windows, excerpt } = result.config;
  const methods = methodsOf(result.config).filter(({ kind }) => kinds.includes(kind));
  const bits = result.models
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ curve }) => curve.slice(1).map(({ heldOutBits }) => heldOutBits));
  const y = {
    title: "bits per held-out character",
    range: [Math.min(...bits, 9) - 0.1, Math.min(5.2, Math.max(...bits, 1) + 0.1)] as const,
  };
  return panels(
    title,
    cells.map((cell) => {
      const series = methods
        .filter((method) => method.cell === cell)
        .map(
          ({ kind, windowLength }): Series => ({
            ...line(`${windowLength}, ${names[kind]}`, modelsOf(result, cell, kind, windowLength)),
            color: windowLength === excerpt ? palette[6] : palette[Math.max(0, windows.indexOf(windowLength))],
            dash: kind === "emptied" ? "dot" : "solid",
          }),
        );
      const alt = `${nameOfCell(cell)}: held-out loss against ${x.title}, ${series.map(({ name }) => name).join("; ")}`;
      return lines(series, { title: nameOfCell(cell), x, y, alt });
    }),
    { columns: cells.length },
  );
}

const modelsOf = ({ models }: LearningResult, cell: string, kind: string, length: number) =>
  models.filter((model) => model.cell === cell && model.kind === kind && model.windowLength === length);

/** Where each method ends: updates and characters, its rate, its time, bits by both ways of reading. */
export function windowEndsTable(result: LearningResult): Table {
  const { batchSize }: LearningConfig = result.config;
  return {
    caption:
      "After the last step, mean over the seeds: held-out bits per character, read with carried state and with the state emptied at each window of the training's length; seconds without recording",
    header: ["cell", "window", "updates", "characters", "learning rate", "seconds", "bits, carried", "bits, emptied"],
    rows: methodsOf(result.config).map(({ cell, kind, windowLength, steps }) => {
      const models = modelsOf(result, cell, kind, windowLength);
      return [
        ...[nameOfCell(cell), `${windowLength}, ${names[kind]}`, steps.toLocaleString("en")],
        ...[(steps * windowLength * batchSize).toLocaleString("en"), String(models[0]?.learningRate ?? "–")],
        meanText(models.map(({ curve }) => steps * secondsAStep(curve)).filter(Number.isFinite), 1),
        meanText(models.flatMap(({ carried }) => carried?.bits ?? [])),
        meanText(models.flatMap(({ emptied }) => emptied?.bits ?? [])),
      ];
    }),
  };
}
