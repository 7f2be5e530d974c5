import { vanilla } from "../../../cells/vanilla";
import { seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { slidingWindows } from "../../../data/windows";
import { charLm } from "../../../models/charLm";
import { train } from "../../../train/train";
import type { MemoryJob, Peak } from "./config";

// The process whose memory is measured: it is told what to train, tells its peak, and ends.
process.once("message", async (job: MemoryJob) => {
  process.send?.(await peakOf(job));
  process.disconnect();
});

/** Peak memory of training above what the process held before, in MB. */
async function peakOf({
  windowLength,
  steps,
  hiddenSize,
  vocabSize,
  batchSize,
  ...job
}: MemoryJob): Promise<Pick<Peak, "short" | "long">> {
  const model = charLm(vanilla({ inputSize: vocabSize, hiddenSize }));
  const [params, state] = [model.init(seed(job.seed)), model.zeroState(batchSize)];
  const tokens = Int32Array.from({ length: 100_000 }, (_, i) => (i * 7919) % vocabSize);
  tf.tidy(() => params.Wx.matMul(params.Wh).dataSync()); // TensorFlow's own threads and buffers are there from now on
  const before = resident();
  let short = 0;
  await train({
    params,
    state,
    loss: model.loss,
    batches: slidingWindows(tokens, { batchSize, windowLength }),
    steps: 4 * steps,
    optimizer: { method: "sgd", learningRate: 0.01 },
    onStep({ step }) {
      if (step === steps) short = resident() - before;
    },
  });
  return { short: { megabytes: short }, long: { megabytes: resident() - before } };
}

/** The most that this process has held in memory, in MB. */
const resident = (): number => process.resourceUsage().maxRSS / 1024;
