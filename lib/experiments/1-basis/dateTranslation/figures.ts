import { dateFormats } from "../../../data/dates";
import { meanAndBand, overCurves } from "../../../lab/bands";
import type { Point } from "../../../lab/learn";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { type DatesModel, type DatesResult, directions, type Translation } from "./config";

type Curves = Pick<DatesResult, "inStepBound"> & {
  readonly models: readonly Pick<DatesModel, "condition" | "curve">[];
};

/** Dates translated without a mistake, and the teacher-forced loss, against steps. */
export function translationLearningFigure({ models, inStepBound }: Curves): Figure {
  const series = (y: (point: Point<Translation>) => number) =>
    directions.map((direction) =>
      overCurves(
        `read ${direction}`,
        models.filter(({ condition }) => condition === direction),
        { y },
      ),
    );
  const right = lines(
    series(({ greedy }) => greedy),
    {
      title: "Right in all ten characters",
      x: { title: "training steps" },
      y: { title: "share of held-out dates", range: [0, 1.02] },
      references: [{ name: `the most in step: ${inStepBound.toFixed(2)}`, y: inStepBound }],
      alt: `share of held-out dates that are right, at most ${inStepBound.toFixed(2)} in step`,
    },
  );
  const loss = lines(
    series(({ nats }) => nats),
    {
      title: "Teacher-forced loss",
      x: { title: "training steps" },
      y: { title: "nats per character, held out" },
      alt: "teacher-forced loss of held-out dates",
    },
  );
  return panels("Translating dates to ISO 8601", [right, loss]);
}

/** Dates translated without a mistake, by format. */
export function formatsFigure({ models }: DatesResult): Figure {
  const series = directions.flatMap((direction) => {
    const shares = models
      .filter(({ condition, byFormat }) => condition === direction && byFormat.length > 0)
      .map(({ byFormat }) => byFormat);
    if (shares.length === 0) return [];
    return [{ name: `read ${direction}`, ...meanAndBand(dateFormats.map((_, f) => shares.map((own) => own[f]))) }];
  });
  return bars(series, {
    title: "Which formats are translated rightly",
    groups: dateFormats.map(({ name }) => name),
    x: "format: ISO 8601's order, and the others",
    y: { title: "share of held-out dates", range: [0, 1.05] },
    alt: "Share of held-out dates that are translated rightly, by format, read forwards and backwards",
  });
}

/** One held-out day in all formats, and what the first model writes. */
export function translationsTable({ models }: DatesResult): Table {
  const shown = models.find((model) => model.shown.length > 0)?.shown ?? [];
  return {
    caption: "One held-out day in all formats, and what the first model writes",
    header: ["source", "likeliest characters", "drawn characters", "ISO 8601"],
    rows: shown.map(({ source, greedy, sampled, wanted }) => [source, greedy, sampled, wanted]),
    verbatim: [0, 1, 2, 3],
  };
}
