import { mean } from "../../../analysis/statistics";
import type { Cell } from "../../../cells/cell";
import { fork, type Key, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { Corpus } from "../../../data/text";
import { isPilot } from "../../../lab/chosenRates";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { charLm } from "../../../models/charLm";
import type { GruJob, GruModelResult } from "./config";
import { networks, type Plan, plan } from "./networks";
import { type Task, taskOf } from "./tasks";
import { type UpdateAtWork, updateAtWork, updateUnits } from "./updateGates";

/** Trains all networks of one seed on one task, each a little at a time in turn. */
export async function runGruJob(job: GruJob, { signal, report }: JobContext<Told>): Promise<Run[]> {
  const task = taskOf(job);
  const plans = await plan(networks(task.vocabSize, job.hiddenSize), task, job.steps);
  const done = plans.map(() => 0);
  const sum = (steps: readonly number[]) => steps.reduce((a, b) => a + b, 0);
  const share = job.steps / sum(plans.map(({ steps }) => steps));
  const reportOf = (i: number) => (told: Told) => {
    done[i] = told.done;
    report?.({ done: Math.floor(share * sum(done) + 1e-9) });
  };
  return Promise.all(
    plans.map((plan, i) =>
      trainOne(job, task, { ...plan, learningRate: job.rates[i] }, { signal, report: reportOf(i) }),
    ),
  );
}

interface Run {
  readonly model: GruModelResult;
  readonly gates: UpdateAtWork | null;
}

async function trainOne(
  job: GruJob,
  task: Task,
  { cell, kind, match, cost, steps, learningRate }: Plan & { readonly learningRate: number },
  context: JobContext<Told>,
): Promise<Run> {
  const about = { seed: job.seed, task: job.task, kind, match, learningRate, cost };
  // The networks begin one after another: one that is stopped in its first step leaves the rest unbegun.
  if (context.signal?.aborted)
    return { model: { ...about, ended: "interrupted", curve: [], units: null, freshSpread: null }, gates: null };
  const learner = task.learner(cell, { steps, decaySteps: steps, learningRate });
  try {
    const key = fork(seed(job.seed), job.task);
    const { params, curve, ended } = await learner.learn(key, context);
    const reached = ended === "finished" && curve.at(-1)?.step === steps; // and its loss is a number
    const read = reached && kind === "GRU" && !isPilot(job) ? task.text : undefined;
    const units = read ? updateUnits(read, cell, params) : null;
    const gates = read && job.seed === 1 ? updateAtWork(read, cell, params) : null;
    tf.dispose(params as tf.TensorContainer);
    const freshSpread = read ? spreadOfFresh(read, cell, key) : null;
    return { model: { ...about, ended, curve, units, freshSpread }, gates };
  } finally {
    learner.close();
  }
}

/** Mean over the units of the spread of z, with the weights that the training began with. */
function spreadOfFresh(text: Corpus, cell: Cell, key: Key): number {
  const params = charLm(cell).init(fork(key, "weights"));
  const spread = mean(updateUnits(text, cell, params).map((unit) => unit.spread));
  tf.dispose(params as tf.TensorContainer);
  return spread;
}
