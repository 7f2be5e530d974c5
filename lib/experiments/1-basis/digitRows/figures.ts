import { digitClasses } from "../../../data/digits";
import { overCurves } from "../../../lab/bands";
import { type Figure, lines } from "../../../view/figure";
import { pictures } from "../../../view/pictures";
import { type DigitReading, type RowsModel, type RowsResult, readers } from "./config";

/** Held-out accuracy against steps: mean over the models of each kind, and its 95 % interval. */
export function rowAccuracyFigure({
  models,
}: {
  readonly models: readonly Pick<RowsModel, "condition" | "curve">[];
}): Figure {
  const series = readers.map((reader) =>
    overCurves(
      reader,
      models.filter(({ condition }) => condition === reader),
      { y: ({ accuracy }) => accuracy },
    ),
  );
  return lines(series, {
    title: "Naming a digit from its eight rows",
    x: { title: "training steps" },
    y: { title: "held-out digits named rightly", range: [0, 1] },
    references: [{ name: "chance", y: 0.1 }],
    alt: `Share of held-out digits named rightly: ${series.map((s) => `${s.name} ${(s.y.at(-1) ?? 0).toFixed(2)}`).join(", ")}`,
  });
}

const classNames = Array.from({ length: digitClasses }, (_, c) => String(c));

/** The held-out digits that are shown, as the first network read them. */
export const shownReadings = ({ models }: RowsResult): DigitReading[] =>
  models.flatMap((model) => model.readings).filter(({ label }) => shown.includes(label));

/** Held-out digits, and beside each row the classes' probabilities once that row is read. */
export function readingFigure(result: RowsResult): Figure {
  const readings = shownReadings(result);
  const half = Math.ceil(readings.length / 2);
  const rows = [readings.slice(0, half), readings.slice(half)].filter(({ length }) => length > 0);
  return pictures({
    title: "What the network would say after each row, if it were asked there",
    rows: rows.map((row) => ({
      name: "",
      pictures: row.flatMap(({ rows: ink, probs, label }) => [
        { values: ink, scale: "ink" as const, caption: `a ${label}` },
        { values: probs, scale: "probability" as const, columns: classNames },
      ]),
    })),
    alt: `Held-out digits ${readings.map(({ label }) => label).join(", ")}, each with the probabilities of the ten classes after each row`,
  });
}

/** Of the digits, those that are shown. */
const shown = [0, 2, 4, 5, 7, 9];
