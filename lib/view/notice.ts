import { expectForm, forms } from "../core/argumentForms";
import type { Figure } from "./figure";
import { layout } from "./frame";

export interface NoticeOptions {
  readonly title: string;
  readonly text?: string;
  readonly alt: string;
}

/** A sentence where there is nothing to draw. */
export function notice(options: NoticeOptions): Figure {
  expectForm("notice", form, options);
  const { title, text = "no model has finished", alt } = options;
  return {
    data: [invisible],
    layout: layout({
      title,
      height: 130,
      xaxis: { visible: false },
      yaxis: { visible: false },
      annotations: [{ text, x: 0, y: 0.5, xref: "paper", yref: "paper", xanchor: "left", showarrow: false }],
    }),
    alt,
  };
}

const form = forms.fields({ title: forms.text, alt: forms.text }, { text: forms.text });

/** Plotly has no axes, and places nothing by them, without a trace. */
export const invisible = {
  ...{ type: "scatter", x: [0], y: [0], mode: "markers", marker: { opacity: 0 }, hoverinfo: "skip" },
} as const;
