import type { Params } from "../cells/cell";
import { type Key, seed } from "../core/random";
import { tf } from "../core/tf";
import type { Trained } from "../train/train";
import type { JobContext } from "./jobs";
import type { CurvePoint, LearnOptions, TextLearner, TextProgress, TextTraining } from "./textLearner";

export interface InTurn<R> {
  readonly seeds: readonly number[];
  readonly context: JobContext<TextProgress>;
  /** What a model's training is given besides. */
  readonly options?: (key: Key) => Pick<LearnOptions<unknown>, "carry" | "dropoutKey">;
  /** What is kept of a model besides its loss: its weights are disposed afterwards. */
  readonly result: (params: Params, key: Key) => R;
}

export interface SeedResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** After the last step; null where training did not get there. */
  readonly heldOutBits: number | null;
}

/**
 * Trains a model a seed with the learner's one compiled step: recording it takes as long as hundreds of steps.
 * Once the signal is aborted, the model under way is the last.
 */
export async function learnInTurn<R>(
  learner: TextLearner,
  { steps }: Pick<TextTraining, "steps">,
  { seeds, context, options, result }: InTurn<R>,
): Promise<(SeedResult & R)[]> {
  const { signal, report, checkpoint } = context;
  const models: (SeedResult & R)[] = [];
  for (const number of seeds) {
    if (models.length > 0 && signal?.aborted) break;
    const key = seed(number);
    const { params, curve, ended } = await learner.learn(key, {
      ...options?.(key),
      signal,
      checkpoint: checkpoint && `${checkpoint}-${number}`,
      report: (told) => report?.({ ...told, done: models.length * steps + told.done }),
    });
    const last = curve.at(-1);
    const heldOutBits = last?.step === steps ? last.heldOutBits : null;
    models.push({ seed: number, ended, curve, heldOutBits, ...result(params, key) });
    tf.dispose(params);
  }
  return models;
}
