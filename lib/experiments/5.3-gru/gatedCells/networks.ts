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
import type { Cost, Match, NetworkKind } from "./config";
import type { Task } from "./tasks";

/** One of the networks that are compared on a task. */
export interface Network {
  readonly kind: NetworkKind;
  readonly match: Match;
  readonly cell: Cell;
}

export function cellOfKind(kind: NetworkKind, inputSize: number, hiddenSize: number): Cell {
  const sizes = { inputSize, hiddenSize };
  if (kind === "RNN") return vanilla(sizes) as unknown as Cell;
  if (kind === "LSTM") return lstm(sizes) as unknown as Cell;
  return gru({ ...sizes, resetAfter: kind === "GRU, reset after" }) as unknown as Cell;
}

/** Four with `hiddenSize` units, and an RNN and an LSTM with as many parameters as the GRU; V inputs and V outputs. */
export function networks(V: number, hiddenSize: number): Network[] {
  const sized = (kind: NetworkKind): Network => ({ kind, match: "size", cell: cellOfKind(kind, V, hiddenSize) });
  const parameters = parameterCount(charLm(cellOfKind("GRU", V, hiddenSize)));
  const equal = (kind: NetworkKind): Network => {
    const size = hiddenSizeFor(parameters, (units) => charLm(cellOfKind(kind, V, units)));
    return { kind, match: "parameters", cell: cellOfKind(kind, V, size) };
  };
  return [sized("RNN"), sized("GRU"), sized("GRU, reset after"), sized("LSTM"), equal("RNN"), equal("LSTM")];
}

/** A network, what it costs, and how long it is trained. */
export interface Plan extends Network {
  readonly cost: Cost;
  readonly steps: number;
}

/** The vanilla RNN of the GRU's size goes on until it has cost as many multiply-adds. */
export async function plan(all: readonly Network[], task: Task, steps: number): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const network of all) plans.push({ ...network, steps, cost: await costOf(task, network.cell) });
  const gru = plans.find(({ kind }) => kind === "GRU")!;
  const longer = ({ cost }: Plan) => Math.round(steps * (gru.cost.multiplyAdds / cost.multiplyAdds));
  return plans.map((one) => (one.kind === "RNN" && one.match === "size" ? { ...one, steps: longer(one) } : one));
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
