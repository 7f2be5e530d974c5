// @ts-check
// What a function is given and does not take: an option that there is none of, one that is missing, another kind of value.
import { above, brief, placeOf } from "./cellNodes.mjs";
import { kernelTypescript } from "./typescript.mjs";
import { difference, fieldsOf, neededOf, words } from "./typeWords.mjs";
import { listed, meant } from "./wrongNames.mjs";

/**
 * @typedef {import("./compileWords.mjs").Complaint} Complaint
 * @typedef {import("@tslab/typescript-for-tslab").Expression} Expression
 * @typedef {import("@tslab/typescript-for-tslab").Type} Type
 */

/** @param {Complaint} complaint */
export function unknownOption({ ts, node, value, checker, codes }) {
  const isFresh = codes.includes(2353) || codes.includes(2561);
  const given = isFresh
    ? [node, ...above(node)].find(ts.isObjectLiteralExpression)
    : codes.includes(2559) && value && (checker.getTypeAtLocation(value).flags & ts.TypeFlags.Object) !== 0
      ? value
      : undefined;
  const wanted = given && checker.getContextualType(given);
  const known = wanted && fieldsOf(checker, wanted).map(({ name }) => name);
  if (!given || !wanted || !known?.length || /^a list/.test(words(checker, wanted))) return undefined;
  const own = checker.getPropertiesOfType(checker.getTypeAtLocation(given)).map(({ name }) => name);
  const free = known.filter((name) => !own.includes(name));
  const unknown = own.filter((name) => !known.includes(name)).slice(0, 3);
  return `${placeOf(given)}${unknown.map((name) => `no option ${name}${meant(name, free)}`).join("; ")}${listed(known)}`;
}

/** @param {Complaint} complaint */
export function missingOption({ ts, value, checker, codes }) {
  if (!value || !codes.some((code) => [2739, 2740, 2741].includes(code))) return undefined;
  const [given, wanted] = [checker.getTypeAtLocation(value), checker.getContextualType(value)];
  if (!wanted || wanted.isUnion() || !/^__(object|type)$/.test(given.symbol?.name ?? "")) return undefined;
  const own = checker.getPropertiesOfType(given).map(({ name }) => name);
  const missing = neededOf(checker, wanted).filter(({ name }) => !own.includes(name));
  if (missing.length === 0) return undefined;
  const meaning =
    missing.length === 1 ? ts.displayPartsToString(missing[0].getDocumentationComment(checker)).split("\n")[0] : "";
  const names = missing.map(({ name }) => name);
  return `${placeOf(value)}${names.join(", ")} ${names.length > 1 ? "are" : "is"} missing${meaning ? `: ${meaning}` : ""}`;
}

/** @param {Complaint} complaint */
export function wrongCount({ ts, node, codes, checker }) {
  if (!codes.some((code) => code === 2554 || code === 2555)) return undefined;
  const call = [node, ...above(node)].find(
    /** @returns {one is import("@tslab/typescript-for-tslab").CallExpression} */ (one) =>
      ts.isCallExpression(one) && !takes(parametersOf(one), one.arguments.length),
  );
  if (!call) return undefined;
  const parameters = parametersOf(call);
  const [name, got] = [brief(call.expression), call.arguments.length];
  const form = parameters.map((parameter) => {
    const { valueDeclaration: made, name: own } = parameter;
    const isPattern = made && ts.isParameter(made) && (!ts.isIdentifier(made.name) || own === "options");
    const pattern = () => words(checker, checker.getTypeOfSymbolAtLocation(parameter, call)).replace(/^an object /, "");
    return `${isPattern ? pattern() : own}${isOptional(parameter) ? "?" : ""}`;
  });
  return `${name}: called as ${name}(${form.join(", ")}), got ${got} argument${got === 1 ? "" : "s"}`;

  /** @param {import("@tslab/typescript-for-tslab").CallExpression} call */
  function parametersOf(call) {
    return [...(checker.getResolvedSignature(call)?.getParameters() ?? [])];
  }
}

/** @param {import("@tslab/typescript-for-tslab").Symbol[]} parameters @param {number} count */
const takes = (parameters, count) =>
  count <= parameters.length && count >= parameters.filter((one) => !isOptional(one)).length;

/** @param {import("@tslab/typescript-for-tslab").Symbol} parameter */
const isOptional = ({ valueDeclaration: made }) =>
  made !== undefined && kernelTypescript().isParameter(made) && (made.questionToken ?? made.initializer) !== undefined;

