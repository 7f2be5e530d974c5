import { briefly, expect, LabError } from "./errors";
import { similar } from "./similar";

/** What does not fit: where in the argument, and what is to be said of it. */
interface Complaint {
  readonly path: readonly (string | number)[];
  readonly says: string;
}

/** What an argument may be: the first thing in it that does not fit, or nothing. */
export type Form = (value: unknown) => Complaint | undefined;

/** The form of what `holds`, said in words. */
export const fits =
  (expected: string, holds: (value: unknown) => boolean): Form =>
  (got) =>
    holds(got) ? undefined : refused(expected, got);

/** That something else was expected. */
export const refused = (expected: string, got: unknown): Complaint => ({
  path: [],
  says: `${expected} expected, got ${briefly(got)}`,
});

type Fields = Readonly<Record<string, Form>>;

const whole = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least;
const isNumber = (value: unknown) => typeof value === "number";
const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value);
/** Of what is integer by its type the signs are not looked at: a text has hundreds of millions. */
const every = (holds: (value: unknown) => boolean, byType: (value: object) => boolean) => (value: unknown) =>
  isList(value) && (byType(value) || Array.prototype.every.call(value, holds));
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** What users' arguments may be. */
export const forms = {
  size: fits("a whole number of at least 1", whole(1)),
  count: fits("a whole number of at least 0", whole(0)),
  /** A place that may lie before the first. */
  whole: fits("a whole number", whole(Number.MIN_SAFE_INTEGER)),
  /** NaN and Infinity too: a measure that there is none of. */
  number: fits("a number", isNumber),
  /** null where there is a gap. */
  gapped: fits("a number or null", (value) => isNumber(value) || value === null),
  finite: fits("a finite number", Number.isFinite),
  positive: fits("a finite number above 0", (value) => Number.isFinite(value) && (value as number) > 0),
  atLeastZero: fits("a finite number of at least 0", (value) => Number.isFinite(value) && (value as number) >= 0),
  /** Infinity too: a limit that there is none of. */
  notNegative: fits("a number of at least 0", (value) => isNumber(value) && (value as number) >= 0),
  share: fits("a number from 0 to 1", (value) => isNumber(value) && (value as number) >= 0 && (value as number) <= 1),
  text: fits("a text", (value) => typeof value === "string"),
  truth: fits("true or false", (value) => typeof value === "boolean"),
  function: fits("a function", (value) => typeof value === "function"),
  key: fits("a key, such as seed(1),", (value) => typeof value === "string" && /^[0-9a-f]{32}$/.test(value)),
  tokens: fits(
    "a list of tokens, whole numbers of at least 0,",
    every(whole(0), (value) => /^(Ui|I)nt/.test(value.constructor.name)),
  ),
  /** A list of JavaScript's or a typed one. */
  numbers: fits(
    "a list of numbers",
    every(isNumber, (value) => ArrayBuffer.isView(value)),
  ),
  oneOf: (names: readonly unknown[]) => fits(`one of ${names.join(", ")}`, (value) => names.includes(value)),
  optional:
    (of: Form): Form =>
    (value) =>
      value === undefined ? undefined : of(value),
  either:
    (expected: string, ...kinds: readonly Form[]): Form =>
    (value) =>
      kinds.some((of) => !of(value)) ? undefined : refused(expected, value),
  /** A list of `least` or more, at most `most`. */
  list:
    (of: Form, least = 0, most = Number.POSITIVE_INFINITY): Form =>
    (value) => {
      if (Array.isArray(value) && value.length >= least && value.length <= most)
        return first(value.entries(), () => of);
      return refused(
        least === most ? `a list of ${most}` : least > 0 ? `a list of at least ${least}` : "a list",
        value,
      );
    },
  /** Others may stand beside these, as in a study's whole configuration, but none that is spelt almost as one that is missing. */
  fields:
    (needed: Fields, optional: Fields = {}): Form =>
    (value) =>
      fieldsOf({ ...needed, ...optionals(optional) }, value),
};

const optionals = (of: Fields): Fields =>
  Object.fromEntries(Object.entries(of).map(([name, form]) => [name, forms.optional(form)]));

/** The first that is misspelt, or else the first that does not fit. */
function fieldsOf(of: Fields, value: unknown): Complaint | undefined {
  if (!isObject(value) || isList(value) || value instanceof Promise) return refused("an object", value);
  const names = Object.keys(of);
  const missing = names.filter((name) => value[name] === undefined);
  for (const name of missing.length > 0 ? Object.keys(value) : []) {
    if (Object.hasOwn(of, name) || name.length < 2 || value[name] === undefined) continue;
    const [near] = similar(name, missing);
    if (near !== undefined)
      return { path: [], says: `no option ${name}; did you mean ${near}? there are ${names.join(", ")}` };
  }
  return first(
    names.map((name) => [name, value[name]] as const),
    (name) => of[name],
  );
}

/** The first part that does not fit its form. */
function first<S extends string | number>(parts: Iterable<readonly [S, unknown]>, form: (step: S) => Form) {
  for (const [step, part] of parts) {
    const complaint = form(step)(part);
    if (complaint) return { ...complaint, path: [step, ...complaint.path] };
  }
  return undefined;
}

/**
 * Holds what a user gives a function to its form.
 * @param where the function's name
 * @throws with what was expected, what was got and where: `lines: series[2].name: a text expected, got 5`
 */
export function expectForm(where: string, form: Form, given: unknown): void {
  const complaint = form(given);
  if (!complaint) return;
  const place = complaint.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  const at = place === "" ? where : `${where}: ${place.replace(/^\./, "")}`;
  throw new LabError(`${at}: ${complaint.says}`);
}

/** `expectForm` of a function's arguments by their names: `expectForms("fork", { key: [forms.key, key] })`. */
export function expectForms(where: string, given: Readonly<Record<string, readonly [Form, unknown]>>): void {
  for (const [name, [form, value]] of Object.entries(given)) {
    expectForm(where, (one) => first([[name, one]], () => form), value);
  }
}

/** @throws where it cannot be gone through: a list, a generator or a set can */
export function expectIterable<T extends Iterable<unknown>>(where: string, given: T): T {
  const can = typeof given === "object" && given !== null && typeof given[Symbol.iterator] === "function";
  expect(can, () => `${where}: a list, or what can be gone through like one, expected, got ${briefly(given)}`);
  return given;
}

/** Sizes of cells, models and batches. @throws where one is no whole number of at least 1 */
export function expectSizes(where: string, sizes: Readonly<Record<string, unknown>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    expect(whole(1)(size), () => `${where}: ${name}: a whole number of at least 1 expected, got ${briefly(size)}`);
  }
}

/** @throws where a list has not `length` of what it is made of */
export function expectLength(where: string, list: ArrayLike<unknown>, length: number, what: string): void {
  expect(list.length === length, () => `${where}: ${length} ${what} expected, got ${list.length}`);
}
