import type { Params } from "../cells/cell";
import { fits, forms } from "../core/argumentForms";
import type { Key } from "../core/random";
import { namedTensors } from "../core/tensorForms";
import type { NamedTensors } from "../core/tensors";
import type { tf } from "../core/tf";
import type { Checkpoint } from "./checkpoint";
import { type ClipOptions, clipForms } from "./clip";
import type { GroupValues } from "./groups";
import type { OptimizerOptions } from "./optimizers";
import type { Loss } from "./step";

/** One row a step: plain numbers, ready for a plot or a CSV. */
export interface StepRow {
  /** From 1. */
  readonly step: number;
  /** On this step's batch, before its update. */
  readonly loss: number;
  /** Of all gradients together, before clipping. */
  readonly gradNorm: number;
  /** Spent in steps since training began; not in what `onStep` does. */
  readonly seconds: number;
}

/** What a step is. */
export interface TrainerOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>
  extends ClipOptions {
  readonly loss: Loss<P, B, S>;
  readonly optimizer: OptimizerOptions;
  /**
   * Into how many equal parts a batch is cut, each computed on a core of its own: the loss must be a mean over the
   * first axis of the batch's tensors, and the state's first axis the same one. Where one of them does not divide evenly,
   * or has no axis, the batch stays whole.
   */
  readonly shards?: number;
}

/** Where the steps start, what they read, and how many there are. */
export interface RunOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> {
  /** Where to start; they stay the caller's. */
  readonly params: P;
  /** The state at the first batch; it stays the caller's. */
  readonly state?: S;
  /**
   * A training that ended early, or that is to become longer: this one goes on from its last step as if it had never stopped,
   * and its history is part of this one's. `params` and `state` are then those that it has reached.
   */
  readonly from?: Trained<P>;
  /** May be endless: at most `steps` are drawn, and each is disposed after use. */
  readonly batches: Iterable<B>;
  /** Those of `from` or of a checkpoint are among them. */
  readonly steps: number;
  /** Where the loss draws its random numbers from: it is given a key of each step's own. */
  readonly key?: Key;
  /** Where training saves itself, and goes on from if there is a file: with the same losses as if it had never stopped. */
  readonly checkpoint?: Checkpoint;
  /** Aborted: training ends after the step under way. */
  readonly signal?: AbortSignal;
  /** After each step, with the weights as they are until the next: to show progress, to evaluate, to sample. */
  readonly onStep?: (row: StepRow, params: P) => void | Promise<void>;
  /** Told why, where training diverges; by default that is written to stderr. */
  readonly onDiverged?: (why: string) => void;
}

/** What a step is, where the steps start, and how many there are. */
export type TrainOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> = TrainerOptions<
  P,
  B,
  S
> &
  RunOptions<P, B, S>;

/** Trained weights, and how training went. */
export interface Trained<P extends Params> {
  /** The caller disposes them. */
  readonly params: P;
  readonly history: StepRow[];
  /** What the next step needs besides the params, as plain data: for `from`. */
  readonly rest: GroupValues;
  /** "interrupted": by a notebook's Stop or by the signal. "diverged": the next step's loss, gradient or update was not finite; history and weights are those up to there. */
  readonly ended: "finished" | "interrupted" | "diverged";
}

const anything = () => undefined;
const trainedForm = forms.fields(
  { params: namedTensors, history: forms.list(anything), rest: anything },
  { ended: anything },
);
const ofStep = { ...clipForms, shards: forms.size };
const stepsForm = fits(
  "a whole number of at least 0, or Infinity,",
  (value) => value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0),
);
const ofRun = {
  ...{
    state: anything,
    key: forms.key,
    signal: anything,
    from: trainedForm,
    onStep: forms.function,
    onDiverged: forms.function,
  },
  checkpoint: forms.fields({ file: forms.text, every: forms.size }, { notes: forms.function, restore: forms.function }),
};
const needed = { loss: forms.function, optimizer: forms.fields({}) };
const neededByRun = { params: namedTensors, batches: anything, steps: stepsForm };
// `train` hands both the same options.
const others = Object.fromEntries(Object.keys({ ...ofRun, ...neededByRun }).map((name) => [name, anything]));
export const trainerForm = forms.fields(needed, { ...ofStep, ...others });
export const runForm = forms.fields(neededByRun, {
  ...ofRun,
  ...Object.fromEntries(Object.keys({ ...needed, ...ofStep }).map((name) => [name, anything])),
});
