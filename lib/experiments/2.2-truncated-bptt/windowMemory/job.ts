import { peakBytes } from "../../../analysis/cost";
import { stackOf } from "../../../cells/stackOf";
import { gradientsOf } from "../../../core/gradients";
import { seed } from "../../../core/random";
import { mapTensors } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import { slidingWindows } from "../../../data/windows";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { charLm } from "../../../models/charLm";
import type { MemoryJob, Peak } from "./config";

/**
 * Peak memory of BPTT by windows of one length: truncated, over a text and over one that is four times as long; and over one
 * window as a whole sequence, with all that is computed kept or with √T states.
 */
export async function runPeak(job: MemoryJob, { report }: JobContext<Told>): Promise<Peak> {
  const { cell, windowLength, hiddenSize, vocabSize, batchSize, steps } = job;
  const network = stackOf({ cell, layers: 1, inputSize: vocabSize, hiddenSize });
  const [keeping, remembering] = [charLm(network), charLm(network, { remember: "sqrt" })];
  const params = keeping.init(seed(1));
  const tokens = Int32Array.from({ length: batchSize * (windowLength + 1) }, (_, i) => (i * 7919) % vocabSize);
  const peak = (windows: number, model = keeping) =>
    peakBytes(() => {
      let state = model.zeroState(batchSize);
      let left = windows;
      for (const batch of slidingWindows(tokens, { batchSize, windowLength })) {
        let next = state;
        const loss = () => {
          const result = model.loss(params, batch, state);
          next = mapTensors(result.state, (tensor) => tf.keep(tensor.clone())); // the tape disposes what the function does not return
          return result.loss;
        };
        const { value, grads } = gradientsOf(loss, Object.values(params));
        tf.dispose([batch, state, value, grads] as tf.TensorContainer);
        state = next;
        if (--left === 0) break;
      }
      return state;
    });
  const [short, long] = [await peak(steps), await peak(4 * steps)];
  const [whole, remembered] = [await peak(1), await peak(1, remembering)];
  tf.dispose(params);
  report?.({ done: 1 });
  return { cell, windowLength, short, long, whole, remembered };
}
