// @ts-check
// Completion and inspection: what the compiler knows of the code under the cursor.
import { kernelTypescript } from "./typescript.mjs";

/**
 * @typedef {import("./cells.mjs").Cells} Cells
 * @typedef {import("@tslab/typescript-for-tslab").Node} Node
 * @typedef {import("@tslab/typescript-for-tslab").SymbolDisplayPart} Part
 */

/** Jupyter counts characters, JavaScript UTF-16 units: an emoji is one of those and two of these. */
const toUnits = (/** @type {string} */ code, /** @type {number} */ position) =>
  [...code].slice(0, position).join("").length;
const toCharacters = (/** @type {string} */ code, /** @type {number} */ units) => [...code.slice(0, units)].length;

/** @param {Cells} cells @param {{ code: string, cursor_pos: number }} request */
export function complete(cells, { code, cursor_pos }) {
  const { start, end, candidates, original } = cells.complete(code, toUnits(code, cursor_pos));
  const range = { start: toCharacters(code, start), end: toCharacters(code, end) };
  const kinds = new Map(original?.entries.map(({ name, kind }) => [name, kind]));
  const types = candidates.map((text) => ({ text, type: kinds.get(text) ?? "", ...range }));
  return {
    status: "ok",
    matches: candidates,
    cursor_start: range.start,
    cursor_end: range.end,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** @param {Cells} cells @param {{ code: string, cursor_pos: number }} request */
export function inspect(cells, { code, cursor_pos }) {
  for (const position of candidates(code, toUnits(code, cursor_pos))) {
    const info = cells.inspect(code, position);
    // "any" is what the compiler calls a name that it does not know.
    if (!info?.displayParts || textOf(info.displayParts) === "any") continue;
    const tags = (info.tags ?? []).map(({ name, text }) => `@${name} ${textOf(text)}`.trim());
    const paragraphs = [textOf(info.displayParts), textOf(info.documentation), tags.join("\n")];
    const data = { "text/plain": paragraphs.filter(Boolean).join("\n\n") };
    return { status: "ok", found: true, data, metadata: {} };
  }
  return { status: "ok", found: false, data: {}, metadata: {} };
}

/**
 * Where to ask about a cursor: the name that it is in or behind; else the option that it gives a value to, or the
 * function that is called around it. From the inside out.
 * @param {string} code @param {number} position
 */
function* candidates(code, position) {
  const ts = kernelTypescript();
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  for (const at of [position, position - 1]) {
    const name = pathTo(file, at).pop();
    if (name && ts.isIdentifier(name)) yield name.getStart(file);
  }
  // Behind what is still being written the parser finds nothing: what was written last is in it.
  const last = code.slice(0, position).trimEnd().length - 1;
  for (const node of [position, last].flatMap((at) => pathTo(file, at).reverse())) {
    if (ts.isPropertyAssignment(node)) yield node.name.getStart(file);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      yield (node.expression.getLastToken(file) ?? node.expression).getStart(file);
    }
  }
}

/** The nodes around a position, from the file to the smallest. @param {Node} file @param {number} position */
function pathTo(file, position) {
  const path = [file];
  for (let node = /** @type {Node | undefined} */ (file); node; ) {
    /** @type {Node | undefined} */
    const inner = node.forEachChild((child) => (child.pos <= position && position < child.end ? child : undefined));
    if (inner) path.push(inner);
    node = inner;
  }
  return path;
}

/** @param {Part[] | undefined} parts */
const textOf = (parts) => (parts ?? []).map(({ text }) => text).join("");
