import { mean } from "../../../analysis/statistics";
import { digitClasses } from "../../../data/digits";
import { meanAndBand, overCurves } from "../../../lab/bands";
import { bars } from "../../../view/bars";
import { type Figure, lines } from "../../../view/figure";
import { pictures } from "../../../view/pictures";
import type { Drawing, DrawingModel, DrawingResult } from "./config";
import { asDigit } from "./pixels";

/** Real digits, what the first model drew, and what was drawn without memory, class by class. */
export function drawingsFigure({ real, models, config }: DrawingResult): Figure {
  const { drawn = [], memoryless = [] } = models.find(({ shown }) => shown.drawn.length > 0)?.shown ?? {};
  const rows = (name: string, classes: readonly (readonly Drawing[])[], count: number) =>
    classes.length === digitClasses
      ? Array.from({ length: Math.min(count, classes[0].length) }, (_, r) => ({
          name: r === 0 ? name : "",
          pictures: classes.map((own, label) => ({
            values: asDigit(own[r], label, config.levels).rows,
            scale: "ink" as const,
          })),
        }))
      : [];
  return pictures({
    title: "Real digits, and digits drawn from their class",
    rows: [
      ...rows("written by hand", real, 2),
      ...rows("drawn by the network", drawn, 4),
      ...rows("drawn without memory", memoryless, 2),
    ],
    alt: `Digits of each class: real ones, those that a network of ${config.hiddenSize} units drew pixel by pixel after ${config.steps} steps of training, and those drawn without memory`,
  });
}

/** Bits per held-out digit against steps. */
export function drawingBitsFigure({
  models,
  memorylessBits,
}: Pick<DrawingResult, "memorylessBits"> & { readonly models: readonly Pick<DrawingModel, "curve">[] }): Figure {
  const held = overCurves("the network", models, { y: ({ heldOutBits }) => heldOutBits });
  return lines([held], {
    title: "What a held-out digit costs, given its class",
    x: { title: "training steps" },
    y: { title: "bits per digit" },
    references: [{ name: `each pixel for itself: ${memorylessBits.toFixed(1)}`, y: memorylessBits }],
    alt: `Bits per held-out digit as ${models.length} networks learn to draw, ${held.y.at(-1)?.toFixed(1) ?? "–"} in the end; ${memorylessBits.toFixed(1)} without memory`,
  });
}

/** What share of the digits the judge takes for what they are meant to be. */
export function recognisedFigure({ models }: DrawingResult): Figure {
  const all = models.flatMap(({ recognised }) => recognised ?? []);
  const values = (["real", "drawn"] as const).map((name) => all.map((recognised) => mean(recognised[name])));
  const series = all.length > 0 ? [{ name: "judged rightly", ...meanAndBand(values) }] : [];
  return bars(series, {
    title: "What another network takes for the digit that was meant",
    groups: ["written by hand", "drawn by the network"],
    x: "",
    y: { title: "share judged rightly (by chance: 0.1)", range: [0, 1] },
    alt: `Share of real digits and of drawn ones that ${all.length} judges take for what they are meant to be`,
  });
}