/** @param {Complaint} complaint */
export function wrongKind({ ts, node, value: marked, checker, codes }) {
  const isFresh = codes.includes(2353) || codes.includes(2561);
  const value = isFresh ? [node, ...above(node)].find(ts.isObjectLiteralExpression) : marked;
  if (!value || !codes.some((code) => [2322, 2345, 2559, 2820, 2739, 2740, 2741, 2769].includes(code)))
    return undefined;
  const declared = ts.isVariableDeclaration(value.parent) ? checker.getTypeAtLocation(value.parent.name) : undefined;
  const wanted = declared ?? checker.getContextualType(value);
  const differing = wanted && difference(checker, checker.getTypeAtLocation(value), wanted);
  if (!differing) return undefined;
  const isPlain = ts.isLiteralExpression(value) || ts.isPrefixUnaryExpression(value);
  const [expected, got] = [words(checker, differing.wanted), isPlain ? brief(value) : words(checker, differing.given)];
  if (expected === got && got === "a function")
    return `${placeOf(value)}${argumentsOf(wanted)} expected, got ${argumentsOf(checker.getTypeAtLocation(value))}`;
  if (expected === got) return ts.isIdentifier(value) ? undeclared(value, wanted, checker) : undefined;
  if (expected === "any value") return undefined;
  const names = wanted.isUnion() ? wanted.types.flatMap((one) => (one.isStringLiteral() ? [one.value] : [])) : [];
  const near = ts.isStringLiteral(value) ? meant(value.text, names) : "";
  const [, axes] = (got === "a tensor" && expected.match(/^a tensor of (\d) ax.s$/)) || [];
  const place = `${placeOf(value)}${differing.path.replace(/^\./, "")}${differing.path && ": "}`;
  const advice = axes ? `; add "as tf.Tensor${axes}D" to it` : adviceFor(place, { expected, got });
  return `${place}${expected} expected, got ${got}${near}${advice}`;
}

/** @param {string} place @param {{ expected: string, got: string }} kinds */
function adviceFor(place, { expected, got }) {
  // A text that was declared in an object of its own may become any other: so the compiler takes it for one.
  if (/^one of "/.test(expected) && got === "a text") return '; add "as const" to the object that it stands in';
  if (place === "show: " && /^"|^a text$/.test(got))
    return "; console.log prints a text, and so does the last line of a cell";
  if (/\b(prompt|tokens): $/.test(place) && /^"|^a text$/.test(got))
    return "; vocabulary.encode(text) gives a text's numbers";
  return "";
}

/** Of a method, the compiler marks the name: what it returns is told. @param {Complaint} complaint */
export function wrongMethod({ ts, node, checker, codes }) {
  const method = node.parent;
  if (!codes.includes(2322) || !method || !ts.isMethodDeclaration(method)) return undefined;
  const own = ts.isObjectLiteralExpression(method.parent) ? checker.getContextualType(method.parent) : undefined;
  const property = own && checker.getPropertyOfType(own, node.getText());
  if (!property) return undefined;
  const wanted = checker.getTypeOfSymbolAtLocation(property, method);
  const differing = difference(checker, checker.getTypeAtLocation(method), wanted);
  const [expected, got] = [words(checker, differing.wanted), words(checker, differing.given)];
  return expected === got ? undefined : `${brief(node)}${differing.path}: ${expected} expected, got ${got}`;
}

/** Of an object whose parts are judged only where it is used. @param {import("@tslab/typescript-for-tslab").Identifier} value @param {Type} wanted @param {Complaint["checker"]} checker */
function undeclared(value, wanted, checker) {
  const isOwn = checker.getTypeAtLocation(value).symbol?.name.startsWith("__");
  const name = (wanted.aliasSymbol ?? wanted.symbol)?.name;
  if (!isOwn || !name || name.startsWith("__")) return undefined;
  return `${placeOf(value)}${brief(value)} does not fit; declared as const ${brief(value)}: ${name} = …, it is told which of its parts does not`;
}

/** @param {Type} type a function's */
function argumentsOf(type) {
  const count = type.getCallSignatures()[0].getParameters().length;
  return `a function of ${count === 0 ? "no arguments" : `${count} argument${count === 1 ? "" : "s"}`}`;
}
