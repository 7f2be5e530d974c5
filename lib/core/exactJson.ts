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
  const part = (one: unknown, place: string) => plain(one, { ...at, place, within: [...at.within, value] });
  // Not `map`: that passes over the holes of a list, and JSON would make them null.
  if (Array.isArray(value)) return Array.from(value, (one, i) => part(one, `${at.place}[${i}]`));
  const prototype = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || tag in value) throw refused(value, at);
  const known = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(known.map(([name, one]) => [name, part(one, `${at.place}.${name}`)]));
}

function refused(value: unknown, { what, place, within }: At): LabError {
  const kind = within.includes(value)
    ? "what it is part of itself"
    : typeof value !== "object"
      ? typeof value
      : tag in (value as object)
        ? `a property ${tag}`
        : `${(value as object).constructor.name}`;
  return new LabError(
    `${what}: plain data expected (numbers, text, lists, records), got ${kind} at ${place || "its root"}`,
  );
}

const isTagged = (value: unknown): value is { [tag]: string } =>
  typeof value === "object" && value !== null && tag in value;
