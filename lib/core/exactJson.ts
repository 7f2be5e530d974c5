import { LabError } from "./errors";

/** What stands for a number that JSON has no word for: NaN, the infinities, −0. */
const tag = "$number";

/**
 * JSON of plain data from which `fromExactJson` makes the same again, to the last bit of every number.
 * @param what it is, for the complaint
 * @throws on what would come back as something else, by its place: a typed array, a Map, a function, a circle
 */
export function toExactJson(value: unknown, what: string): string {
  return JSON.stringify(plain(value, { what, place: "", within: [] }));
}

/** What `toExactJson` was given. A property that was undefined is not there. */
export function fromExactJson<T>(text: string): T {
  if (!text.includes(`"${tag}"`)) return JSON.parse(text) as T; // a reviver takes five times as long
  return JSON.parse(text, (_, value) => (isTagged(value) ? Number(value[tag]) : value)) as T;
}

interface At {
  readonly what: string;
  readonly place: string;
  readonly within: readonly unknown[];
}

function plain(value: unknown, at: At): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [tag]: Object.is(value, -0) ? "-0" : `${value}` };
  }
  if (typeof value !== "object" || at.within.includes(value)) throw refused(value, at);
  const within = [...at.within, value];
  const part = (one: unknown, place: string) => plain(one, { what: at.what, place, within });
  // Not `map`: that passes over the holes of a list, and JSON would make them null.
  if (Array.isArray(value)) return Array.from(value, (one, i) => part(one, `${at.place}[${i}]`));
  const prototype = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || tag in value) throw refused(value, at);
  const known = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(known.map(([name, one]) => [name, part(one, `${at.place}.${name}`)]));
}

function refused(value: unknown, { what, place, within }: At): LabError {
  const got = within.includes(value) ? "what it is part of itself" : kindOf(value);
  return new LabError(
    `${what}: plain data expected (numbers, text, lists, records), got ${got} at ${place || "its root"}`,
  );
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  return tag in value ? `a property ${tag}` : value.constructor.name;
}

const isTagged = (value: unknown): value is { [tag]: string } =>
  typeof value === "object" && value !== null && tag in value;
