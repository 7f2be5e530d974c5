import { agreement, truncatedGradient } from "../../analysis/truncatedGradient";
import type { Params } from "../../cells/cell";
import { expect } from "../../core/errors";
import { fork, seed, uniforms } from "../../core/random";
import { tf } from "../../core/tf";
import { type Corpus, corpus, corpusFiles } from "../../data/text";
import { readRing, type TokenBatch } from "../../data/windows";
import { type CharLm, charLm } from "../../models/charLm";
import type { Trained } from "../../train/train";
import type { RunContext } from "../../view/session";
import { type CellName, stackOf } from "../builders";
import { type JobContext, runJobs } from "../jobs";
import { type TextProgress, textLearner } from "../textLearner";

export const biasDefaults = {
  corpus: "moby-dick",
  /** The cells whose gradients are compared. */
  cells: ["vanilla", "lstm"],
  hiddenSize: 64,
  /** Training between the two measurements: windows of 64 with carried state. */
  batchSize: 32,
  windowLength: 64,
  steps: 200,
  learningRate: 0.006,
  clipNorm: 5,
  /** The gradient is that of the mean loss over this many characters of `readers` readers. */
  sequence: 256,
  /** Over how many readers the loss is a mean. */
  readers: 16,
  /** Windows into which the sequence is cut, besides 16, of which the claim speaks. */
  windows: [1, 2, 4, 8, 32, 64],
  seeds: 5,
};
export interface BiasConfig extends Readonly<typeof biasDefaults> {}

export const biasPresets = {
  smoke: { hiddenSize: 8, batchSize: 8, windowLength: 8, steps: 20, sequence: 32, readers: 4, windows: [4], seeds: 2 },
  full: { hiddenSize: 256, steps: 3_000, learningRate: 0.002, sequence: 512 },
} satisfies Record<string, Partial<BiasConfig>>;

export type BiasJob = Omit<BiasConfig, "seeds" | "cells"> & { readonly cell: string; readonly seed: number };

/** The truncated gradient beside the full one. */
export interface Bias {
  readonly windowLength: number;
  readonly cosine: number;
  readonly normRatio: number;
}

export interface BiasModelResult {
  readonly seed: number;
  readonly cell: string;
  readonly ended: Trained<Params>["ended"];
  readonly fresh: readonly Bias[];
  readonly trained: readonly Bias[];
}

export interface BiasResult {
  readonly config: BiasConfig;
  readonly models: readonly BiasModelResult[];
}

/** The window of which the claim speaks. */
export const claimedWindow = 16;

/** Compares gradients at each cell's fresh weights and after training. */
export async function runBias(config: BiasConfig, context: RunContext): Promise<BiasResult> {
  const { seeds, cells, ...each } = config;
  const windows = [...new Set([...config.windows, claimedWindow])].sort((a, b) => a - b);
  for (const length of windows) {
    expect(
      config.sequence % length === 0,
      () => `windows: lengths that divide the sequence of ${config.sequence} expected, got ${length}`,
    );
  }
  corpus(config.corpus, { windowLength: config.sequence });
  for (const cell of cells) stackOf({ cell: cell as CellName, layers: 1, inputSize: 1, hiddenSize: 1 }); // says which there are
  const jobs = Array.from({ length: seeds }, (_, i) => cells.map((cell) => ({ ...each, windows, cell, seed: i + 1 })));
  const models = await runJobs(runBiasModel, jobs.flat(), {
    context,
    file: require.resolve("./bias"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 100,
    reads: corpusFiles(config.corpus),
  });
  return { config: { ...config, windows }, models };
}

export async function runBiasModel(job: BiasJob, context: JobContext<TextProgress>): Promise<BiasModelResult> {
  const text = corpus(job.corpus, { windowLength: job.sequence });
  const model = charLm(stackOf({ ...job, cell: job.cell as CellName, layers: 1, inputSize: text.vocabulary.size }));
  const learner = textLearner(text, model, { ...job, evaluateEvery: job.steps, heldOutWindows: 2 });
  const key = seed(job.seed);
  try {
    const { params, ended } = await learner.learn(key, context);
    const initial = model.init(fork(key, "weights")); // those that training began with
    const sound = ended === "finished";
    const fresh = sound ? biasesOf(job, { text, model, params: initial }) : [];
    const trained = sound ? biasesOf(job, { text, model, params }) : [];
    tf.dispose([params, initial]);
    return { seed: job.seed, cell: job.cell, ended, fresh, trained };
  } finally {
    learner.close();
  }
}

/** The gradient by windows of each length, beside that by one window over all. */
function biasesOf(job: BiasJob, { text, model, params }: { text: Corpus; model: CharLm; params: Params }): Bias[] {
  return tf.tidy(() => {
    const gradient = (length: number) => {
      const state = model.zeroState(job.readers);
      return truncatedGradient(model.loss, params, { windows: cut(job, text, length), state }).grads;
    };
    const exact = gradient(job.sequence);
    return job.windows.map((windowLength) => ({ windowLength, ...agreement(gradient(windowLength), exact) }));
  });
}

/** The readers' sequences as windows: another place in the text for each seed. */
function cut({ seed: n, readers, sequence }: BiasJob, { train }: Corpus, length: number): TokenBatch[] {
  const start = Math.floor(uniforms(fork(seed(n), "gradient"))() * train.length);
  const rows = readRing(train, { readers, start, length: sequence + 1 });
  const part = (from: number) =>
    tf.tensor2d(
      rows.flatMap((row) => Array.from(row.subarray(from, from + length))),
      [readers, length],
      "int32",
    );
  return Array.from({ length: sequence / length }, (_, i) => ({
    inputs: part(i * length),
    targets: part(i * length + 1),
  }));
}
