import { overCurves } from "../../../lab/bands";
import { joins } from "../../../models/joinLayer";
import { type Figure, lines } from "../../../view/figure";
import { inPercent } from "../../../view/inPercent";
import { type ColourPicture, pictureSheet } from "../../../view/pictureSheet";
import type { IsThereModel, IsThereResult, ShownPair } from "./config";

/** Nats per question against steps: of each model that has begun. */
export function isThereLearningFigure(curves: readonly IsThereModel["curve"][]): Figure {
  const series = curves.map((curve, i) => ({
    ...{ name: `model ${i + 1}`, x: curve.map(({ step }) => step), y: curve.map(({ trainNats }) => trainNats) },
  }));
  return lines(series, {
    title: "Learning to tell whether a thing is there",
    x: { title: "training steps" },
    y: { title: "nats" },
    alt: `Training loss of ${curves.length} models`,
  });
}

/** Share of test questions answered right against steps, by the way of joining, with 95 % intervals over the seeds. */
export function isThereFigure({ models }: IsThereResult): Figure {
  const series = joins.flatMap((join) => {
    const own = models.filter(({ condition, curve }) => condition === join && curve.length > 0);
    return own.length > 0 ? [overCurves(join, own, { y: ({ accuracy }) => accuracy })] : [];
  });
  const told = series.map(({ name, y }) => `${name} ${inPercent(y.at(-1) ?? Number.NaN)}`);
  return lines(series, {
    title: "“Is there a dog?” Right answers to questions about other pictures",
    x: { title: "training steps; dotted: who sees the question alone, or the picture alone" },
    y: { title: "share answered right", range: [0.45, 1] },
    references: [{ name: "", y: 0.5 }],
    alt: `Share of right answers against training steps; at the end ${told.join(", ") || "no model has begun"}`,
  });
}

/** Pairs of test scenes and what is asked of both, the answer in bold, and behind it what the first seed's models say. */
export function isTherePairsFigure({ shown }: IsThereResult): Figure {
  const pictures = shown.flat().map(({ pixels, side, asked }): ColourPicture => {
    const captions = asked.map(({ text, answer, said }) => {
      const right = joins.filter((join) => said[join] === answer);
      const wrong = joins.filter((join) => said[join] !== undefined && said[join] !== answer);
      const by = [right.length > 0 && `right: ${right.join(", ")}`, wrong.length > 0 && `wrong: ${wrong.join(", ")}`];
      return `<i>${text}?</i> <b>${answer}</b>; ${by.filter(Boolean).join("; ")}`;
    });
    return { pixels: Buffer.from(pixels, "base64"), side, captions };
  });
  const title = "The same questions of two pictures: each thing and each picture has one yes and one no";
  const told = (pair: ShownPair) => pair.flatMap(({ asked }) => asked.map(({ text, answer }) => `${text}? ${answer}`));
  return pictureSheet({
    ...{ title, pictures, columns: 4 },
    alt: `${title}: ${shown.map((pair) => told(pair).join(", ")).join("; ") || "no model has finished"}`,
  });
}
