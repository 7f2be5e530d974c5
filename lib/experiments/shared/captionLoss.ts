import { overCurves } from "../../lab/bands";
import type { Trial } from "../../lab/trials";
import { type Figure, lines } from "../../view/figure";

/** What the loss figure needs, so that it can be drawn while captioners still learn. */
export type CaptionCurves = Pick<Trial, "condition"> & {
  readonly curve: readonly { readonly step: number; readonly testNats: number }[];
};

/** The teacher-forced loss of the test captions against steps, an arm a line. */
export function captionLossFigure(models: readonly CaptionCurves[], arms: readonly string[], title: string): Figure {
  const series = arms.map((name) =>
    overCurves(
      name,
      models.filter(({ condition }) => condition === name),
      { y: ({ testNats }) => testNats },
    ),
  );
  return lines(
    series.filter(({ x }) => x.length > 0),
    {
      title,
      x: { title: "training steps" },
      y: { title: "nats per word, scenes with unseen pairs" },
      alt: `Teacher-forced loss of test captions of ${models.length} captioners`,
    },
  );
}
