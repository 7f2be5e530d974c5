import { type Figure, lines } from "../../../view/figure";
import { pictures } from "../../../view/pictures";
import { compared, learntFrom, type ReadOutsResult } from "./config";

/** What each read-out sees, in words. */
const names = { last: "the last h", all: "dense over all h" } as const;

/** What the networks read: the digit's rows, and rows of other digits. */
export const sequencesFigure = ({ example: { label, rows }, config }: ReadOutsResult): Figure =>
  pictures({
    title: `Eight rows of a digit and ${config.distractors} rows of others, turned on their sides`,
    rows: [
      {
        name: `a ${label}`,
        pictures: [{ values: Array.from({ length: 8 }, (_, i) => rows.map((row) => row[i])), scale: "ink" as const }],
      },
    ],
    alt: "A sequence of rows: a digit, and after it rows of other digits",
  });

/** Held-out accuracy against steps, a line a network. */
export function readOutLearningFigure({ models }: Pick<ReadOutsResult, "models">): Figure {
  const series = models.map(({ condition, curve }) => ({
    name: names[condition],
    x: curve.map(({ step }) => step),
    y: curve.map(({ accuracy }) => accuracy),
    width: 1.5,
  }));
  const ends = compared.map((condition) => {
    const own = models.filter((model) => model.condition === condition);
    return `${names[condition]} ends at ${own.map(({ final }) => final?.accuracy.toFixed(2) ?? "–").join(", ")}`;
  });
  return lines(series, {
    title: "A digit named after rows of other digits, a line a network",
    x: { title: "training steps" },
    y: { title: "held-out digits named rightly", range: [0, 1] },
    references: [
      { name: "chance", y: 0.1 },
      { name: `counts as learnt: ${learntFrom}`, y: learntFrom },
    ],
    alt: `Held-out accuracy of each network: ${ends.join("; ")}`,
  });
}
