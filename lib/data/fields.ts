import { expect } from "../core/errors";

/**
 * One object of a JSON file, whose fields are read with a check each. A complaint names the file, the place in it, the
 * field, what was expected and what was got: `captions.json: annotations[17] (id 37): caption: text expected, got 12`.
 */
export class Fields {
  /** The file and the place in it. */
  readonly where: () => string;
  readonly #value: unknown;

  /** @param where a function, because it is asked only where something is wrong */
  constructor(value: unknown, where: () => string) {
    this.#value = value;
    this.where = where;
  }

  /** Looked at only when a field is: one that is no object among others is a complaint about itself alone. */
  get #values(): Readonly<Record<string, unknown>> {
    const value = this.#value;
    expect(isObject(value), () => `${this.where()}: an object expected, got ${described(value)}`);
    return value;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** A text of more than white space. */
  text(name: string): string {
    const value = this.#values[name];
    this.check(typeof value === "string" && value.trim() !== "", name, "text");
    return value as string;
  }

  /** A text that may be empty. */
  string(name: string): string {
    const value = this.#values[name];
    this.check(typeof value === "string", name, "text");
    return value as string;
  }

  number(name: string): number {
    const value = this.#values[name];
    this.check(Number.isFinite(value), name, "a number");
    return value as number;
  }

  integer(name: string): number {
    const value = this.#values[name];
    this.check(Number.isSafeInteger(value), name, "a whole number");
    return value as number;
  }

  /** A whole number or a text, as a text: sets name their images by either. */
  id(name: string): string {
    const value = this.#values[name];
    this.check(
      Number.isSafeInteger(value) || (typeof value === "string" && value !== ""),
      name,
      "a whole number or text",
    );
    return `${value}`;
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#values[name] as T;
    this.check(choices.includes(value), name, choices.join(", ").replace(/, ([^,]*)$/, " or $1"));
    return value;
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name];
    this.check(Array.isArray(value), name, "a list");
    return value as unknown[];
  }

  /** The objects of a list; each is named by its place in the list and the field `id`, where there is one. */
  objects(name: string, id: string): Fields[] {
    return objects(this.list(name), id, () => `${this.where()}: ${name}`);
  }

  /** @throws unless `condition` holds, with the field's value as what was got */
  check(condition: boolean, name: string, expected: string): void {
    expect(condition, () => `${this.where()}: ${name}: ${expected} expected, got ${described(this.#values[name])}`);
  }
}

export function objects(list: readonly unknown[], id: string, where: () => string): Fields[] {
  return list.map((value, i) => {
    const named = () => (isObject(value) && value[id] !== undefined ? ` (${id} ${described(value[id])})` : "");
    return new Fields(value, () => `${where()}[${i}]${named()}`);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return "an object";
  return quoted(value);
}

/** A value as it stands in a complaint: what is long is cut. */
export function quoted(value: unknown): string {
  const written = JSON.stringify(value);
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
}
