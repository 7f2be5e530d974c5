/** A column of a table on the terminal; the flexible one takes the width that is left, and wraps. */
export interface Column {
  readonly title: string;
  readonly flexible?: boolean;
}

const gap = "  ";
const narrowest = 24;

/** `rows` under the columns' titles, aligned, no wider than `width`. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const widths = columnWidths(columns, rows, width);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join(gap)
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  const rule = widths.map((size) => "─".repeat(size));
  const wrapped = rows.map((row) => wrappedRow(row, widths));
  const airy = wrapped.some((row) => row.length > 1); // rows of several lines need a line between them
  const body = wrapped.flatMap((row, i) => (airy && i > 0 ? [[], ...row] : row));
  return [titles, rule, ...body].map(line).join("\n");
}

function columnWidths(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): number[] {
  const natural = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const fixed = natural.reduce((total, size, i) => total + (columns[i].flexible ? 0 : size), 0);
  const left = Math.max(narrowest, width - fixed - gap.length * (columns.length - 1));
  return natural.map((size, i) => (columns[i].flexible ? Math.min(size, left) : size));
}

function wrappedRow(row: readonly string[], widths: readonly number[]): string[][] {
  const cells = row.map((cell, i) => wrap(cell, widths[i]));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, k) => cells.map((lines) => lines[k] ?? ""));
}

/** `text` in lines of at most `width` characters, broken at spaces; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
