import type { Labels } from "../../analysis/units";
import type { Cell, Params } from "../../cells/cell";
import { type CellName, stackOf } from "../../cells/stackOf";
import { fork, type Key, seed } from "../../core/random";
import { tf } from "../../core/tf";
import type { Corpus } from "../../data/text";
import type { JobContext } from "../../lab/runJob";
import { type CurvePoint, type TextProgress, type TextTraining, textLearner } from "../../lab/textLearner";
import { charLm } from "../../models/charLm";
import type { Trained } from "../../train/trainOptions";
import type { BestUnit, FoundUnits } from "./bestUnits";
import { inspect, type Subject } from "./inspect";
import { type Passage, passageOf } from "./passage";

/** One network of this section: its training, and how its units are looked for. */
export interface ReaderJob extends TextTraining {
  readonly cell: CellName;
  readonly hiddenSize: number;
  readonly stretch: number;
  readonly shifts: number;
  readonly seed: number;
}

/** How it learnt, and which of its units follow the structures of its text. */
export interface Reader<M = unknown> {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly (CurvePoint & M)[];
  /** Empty where it was not trained to the end. */
  readonly trained: readonly BestUnit[];
  readonly untrained: readonly BestUnit[];
  /** Of the first seed. */
  readonly passage: Passage | null;
}

/** A trained network, and what else can be asked of it. */
export interface TrainedReader {
  readonly params: Params;
  readonly subject: Subject;
  readonly found: readonly FoundUnits[];
}

export interface InspectedReading<M, R> {
  readonly text: Corpus;
  readonly cell: Cell;
  readonly labels: Readonly<Record<string, Labels>>;
  readonly context: JobContext<TextProgress<M>>;
  /** What else belongs to a point of the curve. */
  readonly measure?: (params: Params, step: number, key: Key) => M;
  /** What else is asked of the trained network, and what is told of one that was not trained to the end. */
  readonly ask: (reader: TrainedReader) => R;
  readonly nothing: R;
}

/** A layer over one-hot characters, which come in with the variance 1. */
export const readerCell = ({ cell, hiddenSize }: ReaderJob, { vocabulary }: Corpus): Cell =>
  stackOf({ cell, hiddenSize, layers: 1, inputSize: vocabulary.size, fanIn: 1 });

/** Trains a language model, and finds the best units of it and of the same network before training. */
export async function readAndInspect<M, R>(job: ReaderJob, options: InspectedReading<M, R>): Promise<Reader<M> & R> {
  const { text, cell, labels, context, measure, ask, nothing } = options;
  const { vocabulary, heldOut: tokens } = text;
  const key = seed(job.seed);
  const model = charLm(cell);
  const learner = textLearner(text, model, { ...job, decaySteps: job.steps, shards: 1 });
  try {
    const measured = measure && ((params: Params, step: number) => measure(params, step, key));
    const { params, curve, ended } = await learner.learn<M>(key, { ...context, measure: measured });
    const told = { seed: job.seed, ended, curve, trained: [], untrained: [], passage: null };
    if (ended !== "finished") {
      tf.dispose(params);
      return { ...told, ...nothing };
    }
    const fresh = model.init(fork(key, "weights"));
    const { stretch, shifts } = job;
    const subject = { cell, tokens, labels, stretch, shifts, key: fork(key, "units") };
    const [before, found] = inspect(subject, [fresh, params]);
    const best = (units: readonly FoundUnits[]) => units.map((one) => one.best);
    const passage = job.seed === 1 ? passageOf(subject, { params, best: best(found), vocabulary }) : null;
    const units = { trained: best(found), untrained: best(before), passage };
    const more = ask({ params, subject, found });
    tf.dispose([params, fresh] as tf.TensorContainer);
    return { ...told, ...units, ...more };
  } finally {
    learner.close();
  }
}
