// @ts-check
// A name that is not there: of a variable, of what an object has, of what a module exports.
import { createRequire } from "node:module";
import { inProject } from "../setup/project.mjs";
import { brief } from "./cellNodes.mjs";
import { lastProgram } from "./typescript.mjs";

/** @typedef {import("./compileWords.mjs").Complaint} Complaint */

/** More names than these are no help. */
const MOST_NAMES = 30;

/** What somebody who comes from Python may write. @type {Record<string, string>} */
const python = { print: "console.log", None: "undefined", True: "true", False: "false", np: "tf", torch: "tf" };

/** @param {Complaint} complaint */
export function unknownMember({ ts, node, checker, codes }) {
  const { parent } = node;
  if (!codes.some((code) => code === 2339 || code === 2551) || !ts.isIdentifier(node)) return undefined;
  const owner = ts.isPropertyAccessExpression(parent) ? parent.expression : undefined;
  if (!owner) return undefined;
  const type = checker.getTypeAtLocation(owner);
  const names = checker.getPropertiesOfType(checker.getApparentType(type)).map(({ name }) => name);
  return `${brief(owner)}: no ${node.text}${meant(node.text, names)}${(type.flags & ts.TypeFlags.Object) !== 0 ? listed(names.sort()) : ""}`;
}

/** @param {Complaint} complaint */
export function unknownName({ node, codes, text, checker }) {
  const [, first = "", second = "", third] = text.match(/'"?(.*?)"?'(?:.*?'"?(.*?)"?'(?:.*?'"?(.*?)"?')?)?/) ?? [];
  if (codes.includes(2307))
    return `${first}: no such file or package${/(^|\/)lib$/.test(first) ? '; the lab is "../lib"' : ""}`;
  if (codes.some((code) => [2724, 2305, 2614].includes(code)))
    return `${first}: no ${second}${third ? `; did you mean ${third}?` : ""}`;
  if (codes.includes(1435)) return `${brief(node)}: no such word; did you mean ${first}?`;
  if (!codes.some((code) => code === 2304 || code === 2552 || code === 18004)) return undefined;
  const inLab = labNames(checker);
  if (inLab.includes(first)) return `${first} is not imported: write import { ${first} } from "../lib"`;
  if (Object.hasOwn(python, first)) return `${first}: no such name; in TypeScript it is ${python[first]}`;
  if (second) return `${first}: no such name; did you mean ${second}?`;
  // Who mistypes a name seldom mistypes its beginning.
  const near = meant(
    first,
    inLab.filter((name) => name[0] === first[0]),
  );
  return `${first}: no such name${near ? near.replace("?", ", or has the cell that declares it not run?") : "; has the cell that declares it run?"}`;
}

/** @param {Complaint["checker"]} checker */
function labNames(checker) {
  const index = lastProgram()
    ?.getSourceFiles()
    .find(({ fileName }) => /\/lib\/index\.d\.ts$/.test(fileName) && !/node_modules/.test(fileName));
  const module = index && checker.getSymbolAtLocation(index);
  return module ? checker.getExportsOfModule(module).map(({ name }) => name) : [];
}

/** @param {string} typed @param {string[]} names */
export function meant(typed, names) {
  const { similar } = createRequire(import.meta.url)(inProject("dist", "lib", "core", "similar.js"));
  const [near] = similar(typed, names);
  return near ? `; did you mean ${near}?` : "";
}

/** @param {string[]} names */
export const listed = (names) =>
  names.length > 0 && names.length <= MOST_NAMES ? `; there are ${names.join(", ")}` : "";
