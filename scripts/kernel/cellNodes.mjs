// @ts-check
// The part of a cell that a complaint is about.
import { kernelTypescript, lastProgram } from "./typescript.mjs";

/**
 * @typedef {import("@tslab/typescript-for-tslab").Node} Node
 * @typedef {import("@tslab/typescript-for-tslab").Expression} Expression
 */

/** Longer than this nothing that was written is repeated. */
export const LONGEST = 40; // characters

/** @param {Node} node @returns {Node[]} */
export const above = (node) => (node.parent ? [node.parent, ...above(node.parent)] : []);

/** The cell that the compiler has read last, and where in that file it starts: tslab puts a line before it. */
export function cellFile() {
  const file = lastProgram()
    ?.getSourceFiles()
    .find(({ fileName }) => fileName.endsWith("/__tslab__.ts"));
  return file && { file, start: file.text.indexOf("\n") + 1 };
}

/** The smallest node that begins there. @param {Node} node @param {number} start @returns {Node | undefined} */
export function smallestAt(node, start) {
  const inner = kernelTypescript().forEachChild(node, (child) =>
    child.pos <= start && start < child.end ? child : undefined,
  );
  return inner ? smallestAt(inner, start) : node;
}

/** The largest node that is exactly there, or else the smallest around it. @param {Node} node @param {number} start @param {number} end @returns {Node} */
export function nodeAt(node, start, end) {
  const ts = kernelTypescript();
  if (node.getStart() === start && node.end === end && !ts.isSourceFile(node)) return node;
  const around = ts.forEachChild(node, (child) => (child.pos <= start && end <= child.end ? child : undefined));
  return around ? nodeAt(around, start, end) : node;
}

/** The value that a complaint is about, of which the compiler marks the name. @param {Node} node @returns {Expression | undefined} */
export function valueAt(node) {
  const ts = kernelTypescript();
  const { parent } = node;
  if ((ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent)) && parent.name === node)
    return parent.initializer;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name;
  if (ts.isBinaryExpression(parent) && parent.left === node) return parent.right;
  return ts.isExpression(node) ? node : undefined;
}

/** Where in what is called: "lines: series[0].x: ". @param {Node} value */
export function placeOf(value) {
  const ts = kernelTypescript();
  let path = "";
  for (let node = value; ; node = node.parent) {
    const { parent } = node;
    if (!parent || ts.isSourceFile(parent)) return path && `${path.replace(/^\./, "")}: `;
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      path = `.${parent.name.getText()}${path}`;
    if (ts.isArrayLiteralExpression(parent))
      path = `[${parent.elements.indexOf(/** @type {Expression} */ (node))}]${path}`;
    if (ts.isVariableDeclaration(parent)) return `${parent.name.getText()}${path}: `;
    if (
      (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
      parent.arguments?.includes(/** @type {Expression} */ (node))
    ) {
      const inside = `${parameterOf(parent, node)}${path}`.replace(/^\./, "");
      return `${brief(parent.expression)}: ${inside && `${inside}: `}`;
    }
  }
}

/** Its name, unless the whole argument is what one thinks of. @param {import("@tslab/typescript-for-tslab").CallLikeExpression} call @param {Node} argument */
function parameterOf(call, argument) {
  const index = "arguments" in call ? (call.arguments?.indexOf(/** @type {Expression} */ (argument)) ?? 0) : 0;
  const name = lastProgram()?.getTypeChecker().getResolvedSignature(call)?.getParameters()[index]?.name ?? "";
  return /^(__\d+|options|overrides|shown)$/.test(name) ? "" : name;
}

/** @param {Node} node */
export function brief(node) {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
