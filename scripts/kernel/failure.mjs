// @ts-check
// What Jupyter calls an error: its name, its value, and a traceback that leads to the reader's own lines.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { inProject, root } from "../setup/project.mjs";

/**
 * @typedef {{ ename: string, evalue: string, traceback: string[] }} Failure
 * @typedef {{ title: string, inCell: boolean, lines: string[], line: number, column: number, by?: string }} Place
 * @typedef {(file: string, line: number, column: number) => Place | undefined} FindCell where a frame is in what a cell wrote
 */

/** Frames of the reader's that a traceback has: the first ones, and the cell's. */
const MOST_FRAMES = 6;
/** What one mistake leads the compiler to say is often much. */
const MOST_COMPLAINTS = 4;

/** @param {unknown} thrown @param {FindCell} findCell @param {unknown[]} [effects] what it is a cause of @returns {Failure} */
export function failureOf(thrown, findCell, effects = []) {
  return failureOfWorded(thrown instanceof Error && !isStop(thrown) ? worded(thrown) : thrown, findCell, effects);
}

/** What tfjs refuses, as the library words it. @param {Error} error @returns {unknown} */
function worded(error) {
  try {
    return createRequire(import.meta.url)(inProject("dist", "lib", "core", "tfErrors.js")).fromTf(error);
  } catch {
    return error; // the library is not built
  }
}

/** @param {unknown} thrown @param {FindCell} findCell @param {unknown[]} effects @returns {Failure} */
function failureOfWorded(thrown, findCell, effects) {
  if (!(thrown instanceof Error)) return failure("Thrown", inspect(thrown), []);
  if (isStop(thrown)) return failure("Interrupted", "the cell was stopped", []);
  // A mistake of the user's (lib/core/errors.ts) is said without a stack, and is in the cell.
  const { trace } = /** @type {{ trace?: { stack: string } }} */ (/** @type {unknown} */ (thrown));
  const places = placesIn(trace?.stack ?? thrown.stack ?? "", findCell);
  const shown = trace ? places.filter(({ inCell }) => inCell).slice(0, 1) : shortened(places);
  const told = [...effects, thrown];
  const cause =
    trace || thrown.cause === undefined || told.includes(thrown.cause)
      ? []
      : [...failureOf(thrown.cause, findCell, told).traceback, "which led to:"];
  const name = thrown.name === "Error" ? thrown.constructor.name : thrown.name;
  return failure(name, thrown.message, [...cause, ...shown.map(excerpt).reverse().flat()]);
}

/** A Stop of a cell that does not take it itself: in its first, synchronous part, or later. @param {Error} error */
const isStop = (error) =>
  ("code" in error && (error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED" || error.code === "LAB_STOPPED")) ||
  error.message === "Interrupted asynchronously";

/**
 * What the compiler has against a cell; of one complaint alone the sentence comes last only.
 * @param {import("tslab/dist/converter.js").Diagnostic[]} diagnostics each in words @param {string} title @param {string[]} lines
 */
export function failureToCompile(diagnostics, title, lines) {
  const [first, ...others] = diagnostics;
  const excerpts = diagnostics.slice(0, MOST_COMPLAINTS).flatMap(({ start, fileName, messageText }) => {
    const place = { title, inCell: true, lines, line: start.line + 1, column: start.character + 1 };
    const where = fileName ? [`  in ${fileName}:${start.line + 1}`] : excerpt(place);
    return others.length > 0 ? [...where, `      ${messageText}`] : where;
  });
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return failure("TypeScriptError", `line ${first.start.line + 1}: ${first.messageText}${more}`, excerpts);
}

/** What failed comes last, as in Python: tools that show one line show that. @param {string} ename @param {string} evalue @param {string[]} details @returns {Failure} */
function failure(ename, evalue, details) {
  return { ename, evalue, traceback: [...details, `${coloured(red, ename)}: ${evalue}`] };
}

/** The frames that are in a cell or in a file of the project's. @param {string} stack @param {FindCell} findCell */
function placesIn(stack, findCell) {
  /** @type {Place[]} */
  const places = [];
  for (const frame of stack.split("\n")) {
    const [, by = "", where] = frame.match(/^\s+at (?:(?:async )?(.*?) \()?(?:async )?(.+?)\)?$/) ?? [];
    const [, file, line, column] = where?.match(/^(.+):(\d+):(\d+)$/) ?? [];
    if (!file) continue;
    const place = findCell(file, Number(line), Number(column)) ?? inOwnFile(file, Number(line), Number(column));
    if (place) places.push({ ...place, by: by.replace(/^(Object|Proxy)\.|<anonymous>$/g, "") });
  }
  return places;
}

/** @param {string} url @param {number} line @param {number} column */
function inOwnFile(url, line, column) {
  const file = url.startsWith("file://") ? fileURLToPath(url) : url;
  const name = relative(root, file);
  if (/^\.\.|(^|\/)node_modules\/|^scripts\//.test(name) || !existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { title: `${name}:${line}`, inCell: false, lines, line, column };
}

/** @param {Place[]} places */
function shortened(places) {
  const cell = places.findIndex(({ inCell }) => inCell);
  return places.filter((_, i) => i < MOST_FRAMES || i === cell);
}

/** The line, between its neighbours where it is the reader's. @param {Place} place @param {number} [index] */
function excerpt({ title, inCell, lines, line, column, by }, index = 0) {
  const heading = `  in ${coloured(green, inCell ? `${title}, line ${line}` : title)}${by ? ` (${by})` : ""}`;
  if (!inCell && index > 0) return [heading];
  const width = String(line + 1).length;
  const code = (inCell ? [line - 1, line, line + 1] : [line]).flatMap((n) => {
    if (lines[n - 1] === undefined) return [];
    const row = `${String(n).padStart(width)} | ${lines[n - 1]}`;
    if (n !== line) return [`      ${row}`];
    return [`----> ${row}`, `${" ".repeat(width + 6)} | ${" ".repeat(column - 1)}${coloured(red, "^")}`];
  });
  return [heading, ...code];
}

const [red, green] = ["1;31", "32"];

/** @param {string} code a terminal's @param {string} text */
function coloured(code, text) {
  return `\u001b[${code}m${text}\u001b[0m`;
}
