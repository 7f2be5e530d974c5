// @ts-check
// A type as one would name it in a sentence.
import { kernelTypescript } from "./typescript.mjs";

/**
 * @typedef {import("@tslab/typescript-for-tslab").Type} Type
 * @typedef {import("@tslab/typescript-for-tslab").TypeChecker} Checker
 * @typedef {import("@tslab/typescript-for-tslab").TypeReference} Reference
 */

/** @param {Type | undefined} type */
export const isTensor = (type) => type?.symbol?.name === "Tensor" || type?.symbol?.name === "Variable";

/** Of an object, at most so many fields are named. */
const MOST_FIELDS = 6;
/** What may be of more kinds is told by their names. */
const MOST_KINDS = 3;

/** @param {Type} type */
const nameOf = (type) => (type.aliasSymbol ?? type.symbol)?.name ?? "";

/** Whether it is to be waited for. @param {Type | undefined} type */
export const isPromise = (type) => type !== undefined && type.symbol?.name === "Promise";

/** The names of what may be given, without those of every object. @param {Checker} checker @param {Type} type */
export function fieldsOf(checker, type) {
  const kinds = type.isUnion() ? type.types : [type];
  return [...new Set(kinds.flatMap((kind) => checker.getPropertiesOfType(kind)))];
}

/** Those of them that must be given. @param {Checker} checker @param {Type} type */
export const neededOf = (checker, type) =>
  checker.getPropertiesOfType(type).filter(({ flags }) => !(flags & kernelTypescript().SymbolFlags.Optional));

/** @param {Checker} checker @param {Type} type @returns {string} */
export function words(checker, type) {
  const { TypeFlags } = kernelTypescript();
  const has = (/** @type {number} */ flags) => (type.flags & flags) !== 0;
  if (nameOf(type) === "Key") return "a key, such as seed(1),";
  if (has(TypeFlags.Any | TypeFlags.Unknown)) return "any value";
  if (has(TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void)) return "nothing";
  if (type.isStringLiteral()) return JSON.stringify(type.value);
  if (type.isNumberLiteral()) return String(type.value);
  if (has(TypeFlags.BooleanLike)) return "true or false";
  if (has(TypeFlags.StringLike)) return "a text";
  if (has(TypeFlags.NumberLike)) return "a number";
  if (has(TypeFlags.TypeParameter))
    return words(checker, checker.getBaseConstraintOfType(type) ?? checker.getApparentType(type));
  if (has(TypeFlags.Union))
    return ofUnion(checker, /** @type {import("@tslab/typescript-for-tslab").UnionType} */ (type).types);
  if (isPromise(type)) return "a promise";
  if (type.getCallSignatures().length > 0) return "a function";
  if (isTensor(type)) return tensor(checker, type);
  return ofObject(checker, type);
}

/** "an own figure, table" @param {string[]} names */
function named(names) {
  const [first, ...others] = names.map((name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase());
  return [`${/^[aeio]/.test(first) ? "an" : "a"} ${first}`, ...others];
}

/** @param {Checker} checker @param {Type[]} types */
function ofUnion(checker, types) {
  const kinds = [...new Set(types.map((one) => words(checker, one)).filter((kind) => kind !== "nothing"))];
  if (types.every((one) => one.isLiteral())) return `one of ${kinds.sort().join(", ")}`;
  const names = [...new Set(types.map(nameOf).filter((name) => name && !name.startsWith("__")))];
  const told = kinds.length > MOST_KINDS && names.length > 1 ? named(names) : kinds;
  return [told.slice(0, -1).join(", "), ...told.slice(-1)].filter(Boolean).join(" or ");
}

/** @param {Checker} checker @param {Type} type */
function tensor(checker, type) {
  const [rank] = checker.getTypeArguments(/** @type {Reference} */ (type));
  const ranks = (rank?.isUnion() ? rank.types : [rank]).map((one) =>
    one?.isStringLiteral() ? one.value.replace("R", "") : "",
  );
  if (ranks.length > 3 || ranks.some((one) => !/^\d$/.test(one))) return "a tensor";
  return `a tensor of ${ranks.join(" or ")} ${ranks.join() === "1" ? "axis" : "axes"}`;
}

/** @param {Checker} checker @param {Type} type */
function ofObject(checker, type) {
  const name = nameOf(type);
  if (/^(Readonly)?Array$/.test(name)) {
    const [of] = checker.getTypeArguments(/** @type {Reference} */ (type));
    if (isPromise(of)) return "a list of promises: await Promise.all(…) is missing";
    const kind = of ? words(checker, of) : "";
    return { "a number": "a list of numbers", "a text": "a list of texts" }[kind] ?? "a list";
  }
  if (type.getProperty("length") && type.getProperty("concat")) {
    const element = type.getNumberIndexType();
    return !element || words(checker, element) === "a number" ? "a list of numbers" : "a list";
  }
  if (name === "ArrayLike") return "a list of numbers";
  const declared = type.symbol?.declarations?.[0]?.getSourceFile().fileName ?? "";
  if (
    /\/lib\.[^/]*\.d\.ts$|\/@types\/node\//.test(declared) &&
    !/^(__type|Partial|Readonly|Record|Pick|Omit)$/.test(name)
  )
    return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
  const [all, needed] = [checker.getPropertiesOfType(type), neededOf(checker, type)];
  if (all.length === 0) return byName(checker, type);
  const shown = (needed.length > 0 ? needed : all).slice(0, MOST_FIELDS).map((field) => field.name);
  return `an object { ${shown.join(", ")}${shown.length < all.length ? ", …" : ""} }`;
}

/** Of what has any names, but all of one kind. @param {Checker} checker @param {Type} type */
function byName(checker, type) {
  const each = type.getStringIndexType();
  const kind = each && words(checker, each);
  return kind && kind !== "any value" ? `an object { name: ${kind}, … }` : "an object";
}

/** As deep as a reader looks. */
const DEEPEST = 4;

/**
 * The first part that keeps one type from being the other: of an object's field that field, of a function what it returns.
 * @param {Checker} checker @param {Type} given @param {Type} wanted @returns {{ path: string, given: Type, wanted: Type }}
 */
export function difference(checker, given, wanted, path = "", depth = 0) {
  const constraint = checker.getBaseConstraintOfType(wanted);
  if (wanted.flags & kernelTypescript().TypeFlags.TypeParameter && constraint)
    return difference(checker, given, constraint, path, depth + 1);
  const fits = /** @type {{ isTypeAssignableTo(from: Type, to: Type): boolean }} */ (/** @type {unknown} */ (checker));
  const [own, other] = [given, wanted].map((type) => type.getCallSignatures()[0]?.getReturnType());
  if (depth < DEEPEST && own && other && !fits.isTypeAssignableTo(own, other))
    return difference(checker, own, other, `${path}(…)`, depth + 1);
  const isWhole = /^an object/.test(words(checker, wanted)) && !wanted.isUnion();
  for (const { name } of depth < DEEPEST && isWhole ? checker.getPropertiesOfType(wanted) : []) {
    const [part, needed] = [given, wanted].map((type) => partOf(checker, type, name));
    if (part && needed && !fits.isTypeAssignableTo(part, needed))
      return difference(checker, part, needed, `${path}.${name}`, depth + 1);
  }
  return { path, given, wanted };
}

/** @param {Checker} checker @param {Type} type @param {string} name */
function partOf(checker, type, name) {
  const field = checker.getPropertyOfType(type, name);
  const at = field?.valueDeclaration ?? field?.declarations?.[0];
  return field && at && checker.getTypeOfSymbolAtLocation(field, at);
}
