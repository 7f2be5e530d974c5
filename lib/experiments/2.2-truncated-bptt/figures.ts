import type { Figure } from "../../view/figure";

/** A legend above the panels' own titles. */
export function roomy(figure: Figure): Figure {
  const { legend, margin, height } = figure.layout as { legend: object; margin: object; height: number };
  return {
    ...figure,
    layout: { ...figure.layout, legend: { ...legend, y: 1.14 }, margin: { ...margin, t: 140 }, height: height + 70 },
  };
}
