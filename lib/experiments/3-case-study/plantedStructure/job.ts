import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { labelsOf } from "../bestUnits";
import { inspect, type Subject } from "../inspect";
import { type Passage, passageOf } from "../passage";
import { type PlantedJob, type PlantedModelResult, plantedStructures, structureNames } from "./config";
import { damages } from "./damage";
import { type PlantedCorpus, plantedCorpus } from "./plantedCorpus";

/** What one seed contributes; the passage is that of the first. */
export type PlantedModelRun = PlantedModelResult & { readonly passage: Passage | null };

/** Trains the language model of one seed, looks for units, and ablates them. */
export async function runPlantedModel(job: PlantedJob, context: JobContext<TextProgress>): Promise<PlantedModelRun> {
  const text = plantedCorpus(job);
  const cell = stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size });
  const model = charLm(cell);
  const learner = textLearner(text, model, job);
  const key = seed(job.seed);
  try {
    const { params, curve, ended } = await learner.learn(key, context);
    const known = { seed: job.seed, ended, curve };
    const nothing = { trained: [], untrained: [], damage: {}, control: [], passage: null };
    if (ended !== "finished") {
      tf.dispose(params);
      return { ...known, ...nothing };
    }
    const fresh = model.init(fork(key, "weights"));
    const labels = Object.fromEntries(
      structureNames.map((name) => [name, labelsOf(text.states, plantedStructures[name].label)]),
    );
    const { stretch, shifts } = job;
    const subject = { cell, tokens: text.heldOut, labels, stretch, shifts, key: fork(key, "units") };
    const looked = look(subject, { job, text, params, fresh });
    tf.dispose([params, fresh] as tf.TensorContainer);
    return { ...known, ...looked };
  } finally {
    learner.close();
  }
}

interface Looked {
  readonly job: PlantedJob;
  readonly text: PlantedCorpus;
  readonly params: Params;
  readonly fresh: Params;
}

/** The best units of the trained network and of the same before training, and what holding them does. */
function look(subject: Subject, { job, text, params, fresh }: Looked) {
  const [before, found] = inspect(subject, [fresh, params]);
  const best = found.map((one) => one.best);
  const { vocabulary } = text;
  return {
    trained: best,
    untrained: before.map((one) => one.best),
    ...damages(subject, { job, text, params, found }),
    passage: job.seed === 1 ? passageOf(subject, { params, best, vocabulary, length: 432 }) : null,
  };
}
