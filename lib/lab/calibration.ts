import { stackOf } from "../cells/stackOf";
import { seed } from "../core/random";
import { tf } from "../core/tf";
import { slidingWindows } from "../data/windows";
import { charLm } from "../models/charLm";
import { trainer } from "../train/train";
import { type Speed, workOf } from "./jobCost";
import type { JobContext } from "./runJob";
import { openWorkers } from "./workers";

/** A network that takes as long as its time steps do, and one whose weights do. */
const tiny = { cell: "vanilla", layers: 1, hiddenSize: 16, vocabSize: 16, batchSize: 4, windowLength: 16, steps: 200 };
const large = { cell: "lstm", layers: 1, hiddenSize: 256, vocabSize: 90, batchSize: 32, windowLength: 32, steps: 40 };

/** Trains two networks for some seconds, and says how fast that was. */
export async function measureSpeed(_: object, { signal }: JobContext<never>): Promise<Speed> {
  const slow = await secondsOfStep(large, signal);
  const quick = await secondsOfStep(tiny, signal);
  const [few, many] = [workOf(tiny), workOf(large)];
  const instant = quick / few.instants;
  return { instant, weights: many.weights / Math.max(slow - many.instants * instant, slow / 10) };
}

async function secondsOfStep(
  { layers, hiddenSize, vocabSize, batchSize, windowLength, steps, cell }: typeof tiny,
  signal?: AbortSignal,
): Promise<number> {
  const model = charLm(stackOf({ cell: cell as "lstm", layers, inputSize: vocabSize, hiddenSize }));
  const tokens = Int32Array.from({ length: 8 * batchSize * windowLength }, (_, i) => (i * 7) % vocabSize);
  const training = trainer({ loss: model.loss, optimizer: { method: "adam", learningRate: 1e-4 }, clipNorm: 5 });
  const spent: number[] = []; // of the processor: others may be at work on this machine
  try {
    const { params } = await training.train({
      ...{ params: model.init(seed(1)), state: model.zeroState(batchSize), steps, signal },
      batches: slidingWindows(tokens, { batchSize, windowLength }),
      onStep() {
        const { user, system } = process.cpuUsage();
        spent.push((user + system) / 1e6);
      },
    });
    tf.dispose(params);
  } finally {
    training.close();
  }
  return (spent[spent.length - 1] - spent[0]) / (spent.length - 1); // the first has recorded the step
}

/** How fast one core of this machine trains, found out in seconds, in a process that has one thread as those of jobs have. */
export async function calibrate(signal?: AbortSignal): Promise<Speed> {
  const workers = openWorkers(1, signal);
  const call = { name: measureSpeed.name, module: __filename, reads: [], needs: [], job: {}, report: () => {} };
  try {
    const ran = await workers.run<Speed>({ ...call, called: () => "the calibration" });
    return ran!.result;
  } finally {
    await workers.close();
  }
}
