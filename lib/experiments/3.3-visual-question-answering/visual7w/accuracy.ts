import type { AnswerAccuracy } from "../../../analysis/answerAccuracy";
import { estimateShare } from "../../../analysis/outcomes";
import { expect } from "../../../core/errors";
import { writeWhole } from "../../../core/writeWhole";
import { type BarSeries, bars } from "../../../view/bars";
import type { Figure } from "../../../view/figure";
import { inPercent } from "../../../view/inPercent";
import { svg } from "../../../view/staticImage";

/** Accuracy by type, and of all, in lines. */
export function accuracyTable({ all, byType, unanswered }: AnswerAccuracy, split: string): string {
  const line = (name: string, { accuracy, correct, total }: AnswerAccuracy["all"]) =>
    `${name.padEnd(8)}${(100 * accuracy).toFixed(1).padStart(6)} %${`${correct} of ${total}`.padStart(18)}`;
  const rows = Object.entries(byType).map(([type, share]) => line(type, share));
  const open =
    unanswered > 0
      ? [`Of the split ${split} ${unanswered} not answered: as in the official toolkit, that does not count.`]
      : [];
  const chance = "Who takes one of the four choices by chance has 25 % right.";
  return `${[...rows, line("all", all), ...open, chance].join("\n")}\n`;
}

/** A model and how it did. */
type Way = AnswerAccuracy & { readonly name: string };

const rowsOf = ({ all, byType }: AnswerAccuracy) => [...Object.entries(byType), ["all", all] as const];

/** Accuracy by type, a column a model. */
export function besideTable(ways: readonly Way[]): string {
  const head = `${"".padEnd(8)}${ways.map(({ name }) => name.padStart(22)).join("")}${"questions".padStart(11)}`;
  const shares = ways.map((way) => new Map(rowsOf(way)));
  const lines = rowsOf(ways[0]).map(([type, { total }]) => {
    const cells = shares.map((own) => `${(100 * own.get(type)!.accuracy).toFixed(1)} %`.padStart(22));
    return `${type.padEnd(8)}${cells.join("")}${`${total}`.padStart(11)}`;
  });
  return `${[head, ...lines, "Who takes one of the four choices by chance has 25 % right."].join("\n")}\n`;
}

/** Accuracy by type of question with its exact 95 % interval over the questions, a colour a model. */
export function visual7wFigure(ways: readonly Way[]): Figure {
  const groups = rowsOf(ways[0]).map(([type, { total }]) => `${type}<br>(${total})`);
  const series = ways.map((way): BarSeries => {
    const estimates = rowsOf(way).map(([, { correct, total }]) =>
      estimateShare(Array.from({ length: total }, (_, i) => i < correct)),
    );
    return {
      name: way.name,
      y: estimates.map(({ mean }) => mean),
      low: estimates.map(({ interval: [low] }) => low),
      high: estimates.map(({ interval: [, high] }) => high),
    };
  });
  const told = ways.map(({ name, all }) => `${name} ${inPercent(all.accuracy)}`).join(", ");
  return bars(series, {
    ...{ title: "Visual7W's own questions, by type", groups, x: "questions (how many); dotted: chance" },
    y: { title: "share answered right", range: [0, 1.02] },
    references: [{ name: "", y: 0.25 }],
    alt: `Right answers to Visual7W's questions by type: ${told}`,
  });
}

/** Writes a figure as SVG. @throws where it cannot be drawn or written */
export function writeFigure(file: string, figure: Figure): void {
  const { image, failure } = svg(figure, { patience: 120_000 });
  expect(image !== undefined, () => `${file}: a figure expected, got none: ${failure}`);
  writeWhole(file, image);
}
