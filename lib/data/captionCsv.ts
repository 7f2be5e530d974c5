import { parse } from "csv-parse/sync";
import { expect, LabError } from "../core/errors";
import { quoted } from "./fields";
import { readText } from "./textFile";

/** An image by its name, and one caption of it. */
interface CaptionRow {
  readonly image: string;
  readonly caption: string;
}

/** A line of the file, and what it says when it is asked: a complaint is of that line alone. */
export interface CaptionLine {
  readonly line: number;
  row(): CaptionRow;
}

const columns = ["image", "caption"];
/** A caption in quotes may run over so many lines. A quote that nobody closes costs its own line, not all after it. */
const longest = 10;

/** The rows of captions as CSV, under the header image,caption. @throws where the header is another */
export function* csvLines(file: string): Generator<CaptionLine> {
  const lines = readText(file).split("\n");
  let header = true;
  for (let i = 0; i < lines.length; ) {
    const at = `${file}:${i + 1}`;
    const length = quotedLength(lines, i);
    const text = lines.slice(i, i + length).join("\n");
    i += length;
    if (text.trim() === "") continue;
    const row = () => {
      const record = fieldsOf(text, at);
      expect(record.length === 2, () => `${at}: 2 columns expected (image, caption), got ${record.length}`);
      const [image, caption] = record;
      for (const [i, value] of record.entries()) {
        expect(value.trim() !== "", () => `${at}: ${columns[i]}: text expected, got ${quoted(value)}`);
      }
      return { image, caption };
    };
    if (!header) yield { line: i - length + 1, row };
    else {
      const { image, caption } = row();
      const found = [image, caption].map((name) => name.trim());
      expect(
        `${found}` === `${columns}`,
        () => `${at}: the header image,caption expected, got ${`${found}`.slice(0, 60)}`,
      );
      header = false;
    }
  }
}

/** How many lines a row has: it ends where its quotes are even. */
function quotedLength(lines: readonly string[], start: number): number {
  let open = false;
  for (let length = 1; length <= longest && start + length <= lines.length; length++) {
    if ((lines[start + length - 1].split('"').length - 1) % 2 === 1) open = !open;
    if (!open) return isRow(lines, start, length) ? length : 1;
  }
  return 1;
}

/** Of several lines, whether they are one row. */
function isRow(lines: readonly string[], start: number, length: number): boolean {
  if (length === 1) return true;
  try {
    return parse(lines.slice(start, start + length).join("\n"), { relax_column_count: true }).length === 1;
  } catch {
    return false;
  }
}

function fieldsOf(text: string, at: string): string[] {
  if (!text.includes('"')) return text.split(",");
  try {
    return parse(text, { relax_column_count: true })[0] as string[];
  } catch (error) {
    throw new LabError(`${at}: a row of CSV expected, got damaged quotes (${(error as Error).message})`);
  }
}
