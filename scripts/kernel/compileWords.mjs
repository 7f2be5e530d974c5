// @ts-check
// What the compiler has against a cell, in the words of whoever wrote it: which option, of what, and what was meant.
import { brief, cellFile, LONGEST, nodeAt, valueAt } from "./cellNodes.mjs";
import { kernelTypescript, lastProgram } from "./typescript.mjs";
import { isPromise, isTensor } from "./typeWords.mjs";
import { missingOption, unknownOption, wrongCount, wrongKind, wrongMethod } from "./wrongGiven.mjs";
import { unknownMember, unknownName } from "./wrongNames.mjs";

/**
 * @typedef {import("tslab/dist/converter.js").Diagnostic} Diagnostic
 * @typedef {import("@tslab/typescript-for-tslab").Node} Node
 * @typedef {import("@tslab/typescript-for-tslab").Expression} Expression
 * @typedef {{ ts: import("./typescript.mjs").TypeScript, checker: import("./typeWords.mjs").Checker, node: Node, value?: Expression,
 *   codes: number[], text: string }} Complaint of a node, or of the value that its name is given
 */

/** One sentence for each complaint, with its place, each sentence once. @param {Diagnostic[]} diagnostics @returns {Diagnostic[]} */
export function inWords(diagnostics) {
  /** Of one place the compiler says several messages, each explaining the one before. @type {Diagnostic[][]} */
  const complaints = [];
  for (const one of diagnostics) {
    const last = complaints.at(-1);
    if (last?.[0].start.offset === one.start.offset && last[0].end.offset === one.end.offset) last.push(one);
    else complaints.push([one]);
  }
  const said = complaints.map((messages) => ({ ...messages[0], messageText: sentence(messages) }));
  return said.filter(({ messageText }, i) => said.findIndex((other) => other.messageText === messageText) === i);
}

/** What the compiler lets pass: an element of a promise or of a tensor is nothing. @returns {Diagnostic[]} */
export function overlooked() {
  const [ts, program, cell] = [kernelTypescript(), lastProgram(), cellFile()];
  if (!program || !cell) return [];
  const { file } = cell;
  const checker = program.getTypeChecker();
  /** @param {number} at */
  const place = (at) => {
    const { line, character } = file.getLineAndCharacterOfPosition(at);
    return { offset: at - cell.start, line: line - 1, character };
  };
  /** @type {Diagnostic[]} */
  const found = [];
  /** @param {Node} node */
  const look = (node) => {
    const whole = ts.isElementAccessExpression(node) ? node.expression : undefined;
    const messageText =
      whole && isTensor(checker.getTypeAtLocation(whole))
        ? `${brief(node)}: a tensor has no elements; write ${brief(whole)}.arraySync()[…] for numbers, ${brief(whole)}.gather(…) for a tensor`
        : whole && missingAwait({ ts, checker, node: whole, value: whole, codes: [], text: "" });
    if (messageText)
      found.push({ start: place(node.getStart()), end: place(node.end), messageText, category: 1, code: 0 });
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

/** @param {Diagnostic[]} messages */
function sentence(messages) {
  const [{ start, end, fileName, messageText, code }] = messages;
  const program = lastProgram();
  const cell = cellFile();
  const beside = fileName ? program?.getSourceFiles().find((one) => one.fileName.endsWith(`/${fileName}`)) : undefined;
  const [file, shift] = fileName ? [beside, 0] : [cell?.file, cell?.start ?? 0];
  const node = file && nodeAt(file, start.offset + shift, end.offset + shift);
  const codes = messages.map((one) => one.code);
  if (program && node) {
    const [ts, checker] = [kernelTypescript(), program.getTypeChecker()];
    const said = inOwnWords({ ts, checker, node, value: valueAt(node), codes, text: String(messageText) });
    if (said) return said;
  }
  return `${shortened(String(messageText))} (TS${code})`;
}

/** The first that has something to say says it. */
const rules = [
  notAsync,
  missingAwait,
  operatorOfTensor,
  unknownOption,
  missingOption,
  unknownMember,
  unknownName,
  wrongCount,
  wrongMethod,
  wrongKind,
];

/** @param {Complaint} complaint */
function inOwnWords(complaint) {
  try {
    for (const rule of rules) {
      const said = rule(complaint);
      if (said) return said.replace("?; there are", "? there are");
    }
  } catch {
    // The compiler's own words are left.
  }
  return undefined;
}

/** @param {Complaint} complaint */
function notAsync({ codes }) {
  return codes.includes(1308) ? "await: the function around it must be async: write async before it" : undefined;
}

/** @param {Complaint} complaint */
function missingAwait({ ts, node, value, checker }) {
  const around = [node, node.parent];
  const owner = around.find(ts.isPropertyAccessExpression)?.expression;
  const pattern = around.find(ts.isBindingElement)?.parent.parent;
  const promises = [owner, pattern && ts.isVariableDeclaration(pattern) ? pattern.initializer : undefined, value];
  const promise = promises.find((one) => one && isPromise(checker.getTypeAtLocation(one)));
  if (!promise) return undefined;
  const made = ts.isIdentifier(promise) ? checker.getSymbolAtLocation(promise)?.valueDeclaration : undefined;
  const by = made && ts.isVariableDeclaration(made) ? made.initializer : undefined;
  const [start, call] = by ? [`const ${brief(promise)} = await `, by] : ["await ", promise];
  return `await is missing: write ${start}${called(call)}`;
}

/** By the operator. */
const methods = /** @type {Record<string, string>} */ ({
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "**": "pow",
  "%": "mod",
});

/** @param {Complaint} complaint */
function operatorOfTensor({ ts, node, checker, codes }) {
  if (!codes.some((code) => code === 2362 || code === 2363 || code === 2365)) return undefined;
  const operation = [node, node.parent].find(ts.isBinaryExpression);
  const method = operation && methods[operation.operatorToken.getText()];
  if (!method || ![operation.left, operation.right].some((side) => isTensor(checker.getTypeAtLocation(side))))
    return undefined;
  const [left, right] = [brief(operation.left), brief(operation.right)];
  const written = isTensor(checker.getTypeAtLocation(operation.left))
    ? `${left}.${method}(${right})`
    : `tf.${method}(${left}, ${right})`;
  return `${brief(operation)}: a tensor has no operators; write ${written}`;
}

/** @param {Expression} expression */
function called(expression) {
  if (!kernelTypescript().isCallExpression(expression)) return brief(expression);
  return `${brief(expression.expression)}(${expression.arguments.length > 0 ? "…" : ""})`;
}

/** @param {string} text */
const shortened = (text) =>
  text.split("\n")[0].replace(/'([^']*)'/g, (_, type) => {
    const said = type.replace(/Promise<.*>/, "a promise");
    return `'${said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said}'`;
  });
