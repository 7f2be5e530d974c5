import { expectForm, forms } from "../core/argumentForms";
import { axis } from "./axis";
import type { Figure } from "./figure";
import { layout } from "./frame";
import { grid, plainScale } from "./heatMap";

/** A line of text, and values for each of its characters. */
export interface StripOptions {
  readonly title: string;
  /** One label a row, from the top. */
  readonly rows: readonly string[];
  /** A text in each cell, row by row. */
  readonly texts: readonly (readonly string[])[];
  /** In [0, 1], row by row: the darker the higher. */
  readonly values: readonly (readonly number[])[];
  readonly colorTitle: string;
  readonly alt: string;
}

const { list, text } = forms;
const form = forms.fields({
  ...{ title: text, rows: list(text), texts: list(list(text)), values: list(list(forms.number)) },
  ...{ colorTitle: text, alt: text },
});

/** A strip of coloured cells along a line of text, as in Karpathy 2015: what was guessed at each character. */
export function heatStrip(options: StripOptions): Figure {
  expectForm("heatStrip", form, options);
  const { title, rows, texts, values, colorTitle, alt } = options;
  const columns = values[0]?.length ?? 0;
  expectForm("heatStrip: values, a row a label", grid(forms.number, rows.length, columns), values);
  expectForm("heatStrip: texts, a row a label", grid(text, rows.length, columns), texts);
  const heat = {
    type: "heatmap",
    y: rows,
    z: values,
    text: texts,
    texttemplate: "%{text}",
    textfont: { family: "monospace", size: 12 },
    hovertemplate: "%{y} at %{x}: %{text}, %{z:.3f}<extra></extra>",
    zmin: 0,
    zmax: 1,
    colorscale: plainScale,
    xgap: 1,
    ygap: 1,
    colorbar: { title: { text: colorTitle, side: "right" }, thickness: 12 },
  };
  return {
    data: [heat],
    layout: layout({
      title,
      height: 100 + 30 * rows.length,
      xaxis: { visible: false },
      yaxis: { ...axis({ title: "" }), type: "category", autorange: "reversed", showgrid: false, ticks: "" },
      margin: { l: 70, r: 24, t: 60, b: 20 },
    }),
    alt,
  };
}
