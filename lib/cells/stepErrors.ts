import { expectForm } from "../core/argumentForms";
import { LabError } from "../core/errors";
import { statesLike } from "../core/tensorForms";
import type { NamedTensors } from "../core/tensors";
import { tensorType } from "../core/tensorText";
import { tf } from "../core/tf";
import { fromTf } from "../core/tfErrors";

/** What was already told with the shapes, by the step of a stack's layer. */
const told = new WeakSet<Error>();

/** What a step of a cell is given. */
interface StepGiven<S> {
  readonly name: string;
  readonly params: NamedTensors;
  readonly state: S;
  readonly x: tf.Tensor;
}

/**
 * The state after one step.
 * @throws where the step cannot compute, with the shapes of all that it was given; and where the state that it returns has
 * not the names and shapes of the one before
 */
export function checkedStep<S extends NamedTensors>({ name, params, state, x }: StepGiven<S>, step: () => S): S {
  const where = `${name}: step`;
  try {
    const next = step();
    expectForm(`${where}: the state that it returns`, statesLike(state), next);
    return next;
  } catch (error) {
    const worded = fromTf(error);
    if (!(worded instanceof LabError) || told.has(worded)) throw worded;
    told.add(worded);
    const start = worded.message.startsWith(where) ? "" : `${where}: `;
    const message = `${start}${worded.message}; the step was given ${listed({ ...params, ...state, x })}`;
    throw Object.assign(worded, { message, stack: message });
  }
}

const listed = (tensors: NamedTensors): string =>
  Object.entries(tensors)
    .filter(([, tensor]) => tensor instanceof tf.Tensor)
    .map(([name, tensor]) => `${name} ${tensorType(tensor)}`)
    .join(", ");
