import { expectForms, expectIterable, forms } from "../core/argumentForms";
import { type InCell, openInCell } from "../core/inCell";
import { scoped } from "../core/scoped";
import { namedOrNone } from "../core/tensorForms";
import { mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Which batches are read, and from which state. */
export interface EvaluateOptions<B, S extends NamedTensors> {
  readonly batches: Iterable<B>;
  /** How many of them are read. */
  readonly count: number;
  /** The state at the first; it stays the caller's. */
  readonly state: S;
}

/**
 * Mean loss over batches, the state carried from each to the next; nothing is learnt. Give it a compiled loss. A notebook's
 * Stop ends it with the mean so far.
 */
export const evaluate = <B extends tf.TensorContainer, S extends NamedTensors>(
  loss: (batch: B, state: S) => { loss: tf.Scalar; state: S },
  options: EvaluateOptions<B, S>,
): number => {
  const all = evaluateEach(loss, options);
  return all.reduce((sum, nats) => sum + nats, 0) / all.length;
};

/** As `evaluate`, the loss of each batch alone. */
export function evaluateEach<B extends tf.TensorContainer, S extends NamedTensors>(
  loss: (batch: B, state: S) => { loss: tf.Scalar; state: S },
  options: EvaluateOptions<B, S>,
): number[] {
  const anything = () => undefined;
  const optionsForm = forms.fields({ batches: anything, count: forms.size, state: namedOrNone });
  expectForms("evaluate", { loss: [forms.function, loss], options: [optionsForm, options] });
  expectIterable("evaluate: options.batches", options.batches);
  const cell = openInCell("evaluation");
  try {
    return scoped(() => losses(loss, options, cell));
  } finally {
    cell.close();
  }
}

function losses<B extends tf.TensorContainer, S extends NamedTensors>(
  loss: (batch: B, state: S) => { loss: tf.Scalar; state: S },
  { batches, count, state: initial }: EvaluateOptions<B, S>,
  cell: InCell,
): number[] {
  const all: number[] = [];
  let sum = 0;
  let state = tf.tidy(() => mapTensors(initial, (tensor) => tensor.clone()));
  for (const batch of batches) {
    const result = tf.tidy(() => loss(batch, state));
    const [nats] = result.loss.dataSync();
    all.push(nats);
    sum += nats;
    tf.dispose([batch, state, result.loss] as tf.TensorContainer);
    state = result.state;
    const done = all.length;
    cell.tell?.({ done, total: count, unit: "batches", status: `loss ${(sum / done).toPrecision(4)}` });
    if (done === count || cell.stopped()) break;
  }
  tf.dispose(state as tf.TensorContainer);
  return all;
}
