import { multiplyAdds, peakBytes } from "../../analysis/cost";
import type { Cell } from "../../cells/cell";
import { gradientsOf } from "../../core/gradients";
import { fork, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { charLm } from "../../models/charLm";
import { parameterCount } from "../../models/parameters";
import type { JobContext, Told } from "../jobs";
import { type Cost, type GruJob, type GruModelResult, kinds, recall, type UpdateAtWork } from "./config";
import { type Network, networks } from "./networks";
import { type Task, taskOf } from "./tasks";
import { updateAtWork, updateUnits } from "./updateGates";

export interface GruJobResult {
  readonly models: readonly GruModelResult[];
  /** Of the GRU of the first seed on a text. */
  readonly gates: UpdateAtWork | null;
}

/** Trains all networks of one seed on one task, each a little at a time in turn. */
export async function runGruJob(job: GruJob, { signal, report }: JobContext<Told>): Promise<GruJobResult> {
  const task = taskOf(job);
  const plans = await planned(job, task);
  const told = plans.map(() => 0);
  const share = job.steps / plans.reduce((sum, { steps }) => sum + steps, 0);
  const runs = await Promise.all(
    plans.map((plan, i) =>
      trainOne(job, task, plan, {
        signal,
        report({ done }) {
          told[i] = done;
          report?.({ done: Math.floor(share * told.reduce((sum, one) => sum + one, 0) + 1e-9) });
        },
      }),
    ),
  );
  return { models: runs.map(({ model }) => model), gates: runs.find(({ gates }) => gates)?.gates ?? null };
}

/** A network, what it costs, and how long it is trained. */
interface Plan extends Network {
  readonly cost: Cost;
  readonly steps: number;
}

/** The vanilla RNN of the GRU's size goes on until it has cost as many multiply-adds. */
async function planned({ hiddenSize, steps }: GruJob, task: Task): Promise<Plan[]> {
  const all: (Network & { cost: Cost })[] = [];
  for (const network of networks(task.vocabSize, hiddenSize))
    all.push({ ...network, cost: await costOf(task, network.cell) });
  const gru = all.find(({ kind }) => kind === "GRU")!;
  return all.map((network) => {
    const longer = network.kind === "RNN" && network.match === "size";
    const ratio = longer ? gru.cost.multiplyAdds / network.cost.multiplyAdds : 1;
    return { ...network, steps: Math.round(steps * ratio) };
  });
}

async function costOf(task: Task, cell: Cell): Promise<Cost> {
  const V = task.vocabSize;
  const batch = task.batch();
  const params = charLm(cell).init(seed(1));
  const state = cell.zeroState(1);
  const bytes = await peakBytes(() => gradientsOf(() => task.loss(cell, params, batch), Object.values(params)).grads);
  const carried = Object.values(state).reduce((sum, { size }) => sum + size, 0);
  tf.dispose([params, state, batch] as tf.TensorContainer);
  return {
    hiddenSize: cell.hiddenSize,
    parameters: parameterCount(charLm(cell)),
    multiplyAdds: multiplyAdds(cell, V),
    state: carried,
    peakBytes: bytes,
  };
}

async function trainOne(job: GruJob, task: Task, { cell, kind, match, cost, steps }: Plan, context: JobContext<Told>) {
  const about = { seed: job.seed, task: job.task, kind, match, cost };
  // The networks begin one after another: one that is stopped in its first step leaves the rest unbegun.
  if (context.signal?.aborted) {
    const model: GruModelResult = { ...about, ended: "interrupted", curve: [], units: null };
    return { model, gates: null };
  }
  const rates = job.task === recall ? job.recallLearningRates : job.learningRates;
  const learner = task.learner(cell, { steps, learningRate: rates[kinds.indexOf(kind)] });
  try {
    const { params, curve, ended } = await learner.learn(fork(seed(job.seed), job.task), context);
    const reached = ended === "finished" && curve.at(-1)?.step === steps; // and its loss is a number
    const read = reached && kind === "GRU" ? task.text : undefined;
    const units = read ? updateUnits(read, cell, params) : null;
    const gates = read && job.seed === 1 ? updateAtWork(read, cell, params) : null;
    tf.dispose(params as tf.TensorContainer);
    const model: GruModelResult = { ...about, ended, curve, units };
    return { model, gates };
  } finally {
    learner.close();
  }
}
