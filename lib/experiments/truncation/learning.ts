import { mean } from "../../analysis/statistics";
import type { Params } from "../../cells/cell";
import { compile } from "../../core/compile";
import { expect } from "../../core/errors";
import { seed } from "../../core/random";
import { tf } from "../../core/tf";
import { type Corpus, corpus, corpusFiles } from "../../data/text";
import { slidingWindows, type TokenBatch } from "../../data/windows";
import { type CharLm, charLm } from "../../models/charLm";
import { evaluate } from "../../train/evaluate";
import type { Trained } from "../../train/train";
import type { RunContext } from "../../view/session";
import { type CellName, stackOf } from "../builders";
import { type JobContext, runJobs } from "../jobs";
import { type CurvePoint, type TextProgress, textLearner } from "../textLearner";

export const learningDefaults = {
  /** "moby-dick", "rxjs", or the path of a UTF-8 text file. */
  corpus: "moby-dick",
  cell: "vanilla" as CellName,
  hiddenSize: 64,
  batchSize: 32,
  /** Lengths of the windows that slide over the text, with their state and without. */
  windows: [4, 16, 64],
  /** Length of an excerpt: full BPTT reads it as one window, from an empty state. */
  excerpt: 256,
  /** How many excerpts each of `batchSize` readers reads: the same text for all, in the same order. */
  excerpts: 24,
  learningRate: 0.004,
  /** Learning rates for full BPTT, which takes fewest steps; the better one counts. */
  fullRates: [0.004, 0.012],
  clipNorm: 5,
  /** Points of a curve. */
  points: 8,
  /** Held-out characters that each reader reads. */
  heldOut: 512,
  seeds: 5,
};
export interface LearningConfig extends Readonly<typeof learningDefaults> {}

export const learningPresets = {
  smoke: {
    hiddenSize: 12,
    batchSize: 8,
    windows: [8],
    excerpt: 16,
    excerpts: 12,
    fullRates: [0.004],
    points: 2,
    heldOut: 64,
    seeds: 2,
  },
  full: { cell: "lstm", hiddenSize: 256, windows: [4, 16, 64, 128], excerpt: 512, excerpts: 256, points: 16 },
} satisfies Record<string, Partial<LearningConfig>>;

/** One way to learn from the text: a window that slides, with its state or without, or full BPTT. */
export interface Method {
  readonly kind: "carried" | "emptied" | "full";
  readonly windowLength: number;
  readonly learningRate: number;
}

export type LearningJob = Omit<LearningConfig, "seeds" | "windows" | "fullRates"> & Method & { readonly seed: number };

export interface LearningModelResult extends Method {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** Bits per held-out character, the state carried from window to window. */
  readonly carriedBits: number | null;
  /** The same with the state emptied at each window, as the model without carried state has been trained. */
  readonly emptiedBits: number | null;
}

export interface LearningResult {
  readonly config: LearningConfig;
  readonly models: readonly LearningModelResult[];
}

function methodsOf({ windows, excerpt, learningRate, fullRates }: LearningConfig): Method[] {
  return [
    ...windows.map((windowLength): Method => ({ kind: "carried", windowLength, learningRate })),
    ...windows.map((windowLength): Method => ({ kind: "emptied", windowLength, learningRate })),
    ...fullRates.map((rate): Method => ({ kind: "full", windowLength: excerpt, learningRate: rate })),
  ];
}

/** Trains one model a seed and method, from the same weights and on the same text. */
export async function runLearning(config: LearningConfig, context: RunContext): Promise<LearningResult> {
  const { seeds, windows, fullRates: _, ...each } = config;
  for (const length of [...windows, config.excerpt]) {
    expect(
      (config.excerpt * config.excerpts) % length === 0 && config.heldOut % length === 0,
      () =>
        `windows: lengths that divide ${config.excerpt * config.excerpts} and ${config.heldOut} characters expected, got ${length}`,
    );
  }
  corpus(config.corpus, { windowLength: config.excerpt });
  const jobs = Array.from({ length: seeds }, (_, i) =>
    methodsOf(config).map((method) => ({ ...each, ...method, seed: i + 1 })),
  );
  const models = await runJobs(runLearningModel, jobs.flat(), {
    context,
    file: require.resolve("./learning"),
    size: ({ excerpt, excerpts }) => excerpt * excerpts,
    unit: "characters a reader",
    inProcesses: config.excerpt * config.excerpts >= 1000,
    reads: corpusFiles(config.corpus),
  });
  return { config, models };
}

export async function runLearningModel(
  job: LearningJob,
  context: JobContext<TextProgress>,
): Promise<LearningModelResult> {
  const { kind, windowLength, learningRate, excerpt, excerpts } = job;
  const text = corpus(job.corpus, { windowLength: excerpt });
  const model = charLm(stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size }));
  const steps = (excerpt * excerpts) / windowLength;
  const learner = textLearner(text, model, {
    ...{ ...job, steps, evaluateEvery: Math.max(1, Math.floor(steps / job.points)) },
    heldOutWindows: job.heldOut / windowLength,
  });
  try {
    const { params, curve, ended } = await learner.learn(seed(job.seed), {
      ...context,
      carry: kind === "carried" ? "state" : "none",
      report: ({ done, ...told }) => context.report?.({ done: done * windowLength, ...told }),
    });
    const bits = [learner.heldOutBits(params), emptiedBits(job, { text, model, params })];
    tf.dispose(params);
    const [carriedBits, emptied] = bits.map((value) => (Number.isFinite(value) ? value : null));
    return { seed: job.seed, kind, windowLength, learningRate, ended, curve, carriedBits, emptiedBits: emptied };
  } finally {
    learner.close();
  }
}

/** The loss at a time between two points of the curve. */
export function bitsAt(curve: readonly CurvePoint[], time: number): number {
  const after = curve.findIndex(({ seconds }) => seconds >= time);
  if (after <= 0) return curve.at(after)!.heldOutBits;
  const [a, b] = [curve[after - 1], curve[after]];
  return a.heldOutBits + ((b.heldOutBits - a.heldOutBits) * (time - a.seconds)) / (b.seconds - a.seconds);
}

/** Full BPTT at whichever learning rate ends lower, on average over the seeds. */
export function bestFull({ models, config }: LearningResult): LearningModelResult[] {
  const ends = (rate: number) =>
    models.filter(
      ({ kind, learningRate, carriedBits }) => kind === "full" && learningRate === rate && carriedBits !== null,
    );
  const loss = (rate: number) =>
    ends(rate).length > 0 ? mean(ends(rate).map(({ carriedBits }) => carriedBits!)) : Infinity;
  return ends(config.fullRates.reduce((a, b) => (loss(b) < loss(a) ? b : a)));
}

/** Bits per held-out character where every window begins with an empty state. */
function emptiedBits(
  { batchSize, windowLength, heldOut }: LearningJob,
  { text, model, params }: { text: Corpus; model: CharLm; params: Params },
): number {
  const loss = compile((weights: Params, batch: TokenBatch) => model.loss(weights, batch).loss);
  const nats = evaluate((batch: TokenBatch) => ({ loss: loss(params, batch), state: {} }), {
    batches: slidingWindows(text.heldOut, { batchSize, windowLength }),
    state: {},
    count: heldOut / windowLength,
  });
  loss.close();
  return nats / Math.LN2;
}
