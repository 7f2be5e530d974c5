// @ts-check
// What a notebook's Shift-Tab adds to a docstring: a study's claims and options, a function's options, what an object holds.
import { inspect } from "node:util";
import { kernelTypescript } from "./typescript.mjs";
import { isPromise, words } from "./typeWords.mjs";

/**
 * @typedef {import("@tslab/typescript-for-tslab").Node} Node
 * @typedef {import("@tslab/typescript-for-tslab").Type} Type
 * @typedef {import("@tslab/typescript-for-tslab").Symbol} Named
 * @typedef {import("./typeWords.mjs").Checker} Checker
 * @typedef {{ id: string, defaults: Record<string, unknown>, claims: Record<string, { sentence: string }>,
 *   figures: Record<string, unknown>, tables: Record<string, unknown> }} Study
 */

/**
 * What is known of the name at a node besides its docstring, in paragraphs; of a study, whose type says little, its heading too.
 * @param {Node} node @param {Checker} checker @param {(name: string) => unknown} known what a name stands for, where it is known
 * @returns {{ heading?: string, paragraphs: string[] }}
 */
export function details(node, checker, known) {
  const ts = kernelTypescript();
  const type = checker.getTypeAtLocation(node);
  const owner =
    ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent.expression : undefined;
  if (isStudy(type)) {
    const study = studyAt(node, known);
    const heading = study ? `${node.getText()}: the study ${study.id}` : undefined;
    return { heading, paragraphs: [...(study ? claimsOf(study) : []), ...optionsOfRun(type, node, checker, study)] };
  }
  if (owner && isStudy(checker.getTypeAtLocation(owner)) && node.getText() === "run")
    return {
      heading: `await ${owner.getText()}.run(options?)`,
      paragraphs: optionsOfRun(checker.getTypeAtLocation(owner), node, checker, studyAt(owner, known)),
    };
  const [signature] = type.getCallSignatures();
  if (signature) {
    const options = signature
      .getParameters()
      .map((one) => checker.getTypeOfSymbolAtLocation(one, node))
      .find(isOptions);
    return { paragraphs: options ? listed("Options", fieldLines(options, node, checker)) : [] };
  }
  const members = /^__(object|type)$/.test(type.symbol?.name ?? "") ? checker.getPropertiesOfType(type) : [];
  const told = members.map((one) => line(`${node.getText()}.${one.name}`, meaning(one, checker)));
  const isTold = members.some((one) => meaning(one, checker) !== "");
  return isTold
    ? { heading: `${node.getText()}: ${words(checker, type)}`, paragraphs: listed("It has", told) }
    : { paragraphs: [] };
}

/** @param {Type} type */
const isStudy = (type) => (type.aliasSymbol ?? type.symbol)?.name === "Study";

/** @param {Type} type */
const isOptions = (type) => !isPromise(type) && /Options$/.test((type.aliasSymbol ?? type.symbol)?.name ?? "");

/** @param {Node} node @param {(name: string) => unknown} known */
function studyAt(node, known) {
  const value = known(node.getText());
  return typeof value === "object" && value !== null && "claims" in value && "defaults" in value
    ? /** @type {Study} */ (value)
    : undefined;
}

/** @param {Study} study */
const claimsOf = ({ claims, figures, tables }) => [
  ...listed(
    "Claims",
    Object.entries(claims).map(([name, { sentence }]) => line(name, sentence)),
  ),
  [`Figures: ${Object.keys(figures).join(", ")}`, `Tables: ${Object.keys(tables).join(", ") || "none"}`].join("\n"),
];

/** @param {Type} type a study's @param {Node} node @param {Checker} checker @param {Study} [study] */
function optionsOfRun(type, node, checker, study) {
  const run = checker.getPropertyOfType(type, "run");
  const [overrides] = run ? checker.getTypeOfSymbolAtLocation(run, node).getCallSignatures()[0].getParameters() : [];
  if (!overrides) return [];
  const fields = checker.getPropertiesOfType(checker.getTypeOfSymbolAtLocation(overrides, node));
  const lines = fields.map((field) => {
    const value = study
      ? ` = ${inspect(study.defaults[field.name], { compact: true, breakLength: Number.POSITIVE_INFINITY })}`
      : "";
    return line(`${field.name}${value}`, meaning(field, checker));
  });
  return listed("Options of run, with their defaults", lines);
}

/** @param {Type} type @param {Node} node @param {Checker} checker */
const fieldLines = (type, node, checker) =>
  checker.getPropertiesOfType(type).map((field) => {
    const isOptional = (field.flags & kernelTypescript().SymbolFlags.Optional) !== 0;
    const kind = words(checker, checker.getTypeOfSymbolAtLocation(field, node));
    return line(`${field.name}${isOptional ? "?" : ""} (${kind.replace(/,$/, "")})`, meaning(field, checker));
  });

/** The first paragraph of its docstring; of what is declared twice, as an option is, of the nearer one that has some. @param {Named} named @param {Checker} checker */
function meaning(named, checker) {
  const ts = kernelTypescript();
  const each = (named.declarations ?? []).flatMap(
    (one) => checker.getSymbolAtLocation(ts.getNameOfDeclaration(one) ?? one) ?? [],
  );
  const docstrings = [...each, named].map((one) => ts.displayPartsToString(one.getDocumentationComment(checker)));
  return (docstrings.find(Boolean) ?? "").split("\n\n")[0].replace(/\s*\n\s*/g, " ");
}

/** @param {string} name @param {string} text */
const line = (name, text) => `  ${name}${text && `: ${text}`}`;

/** @param {string} title @param {string[]} lines */
const listed = (title, lines) => (lines.length > 0 ? [[`${title}:`, ...lines].join("\n")] : []);
