import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Tensors in groups, such as params and the optimiser's memory. */
export type Groups = Readonly<Record<string, NamedTensors | undefined>>;

/** The same as plain data, which nobody has to dispose. */
export type GroupValues = Readonly<Record<string, Readonly<Record<string, Values>> | undefined>>;

interface Values {
  readonly shape: number[];
  readonly dtype: tf.DataType;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

export const valuesOf = (groups: Groups): GroupValues =>
  mapGroups(groups, (tensor: tf.Tensor) => {
    const { shape, dtype } = tensor;
    return { shape, dtype, values: tensor.dataSync() };
  });

/** The caller disposes them. */
export const tensorsOf = <G extends Groups>(groups: GroupValues): G =>
  mapGroups(groups, ({ values, shape, dtype }: Values) => tf.tensor(values, shape, dtype)) as G;

/** Which tensor of `like` is not found, or in another shape, in words; undefined where all are there. */
export function differing(
  found: Readonly<Record<string, Readonly<Record<string, { readonly shape: readonly number[] }>> | undefined>>,
  like: Groups,
): string | undefined {
  for (const [group, tensors] of Object.entries(like)) {
    for (const [name, { shape }] of Object.entries(tensors ?? {})) {
      const got = found[group]?.[name]?.shape;
      if (`${got}` !== `${shape}`) return `${group} ${name} [${shape}] expected, got ${got ? `[${got}]` : "none"}`;
    }
  }
  return undefined;
}

function mapGroups<A, B>(groups: Readonly<Record<string, Readonly<Record<string, A>> | undefined>>, f: (one: A) => B) {
  const map = (group: Readonly<Record<string, A>>) =>
    Object.fromEntries(Object.entries(group).map(([name, one]) => [name, f(one)]));
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group && map(group)]));
}
