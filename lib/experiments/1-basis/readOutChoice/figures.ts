import { meanAndBand, overCurves } from "../../../lab/bands";
import { readOuts } from "../../../models/readOut";
import { bars } from "../../../view/bars";
import type { Figure } from "../../../view/figure";
import { lines } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { pictures } from "../../../view/pictures";
import { evidences, type ReadOutsModel, type ReadOutsResult } from "./config";

/** What each read-out sees, in words. */
const names = { last: "the last h", mean: "the mean of all h", all: "dense over all h" } as const;

/** What the networks read: the digit's rows, and rows of other digits. */
export const sequencesFigure = ({ examples, config }: ReadOutsResult): Figure =>
  pictures({
    title: `Evidence early, evidence late: eight rows of a digit and ${config.distractors} of others, turned on their sides`,
    rows: examples.map(({ evidence, label, rows }) => ({
      name: `${evidence}: a ${label}`,
      pictures: [{ values: Array.from({ length: 8 }, (_, i) => rows.map((row) => row[i])), scale: "ink" as const }],
    })),
    alt: "Two sequences of rows: a digit before rows of other digits, and a digit after them",
  });

/** Held-out accuracy by read-out, where the digit comes first and where it comes last. */
export function readOutAccuracyFigure({ models }: ReadOutsResult): Figure {
  const accuracies = (readOut: string, evidence: string) =>
    models
      .filter((model) => model.readOut === readOut && model.evidence === evidence)
      .flatMap(({ final }) => final?.accuracy ?? []);
  const series = readOuts.flatMap((readOut) => {
    const values = evidences.map((evidence) => accuracies(readOut, evidence));
    return values.every(({ length }) => length > 0) ? [{ name: names[readOut], ...meanAndBand(values) }] : [];
  });
  return bars(series, {
    title: "What is read out, and where the evidence stands",
    groups: evidences.map((evidence) => `evidence ${evidence}`),
    x: "",
    y: { title: "held-out digits named rightly (by chance: 0.1)", range: [0, 1] },
    alt: `Held-out accuracy with early and late evidence: ${series.map(({ name, y }) => `${name} ${y.map((value) => value.toFixed(2)).join(" and ")}`).join(", ")}`,
  });
}

/** The same against steps. */
export function readOutLearningFigure({
  models,
}: {
  readonly models: readonly Pick<ReadOutsModel, "readOut" | "evidence" | "curve">[];
}): Figure {
  const panel = (evidence: (typeof evidences)[number]) =>
    lines(
      readOuts.map((readOut) =>
        overCurves(
          names[readOut],
          models.filter((model) => model.readOut === readOut && model.evidence === evidence),
          { y: ({ accuracy }) => accuracy },
        ),
      ),
      {
        title: `Evidence ${evidence}`,
        x: { title: "training steps" },
        y: { title: "held-out digits named rightly", range: [0, 1] },
        alt: `held-out accuracy with ${evidence} evidence`,
      },
    );
  return panels("How the read-outs learn", evidences.map(panel));
}
