import { deserialize, serialize } from "node:v8";
import { expect } from "../core/errors";
import { keepSealed, readSealed } from "../core/sealed";
import { differing, type Groups, type GroupValues, tensorsOf, valuesOf } from "./groups";

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

interface Saved {
  readonly groups: GroupValues;
  readonly history: readonly unknown[];
  readonly notes: unknown;
}

/** Saves a position; training gives only finite ones. */
export function save({ file, notes }: Checkpoint, groups: Groups, history: readonly unknown[]): void {
  const saved: Saved = { groups: valuesOf(groups), history, notes: notes?.() };
  keepSealed(file, serialize(saved));
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
  const wrong = differing(saved.groups, like);
  expect(wrong === undefined, `${file}: a checkpoint with ${wrong}; delete it to begin anew`);
  restore?.(saved.notes as never);
  return { groups: tensorsOf<G>(saved.groups), history: saved.history as R[] };
}
