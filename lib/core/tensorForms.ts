import { type Form, fits, forms, refused } from "./argumentForms";
import { type Key, seed } from "./random";
import { scoped } from "./scoped";
import { tf } from "./tf";

/**
 * A tensor of so many axes: `tensor("N", "T", 4)` has any length along the first two and 4 along the third. Of one that
 * is disposed nothing can be read.
 */
export const tensor =
  (...shape: readonly (string | number)[]): Form =>
  (value) => {
    const wanted = `a tensor [${shape.join(", ")}]`;
    if (!(value instanceof tf.Tensor)) return refused(wanted, value);
    if (value.isDisposed) return fits(`${wanted} that is not disposed`, () => false)(value);
    const holds =
      value.rank === shape.length && shape.every((side, i) => typeof side === "string" || side === value.shape[i]);
    return holds ? undefined : refused(wanted, value);
  };

const areNamed = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  !(value instanceof Promise) &&
  Object.values(value).every((one) => one instanceof tf.Tensor && !one.isDisposed);

/** A state that may be empty. */
export const namedOrNone = fits("tensors by name", areNamed);
/** Weights or gradients by name, at least one. */
export const namedTensors = fits("tensors by name", (value) => areNamed(value) && Object.values(value).length > 0);

/** The same names and shapes as `like`'s, such as weights that a cell has just been given. */
export const tensorsLike = (like: Readonly<Record<string, tf.Tensor>>): Form =>
  forms.fields(Object.fromEntries(Object.entries(like).map(([name, { shape }]) => [name, tensor(...shape)])));

/** What a state may be, of a cell or a stack: there h is the top layer's under a second name, which no step reads. */
export function statesLike(zero: Readonly<Record<string, tf.Tensor>>): Form {
  const read = Object.entries(zero).filter(([name]) => name.includes("."));
  return tensorsLike(read.length > 0 ? Object.fromEntries(read) : zero);
}

/** Of every cell and model that was asked: drawing its weights takes longer than many a run. */
const known = new WeakMap<object, Form>();

/** What the weights of a cell or a model may be: named and shaped as those that it makes itself. */
export function weightsOf(model: { init(key: Key): Readonly<Record<string, tf.Tensor>> }): Form {
  const form = known.get(model) ?? scoped(() => tensorsLike(model.init(seed(0))));
  known.set(model, form);
  return form;
}

/** Of any shape. */
export const anyTensor: Form = fits("a tensor", (value) => value instanceof tf.Tensor && !value.isDisposed);
