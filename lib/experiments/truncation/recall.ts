import type { Params, State } from "../../cells/cell";
import { compile } from "../../core/compile";
import { fork, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { type RecallBatch, recallSymbols, recallWindows } from "../../data/recallStream";
import { type CharLm, charLm } from "../../models/charLm";
import { type Trained, train } from "../../train/train";
import type { RunContext } from "../../view/session";
import { type CellName, stackOf } from "../builders";
import { type JobContext, runJobs, type Told } from "../jobs";

export const recallDefaults = {
  cell: "vanilla" as CellName,
  hiddenSize: 32,
  batchSize: 16,
  /** Length of the window, with its state and without. */
  windowLength: 4,
  /** A longer one beside it, with its state: how far the network itself could remember. */
  longWindow: 16,
  /** Steps from the cue to the question, besides half the window, 1.5 and 2 times the window. */
  lags: [4],
  /** Symbols that each reader reads. */
  length: 6_000,
  learningRate: 0.01,
  clipNorm: 1,
  seeds: 5,
};
export interface RecallConfig extends Readonly<typeof recallDefaults> {}

export const recallPresets = {
  smoke: { hiddenSize: 12, lags: [3], length: 240, seeds: 2 },
  full: {
    hiddenSize: 128,
    windowLength: 8,
    longWindow: 32,
    lags: [6, 8, 10, 14, 20, 24],
    length: 400_000,
    learningRate: 0.002,
  },
} satisfies Record<string, Partial<RecallConfig>>;

export const kinds = ["carried", "emptied", "long"] as const;
export type Kind = (typeof kinds)[number];

export type RecallJob = Omit<RecallConfig, "seeds" | "lags" | "longWindow"> & {
  readonly kind: Kind;
  readonly lag: number;
  readonly seed: number;
};

export interface RecallModelResult {
  readonly seed: number;
  readonly kind: Kind;
  readonly lag: number;
  readonly ended: Trained<Params>["ended"];
  /** Share of right answers on streams that it has not seen; chance is one half. */
  readonly accuracy: number;
}

export interface RecallResult {
  readonly config: RecallConfig;
  readonly models: readonly RecallModelResult[];
}

/** The lags of which the claims speak: inside the window, somewhat longer, and much longer. */
export const claimedLags = (windowLength: number) => ({
  inside: Math.ceil(windowLength / 2),
  outside: Math.ceil(1.5 * windowLength),
  far: 2 * windowLength,
});

/**
 * The best accuracy without carried state: a question is answered where its cue stands in the same window, which is so for
 * 1 − lag/window of the places where a question can stand, and guessed elsewhere. Exact where lag + 1 and the window have no
 * common divisor, so that questions come at every place.
 */
export const emptiedCeiling = (windowLength: number, lag: number): number =>
  0.5 + 0.5 * Math.max(0, 1 - lag / windowLength);

/** Trains one network for each seed, lag and kind of window. */
export async function runRecall(config: RecallConfig, context: RunContext): Promise<RecallResult> {
  const { seeds, longWindow, ...each } = config;
  const lags = [...new Set([...config.lags, ...Object.values(claimedLags(config.windowLength))])].sort((a, b) => a - b);
  const jobs = Array.from({ length: seeds }, (_, i) =>
    lags.flatMap((lag) =>
      kinds.map((kind) => ({
        ...{ ...each, lags: undefined, kind, lag, seed: i + 1 },
        windowLength: kind === "long" ? longWindow : config.windowLength,
      })),
    ),
  ).flat();
  const models = await runJobs(
    runRecallModel,
    jobs.map(({ lags: _, ...job }) => job),
    {
      context,
      file: require.resolve("./recall"),
      size: stepsOf,
      unit: "windows",
      inProcesses: config.length >= 1000,
    },
  );
  return { config: { ...config, lags }, models };
}

const stepsOf = ({ length, windowLength }: RecallJob): number => Math.ceil(length / windowLength);

export async function runRecallModel(
  job: RecallJob,
  { signal, report, checkpoint }: JobContext<Told>,
): Promise<RecallModelResult> {
  const { kind, lag, batchSize, learningRate, clipNorm } = job;
  const key = seed(job.seed);
  const model = charLm(stackOf({ ...job, layers: 1, inputSize: recallSymbols.size }));
  const [initial, state] = [model.init(fork(key, "weights")), model.zeroState(batchSize)];
  const answers = (params: Params, batch: RecallBatch, before?: State) => answerLoss(model, { params, batch, before });
  const { params, ended } = await train({
    params: initial,
    ...(kind === "emptied"
      ? { loss: (weights: Params, batch: RecallBatch) => tf.tidy(() => answers(weights, batch).loss) }
      : { loss: answers, state }),
    batches: recallWindows({ ...job, key: fork(key, `lag ${lag}`) }),
    steps: stepsOf(job),
    optimizer: { method: "adam", learningRate },
    clipNorm,
    checkpoint: checkpoint ? { file: checkpoint, every: 500 } : undefined,
    signal,
    onStep: ({ step }) => report?.({ done: step }),
  });
  const accuracy = accuracyOf(job, { model, params });
  tf.dispose([initial, state, params] as tf.TensorContainer);
  return { seed: job.seed, kind, lag, ended, accuracy };
}

type Reading = { readonly params: Params; readonly batch: RecallBatch; readonly before?: State };

/** Mean cross-entropy of the answers that the window asks for, 0 where it asks for none; how many are right, and the state. */
function answerLoss(model: CharLm, { params, batch: { inputs, targets, asked }, before }: Reading) {
  return tf.tidy(() => {
    const { logits, state } = model.logits(params, inputs, before);
    const logProbs = logits.logSoftmax();
    const nats = logProbs.mul(tf.oneHot(targets, recallSymbols.size)).sum(-1).neg().mul(asked).sum();
    const count = asked.sum();
    const right = logits.argMax(-1).equal(targets).cast("float32").mul(asked).sum();
    return { loss: nats.div(tf.maximum(count, 1)) as tf.Scalar, state, right, count };
  });
}

/** On new streams, read as in training; the first ones are read for their state only. */
function accuracyOf(job: RecallJob, { model, params }: { model: CharLm; params: Params }): number {
  const count = compile((weights: Params, batch: RecallBatch, before: State | undefined) => {
    const { right, count: all, state } = answerLoss(model, { params: weights, batch, before });
    return { right, all, state };
  });
  let state: State | undefined;
  let [right, all, read] = [0, 0, 0];
  for (const batch of recallWindows({ ...job, key: fork(seed(job.seed), "test") })) {
    const result = count(params, batch, state);
    right += result.right.dataSync()[0];
    all += result.all.dataSync()[0];
    tf.dispose([batch, state, result.right, result.all] as tf.TensorContainer);
    state = job.kind === "emptied" ? void tf.dispose(result.state as tf.TensorContainer) : result.state;
    read += job.windowLength;
    if (read >= 20 * (job.lag + 1)) break;
  }
  tf.dispose(state as tf.TensorContainer);
  count.close();
  return right / all;
}
