import { type VarianceLeft, varianceLeft } from "../../analysis/contextVariance";
import { type Params, unroll } from "../../cells/cell";
import { vanilla } from "../../cells/vanilla";
import { expect } from "../../core/errors";
import { fork, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { type Corpus, corpus, corpusFiles } from "../../data/text";
import { readRing } from "../../data/windows";
import { charLm } from "../../models/charLm";
import type { Trained } from "../../train/train";
import type { RunContext } from "../../view/session";
import { shownValue } from "../../view/stateHeat";
import { type JobContext, runJobs } from "../jobs";
import { type TextProgress, textLearner } from "../textLearner";

export const stateDefaults = {
  /** "moby-dick", "rxjs", or the path of a UTF-8 text file. */
  corpus: "moby-dick",
  hiddenSize: 64,
  batchSize: 32,
  windowLength: 32,
  steps: 1_000,
  learningRate: 0.004,
  clipNorm: 5,
  evaluateEvery: 200,
  heldOutWindows: 12,
  /** Readers of the held-out text whose states are compared. */
  readers: 40,
  /** Characters that each reader reads. */
  readLength: 1_000,
  /** At most how many of the last characters are known. */
  longest: 6,
  /** Length of the passage in the figure. */
  passage: 64,
  seeds: 5,
};
export interface StateConfig extends Readonly<typeof stateDefaults> {}

export const statePresets = {
  smoke: {
    hiddenSize: 16,
    steps: 60,
    learningRate: 0.01,
    evaluateEvery: 30,
    heldOutWindows: 4,
    readers: 8,
    readLength: 300,
    longest: 3,
    seeds: 3,
  },
  full: { hiddenSize: 512, steps: 8_000, learningRate: 0.002 },
} satisfies Record<string, Partial<StateConfig>>;

/** Characters that a reader reads before its states count, so that little is left of the empty state that it starts with. */
const settled = 32;

export type StateJob = Omit<StateConfig, "seeds"> & { readonly seed: number };

/** A passage as one network reads it. */
export interface Passage {
  readonly read: readonly string[];
  /** The character that it holds for likeliest after each. */
  readonly expected: readonly string[];
  /** A row a unit, the slowest first. */
  readonly units: readonly (readonly number[])[];
}

export interface StateModelResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly heldOutBits: number | null;
  readonly fresh: readonly VarianceLeft[];
  readonly trained: readonly VarianceLeft[];
  readonly passage: Passage | null;
}

export interface StateResult {
  readonly config: StateConfig;
  readonly models: readonly StateModelResult[];
}

/** Trains a network a seed, and asks how much of its state the last characters determine. */
export async function runState(config: StateConfig, context: RunContext): Promise<StateResult> {
  const { seeds, ...each } = config;
  const { longest, readLength } = config;
  expect(longest >= 3, `longest: at least 3 characters expected, got ${longest}`);
  const least = Math.max(settled, longest);
  expect(
    readLength > least,
    `readLength: more than the ${least} characters that are read before the states count expected, got ${readLength}`,
  );
  corpus(config.corpus, config); // says what is wrong with the text before any training
  const models = await runJobs(
    runStateModel,
    Array.from({ length: seeds }, (_, i) => ({ ...each, seed: i + 1 })),
    {
      context,
      file: require.resolve("./state"),
      size: ({ steps }) => steps,
      unit: "steps",
      inProcesses: config.steps >= 300,
      reads: corpusFiles(config.corpus),
    },
  );
  return { config, models };
}

export async function runStateModel(job: StateJob, context: JobContext<TextProgress>): Promise<StateModelResult> {
  const text = corpus(job.corpus, job);
  const model = charLm(vanilla({ inputSize: text.vocabulary.size, hiddenSize: job.hiddenSize }));
  const learner = textLearner(text, model, job);
  const key = seed(job.seed);
  try {
    const { params, ended } = await learner.learn(key, context);
    const initial = model.init(fork(key, "weights")); // those that training began with
    const bits = learner.heldOutBits(params);
    const sound = Number.isFinite(bits) && ended === "finished";
    const result = {
      ...{ seed: job.seed, ended, heldOutBits: Number.isFinite(bits) ? bits : null },
      fresh: sound ? pastInState(job, text, initial) : [],
      trained: sound ? pastInState(job, text, params) : [],
      passage: sound && job.seed === 1 ? passageOf(job, text, params) : null,
    };
    tf.dispose([params, initial]);
    return result;
  } finally {
    learner.close();
  }
}

/** Every state [N, T, H] of readers of tokens [N, T]. */
const statesOf = (job: StateJob, text: Corpus, { params, rows }: { params: Params; rows: readonly Int32Array[] }) => {
  const cell = vanilla({ inputSize: text.vocabulary.size, hiddenSize: job.hiddenSize });
  const tokens = tf.tensor2d(
    rows.flatMap((row) => Array.from(row)),
    [rows.length, rows[0].length],
    "int32",
  );
  return unroll(cell, params as ReturnType<typeof cell.init>, tokens).h;
};

function pastInState(job: StateJob, text: Corpus, params: Params): VarianceLeft[] {
  const rows = readRing(text.heldOut, { readers: job.readers, start: 0, length: job.readLength });
  const values = tf.tidy(() => statesOf(job, text, { params, rows }).dataSync());
  const H = job.hiddenSize;
  const state = (n: number, t: number) => {
    const from = (n * job.readLength + t) * H;
    return values.subarray(from, from + H);
  };
  const texts = rows.map((tokens, n) => ({ tokens, states: Array.from(tokens, (_, t) => state(n, t)) }));
  return varianceLeft(texts, job.longest, Math.max(settled, job.longest));
}

/** The held-out text's beginning, after the characters that are not shown. */
function passageOf(job: StateJob, { vocabulary, ...text }: Corpus, params: Params): Passage {
  const rows = [text.heldOut.slice(0, settled + job.passage)];
  const { states, expected } = tf.tidy(() => {
    const h = statesOf(job, { vocabulary, ...text }, { params, rows }).squeeze<tf.Tensor2D>([0]);
    const likeliest = h.matMul(params.Wy).add(params.by).argMax(-1);
    return {
      states: h.transpose().arraySync() as number[][],
      expected: Array.from(likeliest.dataSync()).slice(settled),
    };
  });
  const visible = (token: number) => shown(vocabulary.characters[token]);
  const units = states.map((unit) => unit.slice(settled).map(shownValue)).sort((a, b) => roughness(a) - roughness(b));
  return { read: Array.from(rows[0].subarray(settled), visible), expected: expected.map(visible), units };
}

const shown = (character: string): string => (character === " " ? "␣" : character === "\n" ? "↵" : character);

/** Mean square of a unit's moves beside its own mean square: small where it changes slowly. */
function roughness(unit: readonly number[]): number {
  const moves = unit.slice(1).reduce((sum, value, t) => sum + (value - unit[t]) ** 2, 0);
  return moves / unit.reduce((sum, value) => sum + value ** 2, 0);
}
