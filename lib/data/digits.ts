import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";

/** A digit that somebody wrote by hand. */
export interface Digit {
  /** 8 rows of 8, from 0 (white) to 1 (black). */
  readonly rows: readonly (readonly number[])[];
  readonly label: number;
}

/** What is learnt from, and digits from other forms, which are only recognised. */
export interface Digits {
  readonly train: readonly Digit[];
  readonly heldOut: readonly Digit[];
}

/** Rows, columns and classes. */
export const digitSize = 8;
export const digitClasses = 10;

/** Where a form begins and four forms are left: the digits of one writer are all on one side. */
const cut = 1287;
export const digitsFile = path.join(projectRoot, "data", "digits", "digits.csv.gz");

/**
 * 1,797 handwritten digits, the last 510 held out.
 * @see Alpaydin & Kaynak 1998; data/digits/README.md
 */
export function digits(): Digits {
  const all = parseDigits(gunzipSync(readFileSync(digitsFile)).toString("latin1"), digitsFile);
  return { train: all.slice(0, cut), heldOut: all.slice(cut) };
}

/**
 * Digits from CSV: 64 pixels of 0 to 16, row by row, and the label.
 * @throws on a row that is not that; `file` and its line are named
 */
export function parseDigits(text: string, file: string): Digit[] {
  const rows: string[][] = parse(text, { relax_column_count: true, skip_empty_lines: true });
  return rows.map((row, index) => {
    const values = row.map(Number);
    const [pixels, label] = [values.slice(0, -1), values[values.length - 1]];
    const sound = values.length === digitSize ** 2 + 1 && pixels.every(isWholeUpTo(16)) && isWholeUpTo(9)(label);
    expect(
      sound,
      () =>
        `${file}:${index + 1}: 64 whole numbers from 0 to 16 and a digit expected, got ${row.length} columns: ${shortened(row)}`,
    );
    return { rows: rowsOfEight(pixels.map((value) => value / 16)), label };
  });
}

const isWholeUpTo = (most: number) => (value: number) => Number.isInteger(value) && value >= 0 && value <= most;

const rowsOfEight = (pixels: readonly number[]): number[][] =>
  Array.from({ length: digitSize }, (_, row) => pixels.slice(row * digitSize, (row + 1) * digitSize));

function shortened(row: readonly string[]): string {
  const text = row.join(",");
  return text.length > 60 ? `…${text.slice(-59)}` : text;
}
