import type { Figure } from "./figure";
import { layout } from "./frame";

export interface NoticeOptions {
  readonly title: string;
  readonly text?: string;
  readonly alt: string;
}

/** A sentence where there is nothing to draw. */
export const notice = ({ title, text = "no model has finished", alt }: NoticeOptions): Figure => ({
  data: [invisible],
  layout: layout({
    title,
    height: 130,
    xaxis: { visible: false },
    yaxis: { visible: false },
    annotations: [{ text, x: 0, y: 0.5, xref: "paper", yref: "paper", xanchor: "left", showarrow: false }],
  }),
  alt,
});

/** Plotly has no axes, and places nothing by them, without a trace. */
export const invisible = {
  ...{ type: "scatter", x: [0], y: [0], mode: "markers", marker: { opacity: 0 }, hoverinfo: "skip" },
} as const;
