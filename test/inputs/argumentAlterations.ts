import { tf } from "../../lib/core/tf";

/** One way in which arguments may be wrong, and what they are then. */
export interface Alteration {
  /** Where and how: "0.series.y.1: NaN". */
  readonly how: string;
  readonly args: unknown[];
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const wrong: Readonly<Record<string, unknown>> = {
  "a promise": Promise.resolve(),
  null: null,
  "an object": {},
  "a text": "8",
  "a number": 5,
};
const wrongNumbers: Readonly<Record<string, unknown>> = { NaN: Number.NaN, Infinity, "−1": -1, "1.5": 1.5 };

/** What a value may be instead. */
function instead(value: unknown): [string, unknown][] {
  const kind =
    typeof value === "string" ? "a text" : typeof value === "number" ? "a number" : isPlain(value) ? "" : "-";
  const others = Object.entries(wrong).filter(([how]) => how !== kind);
  if (typeof value === "number") return [...others, ...Object.entries(wrongNumbers)];
  if (Array.isArray(value)) {
    const lengths: [string, unknown][] = [["one fewer", value.slice(0, -1)]];
    lengths.push(["one more", [...value, value.at(-1)]], ["empty", []]);
    return [...others, ...lengths];
  }
  if (ArrayBuffer.isView(value)) {
    const list = value as Float64Array;
    return [...others, ["one fewer", list.slice(0, -1)], ["empty", list.slice(0, 0)]];
  }
  if (value instanceof tf.Tensor) return [...others, ["another rank", value.expandDims(0)]];
  return others.filter(([how]) => !isPlain(value) || how !== "an object");
}

/** Every way in which one part of the arguments, at any depth, is of another kind, length or sign, or not there. */
export function* alterations(args: readonly unknown[]): Generator<Alteration> {
  for (const { how, value } of altered(args, "")) yield { how, args: value as unknown[] };
}

function* altered(value: unknown, where: string): Generator<{ how: string; value: unknown }> {
  if (where !== "") for (const [how, other] of instead(value)) yield { how: `${where}: ${how}`, value: other };
  const inner = (name: string) => (where === "" ? name : `${where}.${name}`);
  if (Array.isArray(value)) {
    for (const i of value.keys()) {
      if (i > 1 && where !== "") break;
      if (where === "") yield { how: `${i}: missing`, value: value.map((one, at) => (at === i ? undefined : one)) };
      for (const { how, value: other } of altered(value[i], inner(`${i}`)))
        yield { how, value: value.map((one, at) => (at === i ? other : one)) };
    }
  } else if (isPlain(value)) {
    for (const name of Object.keys(value)) {
      const { [name]: _, ...rest } = value;
      yield { how: `${inner(name)}: missing`, value: rest };
      for (const { how, value: other } of altered(value[name], inner(name)))
        yield { how, value: { ...value, [name]: other } };
    }
  }
}

/** Every way in which one name in the arguments, at any depth, is misspelt. */
export function* misspellings(args: readonly unknown[]): Generator<Alteration> {
  for (const { how, value } of misspelt(args, "")) yield { how, args: value as unknown[] };
}

function* misspelt(value: unknown, where: string): Generator<{ how: string; value: unknown }> {
  const inner = (name: string) => (where === "" ? name : `${where}.${name}`);
  if (Array.isArray(value)) {
    for (const i of value.keys()) {
      if (i > 0 && where !== "") break;
      for (const { how, value: other } of misspelt(value[i], inner(`${i}`)))
        yield { how, value: value.map((one, at) => (at === i ? other : one)) };
    }
  } else if (isPlain(value)) {
    for (const [name, own] of Object.entries(value)) {
      const { [name]: _, ...rest } = value;
      yield { how: `${inner(name)}: misspelt`, value: { ...rest, [`${name}${name.at(-1)}`]: own } };
      for (const { how, value: other } of misspelt(own, inner(name))) yield { how, value: { ...value, [name]: other } };
    }
  }
}
