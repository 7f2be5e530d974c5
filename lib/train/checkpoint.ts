import { deserialize, serialize } from "node:v8";
import { expect } from "../core/errors";
import { keepSealed, readSealed } from "../core/sealed";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Where training saves itself, so that it goes on after an interruption as if there had been none. */
export interface Checkpoint<N = unknown> {
  /**
   * Its name should tell one configuration from another. It is written whole or not at all, and stays after the last step:
   * then training returns at once what it had reached, and more steps go on from there. Delete it to begin anew.
   */
  readonly file: string;
  /** Steps between two saves; where training is stopped it is saved, too. */
  readonly every: number;
  /** What belongs to the position besides, as plain data: a curve so far, for example … */
  readonly notes?: () => N;
  /** … which is given back where training goes on from the file. */
  readonly restore?: (notes: N) => void;
}

/** Tensors in groups, such as params and the optimiser's memory. */
type Groups = Readonly<Record<string, NamedTensors | undefined>>;

interface Saved {
  readonly groups: Readonly<Record<string, Readonly<Record<string, Values>> | undefined>>;
  readonly history: readonly unknown[];
  readonly notes: unknown;
}

interface Values {
  readonly shape: number[];
  readonly dtype: tf.DataType;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Saves a position, unless there is a number in it that is none: nobody could go on from there. */
export function save({ file, notes }: Checkpoint, groups: Groups, history: readonly unknown[]): void {
  const saved: Saved = { groups: mapGroups(groups, valuesOf), history, notes: notes?.() };
  const all = Object.values(saved.groups).flatMap((group) => Object.values(group ?? {}));
  if (all.every(({ values }) => values.every(Number.isFinite))) keepSealed(file, serialize(saved));
}

/**
 * What the file holds, or undefined where there is none or it is damaged. The caller disposes the tensors.
 * @param like tensors of the same names and shapes; a group that is undefined may be anything
 * @throws where the file holds others
 */
export function loadCheckpoint<G extends Groups, R>(
  { file, restore }: Checkpoint,
  like: G,
): { groups: G; history: R[] } | undefined {
  const content = readSealed(file);
  if (!content) return undefined;
  const saved = deserialize(content) as Saved;
  for (const [group, tensors] of Object.entries(like)) {
    for (const [name, { shape }] of Object.entries(tensors ?? {})) {
      const found = saved.groups[group]?.[name]?.shape;
      expect(
        `${found}` === `${shape}`,
        `${file}: a checkpoint with ${group} ${name} [${shape}] expected, got ${found ? `[${found}]` : "none"}; delete it to begin anew`,
      );
    }
  }
  restore?.(saved.notes as never);
  return { groups: mapGroups(saved.groups, tensorOf) as G, history: saved.history as R[] };
}

const valuesOf = (tensor: tf.Tensor): Values => {
  const { shape, dtype } = tensor;
  return { shape, dtype, values: tensor.dataSync() };
};

const tensorOf = ({ values, shape, dtype }: Values): tf.Tensor => tf.tensor(values, shape, dtype);

function mapGroups<A, B>(groups: Readonly<Record<string, Readonly<Record<string, A>> | undefined>>, f: (one: A) => B) {
  const map = (group: Readonly<Record<string, A>>) =>
    Object.fromEntries(Object.entries(group).map(([name, one]) => [name, f(one)]));
  return Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group && map(group)]));
}
