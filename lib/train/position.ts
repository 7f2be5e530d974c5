import type { Params } from "../cells/cell";
import { expect } from "../core/errors";
import { mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { loadCheckpoint } from "./checkpoint";
import { differing, tensorsOf, valuesOf } from "./groups";
import type { Optimizer } from "./optimizers";
import type { Carried } from "./step";
import type { RunOptions, StepRow, Trained } from "./trainOptions";

/** What a step starts from, and the rows of the steps before it. */
interface Position<P extends Params, S extends NamedTensors> {
  readonly kept: Carried<P, S>;
  readonly history: StepRow[];
}

/** What the first step starts from: the checkpoint's, an earlier run's, or what the options say. */
export function begin<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>(
  { params, state, steps, checkpoint, from }: RunOptions<P, B, S>,
  optimizer: Optimizer,
): Position<P, S> {
  const kept: Carried<P, S> = tf.tidy(() => ({
    params: mapTensors(params, (tensor) => tensor.clone()),
    memory: optimizer.init(params),
    state: state && mapTensors(state, (tensor) => tensor.clone()),
  }));
  let isUsed = false;
  try {
    const saved = checkpoint && loadCheckpoint<Carried<P, S>, StepRow>(checkpoint, kept);
    if (saved) return upTo(steps, `${checkpoint.file}: a checkpoint`, { kept: saved.groups, history: saved.history });
    if (from) return upTo(steps, "train: options.from: a run", goingOn(from, kept));
    isUsed = true;
    return { kept, history: [] };
  } finally {
    if (!isUsed) tf.dispose(kept as tf.TensorContainer);
  }
}

function upTo<P extends Params, S extends NamedTensors>(steps: number, what: string, position: Position<P, S>) {
  const taken = position.history.length;
  if (taken > steps) tf.dispose(position.kept as tf.TensorContainer);
  expect(taken <= steps, () => `${what} of at most ${steps} steps expected, got ${taken}: steps counts those, too`);
  return position;
}

/** @param like what the options say: of the same names and shapes */
function goingOn<P extends Params, S extends NamedTensors>(from: Trained<P>, like: Carried<P, S>): Position<P, S> {
  const wrong = differing({ ...from.rest, params: from.params }, like);
  expect(wrong === undefined, `train: options.from: ${wrong}`);
  const params = tf.tidy(() => mapTensors(from.params, (tensor) => tensor.clone()));
  const rest = tensorsOf<Omit<Carried<P, S>, "params">>(from.rest);
  return { kept: { ...rest, params }, history: [...from.history] };
}

/** @throws where a training that was to take steps had nothing to read */
export function expectNew(taken: number, { before, steps }: { readonly before: number; readonly steps: number }): void {
  expect(
    taken > before || taken === steps,
    () =>
      `train: options.batches: more than ${before} expected, got none. A generator gives its values once: ` +
      "where they are read again, make a new one, or hand over something that begins anew, as slidingWindows does.",
  );
}

/** What training gives back of what it has carried; the rest as plain data, which nobody has to dispose. */
export function handedBack<P extends Params, S extends NamedTensors>(
  { params, ...rest }: Carried<P, S>,
  history: StepRow[],
  ended: Trained<P>["ended"],
): Trained<P> {
  const values = valuesOf(rest);
  tf.dispose(rest as tf.TensorContainer);
  return { params, history, rest: values, ended };
}
