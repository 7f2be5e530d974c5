import { overCurves } from "../../../lab/bands";
import type { Point } from "../../../lab/learn";
import { type Figure, lines } from "../../../view/figure";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import type { DatesModel, DatesResult, Translation } from "./config";

type Curves = Pick<DatesResult, "inStepBound"> & { readonly models: readonly Pick<DatesModel, "curve">[] };

/** Dates translated without a mistake, and the teacher-forced loss, against steps. */
export function translationLearningFigure({ models, inStepBound }: Curves): Figure {
  const series = (y: (point: Point<Translation>) => number) => [overCurves("encoder and decoder", models, { y })];
  const right = lines(
    series(({ right }) => right),
    {
      title: "Right in all ten characters",
      x: { title: "training steps" },
      y: { title: "share of held-out dates", range: [0, 1.02] },
      references: [{ name: `the most, synced: ${inStepBound.toFixed(2)}`, y: inStepBound }],
      alt: `share of held-out dates that are right, at most ${inStepBound.toFixed(2)} synced`,
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

/** One held-out day in all formats, and what the first model writes. */
export function translationsTable({ models }: DatesResult): Table {
  const shown = models.find((model) => model.shown.length > 0)?.shown ?? [];
  return {
    caption: "One held-out day in all formats, and what the first model writes",
    header: ["source", "written", "ISO 8601"],
    rows: shown.map(({ source, written, wanted }) => [source, written, wanted]),
    verbatim: [0, 1, 2],
  };
}
