// @ts-check
// Completion and inspection: what the compiler knows of the code under the cursor.
import { cellFile, LONGEST, smallestAt } from "./cellNodes.mjs";
import { details } from "./details.mjs";
import { kernelTypescript, lastProgram } from "./typescript.mjs";

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
    const more = detailsAt(cells, position);
    const heading = more.heading ?? brief(textOf(info.displayParts));
    const paragraphs = [heading, textOf(info.documentation), ...more.paragraphs, tags.join("\n")];
    const data = { "text/plain": paragraphs.filter(Boolean).join("\n\n") };
    return { status: "ok", found: true, data, metadata: {} };
  }
  return { status: "ok", found: false, data: {}, metadata: {} };
}

/** @param {Cells} cells @param {number} position of what the compiler was just asked about @returns {ReturnType<typeof details>} */
function detailsAt(cells, position) {
  const [program, cell] = [lastProgram(), cellFile()];
  const node = cell && smallestAt(cell.file, position + cell.start);
  return program && node ? details(node, program.getTypeChecker(), cells.value) : { paragraphs: [] };
}

/** A type in a line: of an object in it the names, of what it is made for nothing long, nor where a name comes from. @param {string} text */
function brief(text) {
  const fields = (/** @type {string} */ body) =>
    [...body.matchAll(/^\s*(?:readonly )?(\w+)/gm)].map(([, name]) => name);
  const short = text
    .replace(/^\(alias\) /, "")
    .replace(/\nimport \w+$/, "")
    .replace(/\{\n([^{}]*)\n\s*\}/g, (_, body) => `{ ${fields(body).join(", ")} }`);
  return withoutLong(short);
}

/** "Cell<…>" of what is longer between its brackets, an arrow's not among them. @param {string} text */
function withoutLong(text) {
  let [out, depth, start] = ["", 0, 0];
  for (const [i, character] of [...text].entries()) {
    if (character === "<" && depth++ === 0) start = out.length;
    out += character;
    if (character !== ">" || text[i - 1] === "=" || depth === 0) continue;
    if (--depth === 0 && out.length - start > LONGEST) out = `${out.slice(0, start)}<…>`;
  }
  return out;
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
