import { varianceLeft } from "../../../analysis/contextVariance";
import { type Params, unroll } from "../../../cells/cell";
import { vanilla } from "../../../cells/vanilla";
import { fork, seed } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import { readRing } from "../../../data/windows";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { shownValue, visible } from "../../../view/legible";
import type { PastInState, ReadPassage, StateJob, StateModelResult } from "./config";

/** Characters that a reader reads before its states count, so that little is left of the empty state that it starts with. */
export const settled = 32;

export async function runStateModel(job: StateJob, context: JobContext<TextProgress>): Promise<StateModelResult> {
  const text = corpus(job.corpus, job);
  const model = charLm(readingCell(job, text));
  const learner = textLearner(text, model, { ...job, decaySteps: job.steps });
  const key = seed(job.seed);
  try {
    const { params, ended } = await learner.learn(key, context);
    const initial = model.init(fork(key, "weights")); // those that training began with
    const bits = learner.heldOut(params).bits;
    const sound = Number.isFinite(bits) && ended === "finished";
    const result = {
      ...{ seed: job.seed, start: job.start, ended, heldOutBits: Number.isFinite(bits) ? bits : null },
      fresh: sound ? pastInState(job, text, initial) : null,
      trained: sound ? pastInState(job, text, params) : null,
      passage: sound && job.seed === 1 && job.start === "1" ? passageOf(job, text, params) : null,
    };
    tf.dispose([params, initial]);
    return result;
  } finally {
    learner.close();
  }
}

const readingCell = ({ hiddenSize, start }: StateJob, { vocabulary: { size } }: Corpus) =>
  vanilla({ inputSize: size, hiddenSize, fanIn: start === "1" ? 1 : size });

/** Every state [N, T, H] of readers of tokens [N, T]. */
const statesOf = (job: StateJob, text: Corpus, { params, rows }: { params: Params; rows: readonly Int32Array[] }) => {
  const cell = readingCell(job, text);
  const tokens = tf.tensor2d(
    rows.flatMap((row) => Array.from(row)),
    [rows.length, rows[0].length],
    "int32",
  );
  return unroll(cell, params as ReturnType<typeof cell.init>, tokens).h;
};

function pastInState(job: StateJob, text: Corpus, params: Params): PastInState {
  const rows = readRing(text.heldOut, { readers: job.readers, start: 0, length: job.readLength });
  // Not `tidy`, which would look for tensors among millions of numbers.
  const values = scoped(() => statesOf(job, text, { params, rows }).dataSync());
  const H = job.hiddenSize;
  const state = (n: number, t: number) => {
    const from = (n * job.readLength + t) * H;
    return values.subarray(from, from + H);
  };
  const texts = rows.map((tokens, n) => ({ tokens, states: Array.from(tokens, (_, t) => state(n, t)) }));
  const first = Math.max(settled, job.longest);
  const byReader = texts.map((own) => varianceLeft([own], 1, first)[1].left);
  return { all: varianceLeft(texts, job.longest, first), byReader };
}

/** The held-out text's beginning, after the characters that are not shown. */
function passageOf(job: StateJob, { vocabulary, ...text }: Corpus, params: Params): ReadPassage {
  const rows = [text.heldOut.slice(0, settled + job.passage)];
  const { states, expected } = tf.tidy(() => {
    const h = statesOf(job, { vocabulary, ...text }, { params, rows }).squeeze<tf.Tensor2D>([0]);
    const likeliest = h.matMul(params.Wy).add(params.by).argMax(-1);
    return {
      states: h.transpose().arraySync() as number[][],
      expected: Array.from(likeliest.dataSync()).slice(settled),
    };
  });
  const shown = (token: number) => visible(vocabulary.characters[token]);
  const units = states.map((unit) => unit.slice(settled).map(shownValue)).sort((a, b) => roughness(a) - roughness(b));
  return { read: Array.from(rows[0].subarray(settled), shown), expected: expected.map(shown), units };
}

/** Mean square of a unit's moves beside its own mean square: small where it changes slowly. */
function roughness(unit: readonly number[]): number {
  const moves = unit.slice(1).reduce((sum, value, t) => sum + (value - unit[t]) ** 2, 0);
  return moves / unit.reduce((sum, value) => sum + value ** 2, 0);
}
