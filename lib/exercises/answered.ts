import { types } from "node:util";
import { LabError } from "../core/errors";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import type { Exercise } from "./exercise";
import { inTime } from "./inTime";

/** Tensors by name as they are; a single number, or a tensor of one, is the number of a token. */
export function asNamed(returned: unknown): NamedTensors {
  if (typeof returned === "number") return { token: tf.scalar(returned) };
  return returned instanceof tf.Tensor ? { token: returned } : (returned as NamedTensors);
}

/**
 * What a student's function returns for these arguments.
 * @param like what the right one returns
 * @throws LabError in words for students: it is no answer, or there was an error in it
 */
export function answerOf<A extends readonly unknown[]>(
  exercise: Exercise<A>,
  mine: (...args: A) => unknown,
  { args, like }: { readonly args: A; readonly like: NamedTensors },
): NamedTensors {
  const given: tf.Tensor[] = [];
  const own = copies(args, given) as A;
  const returned = called(() => mine(...own), described(exercise.takes, args));
  complain(complaintAbout(returned, { like, returns: exercise.returns }));
  if (given.some(({ isDisposed }) => isDisposed)) {
    complain("Your function disposes a tensor that it was given: leave that to whoever calls it.");
  }
  return asNamed(returned);
}

/** The same, each tensor copied: a student's function may dispose what it is given. */
function copies(value: unknown, into: tf.Tensor[]): unknown {
  if (value instanceof tf.Tensor) return into[into.push(value.clone()) - 1];
  if (Array.isArray(value)) return value.map((one) => copies(one, into));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copies(one, into)]));
}

function called(run: () => unknown, given: string): unknown {
  return inTime(() => {
    try {
      return run();
    } catch (error) {
      if (/^(ERR_SCRIPT|LAB_STOPPED)/.test(codeOf(error))) throw error; // a notebook's Stop
      const message = (error instanceof Error ? error.message : String(error)).split("\n")[0].replace(/\.$/, "");
      const why = /after it was disposed/.test(message) ? " gradientsOf is such a tf.tidy." : "";
      throw new LabError(`There was an error in your function: “${message}”.${why} It was given ${given}.`);
    }
  });
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? "";

function complain(says: string | undefined): void {
  if (says !== undefined) throw new LabError(says);
}

interface Wanted {
  readonly like: NamedTensors;
  readonly returns: string;
}

/** What is wrong with the form of an answer, whatever its numbers are. */
function complaintAbout(returned: unknown, { like, returns }: Wanted): string | undefined {
  if (returned === undefined) return `Your function returns nothing; it must return ${returns}.`;
  if (types.isPromise(returned)) {
    returned.catch(() => undefined); // it may fail later, where nobody waits for it
    return "Your function returns a promise: leave out async and await, for all that it needs is there at once.";
  }
  const names = Object.keys(like);
  const one = names.join() === "token";
  const isTensor = returned instanceof tf.Tensor;
  if (one ? typeof returned !== "number" && !isTensor : isTensor || !isPlain(returned)) {
    return `Your function must return ${returns}, and returns ${kindOf(returned)}.`;
  }
  const found = asNamed(returned);
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length > 0) {
    const there = Object.keys(found).join(", ") || "nothing";
    return `Your function must return ${returns}: ${missing.join(" and ")} is missing; found: ${there}.`;
  }
  return names
    .map((name) => aboutTensor(one ? "What your function returns" : name, found[name], like[name]))
    .find(Boolean);
}

function aboutTensor(name: string, got: unknown, { shape }: tf.Tensor): string | undefined {
  const wanted = shape.length === 0 ? "a number" : `a tensor ${shapeText(shape)}`;
  if (!(got instanceof tf.Tensor)) return `${name} must be ${wanted}, and is ${kindOf(got)}.`;
  if (got.isDisposed) {
    return `${name} is disposed already: return it from tf.tidy, and do not dispose what your function returns.`;
  }
  if (got.dtype === "string" || got.dtype === "complex64") return `${name} must hold numbers, and holds ${got.dtype}.`;
  // An axis of length 1 more or less makes no other numbers.
  const sides = (of: readonly number[]) => `${of.filter((side) => side !== 1)}`;
  const same = sides(got.shape) === sides(shape);
  return same ? undefined : `${name} must be ${wanted}, and is ${kindOf(got)}.`;
}

const isPlain = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

function kindOf(value: unknown): string {
  if (value instanceof tf.Tensor)
    return value.rank === 0 ? "a tensor of one number" : `a tensor ${shapeText(value.shape)}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (value === null || typeof value === "number") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** "params { Wx [5, 16], b [16] }, x [3, 5]" */
function described(names: readonly string[], values: readonly unknown[]): string {
  const named = (name: string, value: unknown): string => {
    if (value instanceof tf.Tensor) return `${name} ${shapeText(value.shape)}`;
    if (Array.isArray(value)) return `${name}, a list of ${value.length}`;
    if (typeof value === "number") return `${name} ${value}`;
    if (typeof value !== "object" || value === null) return name;
    return `${name} { ${described(Object.keys(value), Object.values(value))} }`;
  };
  return values.map((value, i) => named(names[i], value)).join(", ");
}
