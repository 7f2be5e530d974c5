import { type Cell, cellStep, expectCell, type Input, type Params, type State } from "../cells/cell";
import { project } from "../cells/projection";
import { linearModule } from "../cells/torchModule";
import { expectSizes } from "../core/argumentForms";
import { fork, type Key, normal } from "../core/random";
import { tf } from "../core/tf";
import { type CharLm, charLm } from "./charLm";
import { type TargetBatch, teacherForced } from "./decoder";

/** The one input of each sequence, c [N, C] (or the number of the one of a one-hot c: [N], int32), and the sequence. */
export type ConditionedBatch = TargetBatch & { readonly condition: Input };

/** One input, many outputs: a sequence about something. `logits`, `next` and `zeroState` are a language model's, to draw with. */
export interface OneToMany<S extends State = State>
  extends Pick<CharLm<S>, "init" | "torch" | "zeroState" | "logits" | "next"> {
  /** The state once the one input is read, from which the sequence is written; dispose it. */
  start(params: Params, condition: Input): S;
  /** Mean cross-entropy in nats per token; dispose it. */
  loss(params: Params, batch: ConditionedBatch): tf.Scalar;
}

/**
 * A cell that reads one thing, and from then on what it has written itself (or, in training, should have written).
 *   h_0 = cell(0, c Wc)     h_t = cell(h_{t−1}, onehot(y_{t−1}))     logits_t = h_t Wy + by     y_0 = START     Wc [C, V]
 * @param cell reads one-hot tokens: its inputSize is V
 * @see lecture 1; Vinyals et al. 2015, where c is a picture
 */
export function oneToMany<S extends State>(
  cell: Cell<Params, S>,
  { conditionSize: C }: { readonly conditionSize: number },
): OneToMany<S> {
  expectCell("oneToMany", cell);
  expectSizes("oneToMany", { conditionSize: C });
  const { inputSize: V } = cell;
  const { loss: _, ...decoder } = charLm(cell);

  const start = (params: Params, condition: Input): S =>
    tf.tidy(() => {
      const x = project(condition, params.Wc as tf.Tensor2D) as tf.Tensor2D;
      return cellStep(cell, params, cell.zeroState(condition.shape[0]), x);
    });

  return {
    ...decoder,
    torch: { ...decoder.torch, condition: linearModule("Wc") },
    init: (key: Key) => ({ ...decoder.init(key), Wc: normal<tf.Rank.R2>(fork(key, "Wc"), [C, V], 1 / Math.sqrt(C)) }),
    start,
    loss: (params, { condition, ...batch }) =>
      tf.tidy(() => teacherForced(decoder, params, { ...batch, initial: start(params, condition) })),
  };
}
