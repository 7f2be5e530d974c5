import type { Verdict } from "../view/verdict";
import type { Provenance } from "./provenance";

/** Text as a notebook stores it: whole or line by line. */
export type Text = string | readonly string[];

export interface CellOutput {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: Text;
  /** Of an error. */
  readonly traceback?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface NotebookCell {
  readonly cell_type: string;
  readonly source: Text;
  readonly outputs?: readonly CellOutput[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Why a notebook stopped before its end. */
export interface Failure {
  /** Of the code cells, counted from 1; 0 when the kernel did not start. */
  readonly cell: number;
  /** The cell's first line. */
  readonly source: string;
  readonly message: string;
}

/** What the report remembers in an executed notebook about its run. */
export interface RunRecord extends Provenance {
  readonly seconds: number;
  readonly failure?: Failure;
  /** Verdicts of recorded results, on the claims of its section. */
  readonly recorded?: readonly Verdict[];
}

export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>> & { readonly lecture_lab?: RunRecord };
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

export const joined = (text: Text | undefined): string => (typeof text === "string" ? text : (text ?? []).join(""));

/** What stands for a notebook that could not be read. */
export const blank: Notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };

/**
 * The file's text in Jupyter's own form (sorted keys, one space of indent), so that saving changes only what changed; but
 * the numbers and single characters of a figure's data stand side by side, for their indents would outweigh them.
 */
export function serialise(notebook: Notebook): string {
  const text = JSON.stringify(sorted(notebook), null, 1);
  return `${text.replace(scalars, (array) => array.replace(/\n\s*/g, ""))}\n`;
}

/** Arrays of numbers, nulls and strings of one character; a raw line break stands only between items. */
const scalars = /\[\n(?:\s+(?:-?\d[\d.e+-]*|null|"(?:[^"\\]|\\.|\\u[\da-f]{4})?"),?\n)+\s*\]/g;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** The notebook as it is committed: outputs kept, everything that differs from run to run by nature left out. */
export function withoutTimings({ metadata, cells, ...rest }: Notebook): Notebook {
  const { lecture_lab: _run, widgets: _widgets, ...kept } = metadata;
  return {
    ...rest,
    metadata: kept,
    cells: cells.map((cell) => {
      const { execution: _execution, ...own } = cell.metadata;
      return { ...cell, metadata: own };
    }),
  };
}

/** The first heading, or the file's name without one. */
export function titleOf({ cells }: Notebook, otherwise: string): string {
  const text = cells.filter((cell) => cell.cell_type === "markdown").map((cell) => joined(cell.source));
  return (
    text
      .join("\n")
      .match(/^#\s+(.+)$/m)?.[1]
      .trim() ?? otherwise
  );
}
