import { inspect } from "node:util";
import { escapeHtml } from "./progress";

/** One number of an answer that is not what the equation gives. */
export interface Difference {
  /** "h[0, 2]" */
  readonly place: string;
  readonly expected: number;
  readonly got: number;
}

/** What a check says of an answer to an exercise. As a cell's value it is shown as `show` shows it. */
export interface Checked {
  /** What was to be written: "LSTM". */
  readonly exercise: string;
  readonly right: boolean;
  /** In a sentence or two what is right, or which mistake was made. */
  readonly says: string;
  /** The first numbers that differ; none where the answer is right, or has no numbers to compare. */
  readonly differences: readonly Difference[];
}

/** The name under which a front end's kernel, this one's and Deno's, looks for a value's own form. */
const display = Symbol.for("Jupyter.display");

/** The same, which says itself how it is shown. */
export function displayed(checked: Checked): Checked {
  return Object.defineProperties(checked, {
    [display]: { value: () => ({ "text/html": checkedHtml(checked), "text/plain": checkedText(checked) }) },
    [inspect.custom]: { value: () => checkedText(checked) },
  });
}

const colours = { right: "#009E73", wrong: "#D55E00" } as const;
const header = ["place", "expected", "got"];

export function checkedText(checked: Checked): string {
  const rows = checked.differences.length > 0 ? [header, ...checked.differences.map(cells)] : [];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column])).join("  ")}`.trimEnd());
  return [`${title(checked)}. ${checked.says}`, ...lines].join("\n");
}

export function checkedHtml(checked: Checked): string {
  const colour = colours[checked.right ? "right" : "wrong"];
  const row = (texts: readonly string[], tag: "th" | "td") =>
    `<tr>${texts.map((text) => `<${tag} style="text-align:left">${escapeHtml(text)}</${tag}>`).join("")}</tr>`;
  const body = checked.differences.map((difference) => row(cells(difference), "td")).join("");
  const table =
    body && `<table style="margin:6px 0 0"><thead>${row(header, "th")}</thead><tbody>${body}</tbody></table>`;
  return (
    `<div style="border-left:6px solid ${colour};padding:6px 14px;margin:6px 0;max-width:800px;break-inside:avoid">` +
    `<div><strong style="color:${colour}">${escapeHtml(title(checked))}</strong></div>` +
    `<div>${escapeHtml(checked.says)}</div>${table}</div>`
  );
}

const title = ({ exercise, right }: Checked): string => `${exercise}: ${right ? "right" : "not yet"}`;
const cells = ({ place, expected, got }: Difference): string[] => [place, digits(expected), digits(got)];
const digits = (value: number): string => String(Number(value.toPrecision(6))).replace("-", "−");
