import { multiplyAdds, peakBytes } from "../../../analysis/cost";
import type { Cell } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { lstm } from "../../../cells/lstm";
import { vanilla } from "../../../cells/vanilla";
import { gradientsOf } from "../../../core/gradients";
import { seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { charLm } from "../../../models/charLm";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { arms, type Cost, type Equality, type NetworkKind } from "./config";
import type { Task } from "./tasks";

/** One of the networks that are compared on a task. */
export interface Network {
  readonly kind: NetworkKind;
  readonly match: Equality;
  readonly cell: Cell;
}

/** Each x is one-hot: fresh weights give it the variance 1. */
export function cellOfKind(kind: NetworkKind, inputSize: number, hiddenSize: number): Cell {
  const sizes = { inputSize, hiddenSize, fanIn: 1 };
  if (kind === "RNN") return vanilla(sizes) as unknown as Cell;
  if (kind === "LSTM") return lstm(sizes) as unknown as Cell;
  return gru(sizes) as unknown as Cell;
}

/** Those of `arms`: of the GRU's size, but at equal parameters as large as it takes; V inputs and V outputs. */
export function networks(V: number, hiddenSize: number): Network[] {
  const parameters = parameterCount(charLm(cellOfKind("GRU", V, hiddenSize)));
  return arms.map(({ kind, match }) => {
    const equal = () => hiddenSizeFor(parameters, (units) => charLm(cellOfKind(kind, V, units)));
    return { kind, match, cell: cellOfKind(kind, V, match === "parameters" ? equal() : hiddenSize) };
  });
}

/** A network, what it costs, and how long it is trained. */
export interface Plan extends Network {
  readonly cost: Cost;
  readonly steps: number;
}

/** At equal multiply-adds a network is trained until it has cost as many as the GRU. */
export async function plan(all: readonly Network[], task: Task, steps: number): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const network of all) plans.push({ ...network, steps, cost: await costOf(task, network.cell) });
  const work = plans.find(({ kind }) => kind === "GRU")!.cost.multiplyAdds;
  return plans.map((one) => ({
    ...one,
    steps: one.match === "multiply-adds" ? Math.round((steps * work) / one.cost.multiplyAdds) : steps,
  }));
}

async function costOf(task: Task, cell: Cell): Promise<Cost> {
  const batch = task.batch();
  const params = charLm(cell).init(seed(1));
  const state = cell.zeroState(1);
  const bytes = await peakBytes(() => gradientsOf(() => task.loss(cell, params, batch), Object.values(params)).grads);
  const carried = Object.values(state).reduce((sum, { size }) => sum + size, 0);
  tf.dispose([params, state, batch] as tf.TensorContainer);
  return {
    hiddenSize: cell.hiddenSize,
    parameters: parameterCount(charLm(cell)),
    multiplyAdds: multiplyAdds(cell, task.vocabSize),
    state: carried,
    peakBytes: bytes,
  };
}
