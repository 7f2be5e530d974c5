import { LabError } from "./errors";
import { tf } from "./tf";

/** Arguments or results as a list of their tensors, and the way back. */
export interface Flat {
  readonly tensors: readonly tf.Tensor[];
  /** The same for every tree of the same form: structure, dtypes, shapes, plain values, and which variables. */
  readonly form: string;
  /** A tree of this form with other tensors in it, in the same order. */
  build(tensors: readonly tf.Tensor[]): unknown;
}

/**
 * Takes arrays and plain objects apart. Variables are not listed: they stay where they are.
 * @throws on anything that is neither a tensor nor data
 */
export function flatten(tree: unknown): Flat {
  if (tree instanceof tf.Variable) return leaf(tree, `variable ${tree.id}`);
  if (tree instanceof tf.Tensor) {
    return { tensors: [tree], form: `${tree.dtype}[${tree.shape}]`, build: ([tensor]) => tensor };
  }
  if (Array.isArray(tree)) return branch(tree.map(flatten), "[]", (parts) => parts);
  if (typeof tree === "object" && tree !== null) return flattenObject(tree);
  if (typeof tree === "function" || typeof tree === "symbol") {
    throw new LabError(`compile: tensors, plain values, arrays and objects of these expected, got a ${typeof tree}`);
  }
  return leaf(tree, `${typeof tree} ${text(tree)}`);
}

/** Different for different values: text in quotes, and a zero with its sign. */
const text = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : Object.is(value, -0) ? "-0" : String(value);

const leaf = (value: unknown, form: string): Flat => ({ tensors: [], form, build: () => value });

function flattenObject(tree: object): Flat {
  if (![Object.prototype, null].includes(Object.getPrototypeOf(tree))) {
    throw new LabError(
      `compile: tensors, arrays and plain objects expected, got ${tree.constructor?.name ?? "an object without a class"}`,
    );
  }
  const keys = Object.keys(tree);
  const assemble = (parts: unknown[]) => Object.fromEntries(parts.map((part, i) => [keys[i], part]));
  return branch(Object.values(tree).map(flatten), JSON.stringify(keys), assemble);
}

function branch(parts: readonly Flat[], kind: string, assemble: (parts: unknown[]) => unknown): Flat {
  return {
    tensors: parts.flatMap(({ tensors }) => tensors),
    form: `${kind}(${parts.map(({ form }) => form).join(",")})`,
    build(tensors) {
      let from = 0;
      return assemble(
        parts.map((part) => {
          const own = tensors.slice(from, from + part.tensors.length);
          from += own.length;
          return part.build(own);
        }),
      );
    },
  };
}
