import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import type { GruJob, GruModelResult } from "./config";
import { networkKinds } from "./config";
import { networks, type Plan, plan } from "./networks";
import { recall, type Task, taskOf } from "./tasks";
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
  return Promise.all(plans.map((plan, i) => trainOne(job, task, plan, { signal, report: reportOf(i) })));
}

interface Run {
  readonly model: GruModelResult;
  readonly gates: UpdateAtWork | null;
}

async function trainOne(
  job: GruJob,
  task: Task,
  { cell, kind, match, cost, steps }: Plan,
  context: JobContext<Told>,
): Promise<Run> {
  const about = { seed: job.seed, task: job.task, kind, match, cost };
  // The networks begin one after another: one that is stopped in its first step leaves the rest unbegun.
  if (context.signal?.aborted)
    return { model: { ...about, ended: "interrupted", curve: [], units: null }, gates: null };
  const rates = job.task === recall ? job.recallLearningRates : job.learningRates;
  const learner = task.learner(cell, { steps, learningRate: rates[networkKinds.indexOf(kind)] });
  try {
    const { params, curve, ended } = await learner.learn(fork(seed(job.seed), job.task), context);
    const reached = ended === "finished" && curve.at(-1)?.step === steps; // and its loss is a number
    const read = reached && kind === "GRU" ? task.text : undefined;
    const units = read ? updateUnits(read, cell, params) : null;
    const gates = read && job.seed === 1 ? updateAtWork(read, cell, params) : null;
    tf.dispose(params as tf.TensorContainer);
    return { model: { ...about, ended, curve, units }, gates };
  } finally {
    learner.close();
  }
}
