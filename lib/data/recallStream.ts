import { fork, type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";

/** Symbols read [N, T]; what is to be answered at each place; 1 where an answer is asked for, else 0. */
export type RecallWindow = {
  readonly inputs: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  readonly asked: tf.Tensor2D;
};

export interface RecallStreamOptions {
  readonly batchSize: number;
  readonly windowLength: number;
  /** Steps from a cue to the question. */
  readonly lag: number;
  readonly key: Key;
}

/** Two cues, four distractors, the question. */
export const recallSymbols = { cues: 2, distractors: 4, ask: 6, size: 7 } as const;

/**
 * Streams of episodes without end, each reader in a phase of its own: one of two cues, lag − 1 distractors drawn at random, and
 * the question, whose answer is the cue. Windows slide over the streams, each where the one before stopped.
 * The caller disposes the batches.
 */
export function* recallWindows({
  batchSize: N,
  windowLength: T,
  lag,
  key,
}: RecallStreamOptions): Generator<RecallWindow> {
  const readers = Array.from({ length: N }, (_, n) => reader(lag, fork(key, n)));
  for (;;) {
    const rows = readers.map((next) => Array.from({ length: T }, next));
    const int = (values: readonly number[][]) => tf.tensor2d(values as number[][], [N, T], "int32");
    yield {
      inputs: int(rows.map((row) => row.map(({ symbol }) => symbol))),
      targets: int(rows.map((row) => row.map(({ answer }) => answer ?? 0))),
      asked: tf.tensor2d(
        rows.map((row) => row.map(({ answer }) => (answer === undefined ? 0 : 1))),
        [N, T],
      ),
    };
  }
}

interface Place {
  readonly symbol: number;
  readonly answer?: number | undefined;
}

/** One symbol after the other; it begins somewhere in an episode, and where that is behind the cue nothing is asked at its end. */
function reader(lag: number, key: Key): () => Place {
  const draw = uniforms(key);
  const pick = (count: number) => Math.floor(draw() * count);
  let at = pick(lag + 1);
  let cue: number | undefined;
  return () => {
    const now = at;
    at = (at + 1) % (lag + 1);
    if (now === lag) return { symbol: recallSymbols.ask, answer: cue };
    if (now > 0) return { symbol: recallSymbols.cues + pick(recallSymbols.distractors) };
    const shown = pick(recallSymbols.cues);
    cue = shown;
    return { symbol: shown };
  };
}
