import { textTable } from "../../lib/view/textTable";
import type { ContestantName } from "./contestants";
import type { ResultRow } from "./result";

/** The rows as a table; a dash stands for what was not measured. */
export function summary(rows: readonly ResultRow[], width: number): string {
  const others = [...new Set(rows.flatMap((row) => Object.keys(row.others) as ContestantName[]))];
  const titles = ["row", "unit", "ours", "PyTorch", "ratio", "goal", "of peak", ...others];
  const columns = titles.map((title) => ({ title, flexible: title === "row" }));
  const cells = rows.map((row) => [
    row.name + (row.disturbed ? " ~" : ""),
    row.unit,
    quantity(row.ours),
    quantity(row.pytorch),
    row.ratio?.toFixed(2) ?? "–",
    goal(row),
    row.ofPeak === undefined ? "" : `${Math.round(100 * row.ofPeak)} %`,
    ...others.map((name) => (row.others[name] === undefined ? "" : quantity(row.others[name]))),
  ]);
  const note = rows.some(({ disturbed }) => disturbed) ? "\n~ Others were at work on this machine meanwhile.\n" : "";
  return `${textTable(columns, cells, width)}\n${note}`;
}

/** One finished row in a line. */
export const line = ({ name, unit, ours, pytorch, ratio }: ResultRow): string =>
  `${name}: ${quantity(ours)} ${unit}${pytorch === undefined ? "" : `, PyTorch ${quantity(pytorch)}`}` +
  (ratio === undefined ? "" : `, ratio ${ratio.toFixed(2)}`);

function goal({ goal, met, better }: ResultRow): string {
  if (goal === undefined) return "";
  const mark = met === undefined ? "" : met ? " ✔" : " ✖";
  return `${better === "higher" ? "≥" : "≤"} ${goal}${mark}`;
}

/** Three digits: 312k, 85.1k, 2.94. */
function quantity(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value >= 999.5) return `${Number((value / 1000).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}
