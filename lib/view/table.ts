import { expectForms, forms } from "../core/argumentForms";
import { escapeHtml } from "./progress";

/** Rows of text under a header; a figure that is read instead of looked at. */
export interface Table {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns, from 0, whose spaces and line breaks matter, such as sampled text. */
  readonly verbatim?: readonly number[];
}

/**
 * A table of records, a column a name in the order of the first record: `table("The last steps", history.slice(-3))`.
 * Numbers are written with four digits that count; what a record lacks is a dash.
 */
export function table(caption: string, records: readonly object[]): Table {
  expectForms("table", { caption: [forms.text, caption], records: [forms.list(forms.fields({})), records] });
  const header = Object.keys(records[0] ?? {});
  const text = (value: unknown) =>
    typeof value === "number" ? String(Number(value.toPrecision(4))) : value == null ? "–" : String(value);
  const row = (record: object) => header.map((name) => text((record as Record<string, unknown>)[name]));
  return { caption, header, rows: records.map(row) };
}

export function tableHtml({ caption, header, rows, verbatim = [] }: Table): string {
  const cell = (text: string, column: number) =>
    verbatim.includes(column)
      ? `<td style="text-align:left;vertical-align:top"><pre style="white-space:pre-wrap;margin:0">${escapeHtml(text)}</pre></td>`
      : `<td style="text-align:left;vertical-align:top">${escapeHtml(text)}</td>`;
  const head = header
    .map((text) => (text ? `<th style="text-align:left">${escapeHtml(text)}</th>` : "<td></td>"))
    .join("");
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("");
  return (
    `<table><caption style="text-align:left">${escapeHtml(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
  );
}

/** The same as plain text, a row a line. */
export const tableText = ({ caption, header, rows }: Table): string =>
  [caption, header.join(" | "), ...rows.map((row) => row.join(" | "))].join("\n");
