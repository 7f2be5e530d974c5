import { forms } from "../core/argumentForms";

/** A dotted line from left to right, such as a baseline or a theoretical value. */
export interface Reference {
  readonly name: string;
  readonly y: number;
  /** At which end the name stands, by default on the right: choose the side that the lines leave free. */
  readonly side?: "left" | "right";
}

/** A dashed line from bottom to top, with its name at its head. */
export interface Mark {
  readonly name: string;
  readonly x: number;
  /** On which side of it the name stands, by default on the right. */
  readonly side?: "left" | "right";
  /** Of line and name; grey by default. */
  readonly color?: string;
}

/** Lines across the whole frame, at a value each, in the data's units. */
export interface Guides {
  readonly references?: readonly Reference[];
  readonly marks?: readonly Mark[];
}

const { list, number, text } = forms;
const side = forms.oneOf(["left", "right"]);
/** What guides may be, field by field. */
export const guideForms = {
  references: list(forms.fields({ name: text, y: number }, { side })),
  marks: list(forms.fields({ name: text, x: number }, { side, color: text })),
};

/** As Plotly wants it: on a log axis it places shapes by value, but annotations by its logarithm. */
export function drawGuides({ references = [], marks = [] }: Guides, log: { x?: boolean; y?: boolean } = {}) {
  return {
    shapes: [
      ...references.map(({ y }) => ({
        ...{ type: "line", xref: "paper", x0: 0, x1: 1, y0: y, y1: y },
        line: { color: "#777777", width: 1, dash: "dot" },
      })),
      ...marks.map(({ x, color = "#777777" }) => ({
        ...{ type: "line", yref: "paper", y0: 0, y1: 1, x0: x, x1: x },
        line: { color, width: 1.5, dash: "dash" },
      })),
    ],
    annotations: [
      ...references.map(({ name, y, side = "right" }) => ({
        ...{ xref: "paper", x: side === "left" ? 0.01 : 0.99, y: log.y ? Math.log10(y) : y, text: name },
        ...{ showarrow: false, xanchor: side, yanchor: "bottom", font: { size: 11, color: "#555555" } },
      })),
      ...marks.map(({ name, x, side = "right", color = "#555555" }) => ({
        ...{ yref: "paper", y: 1, x: log.x ? Math.log10(x) : x, text: name, showarrow: false, yanchor: "top" },
        ...(side === "right" ? { xanchor: "left", xshift: 4 } : { xanchor: "right", xshift: -4 }),
        font: { size: 11, color },
      })),
    ],
  };
}
