import { multiplyAdds } from "../../../analysis/cost";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { type CurvePoint, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { cellOfKind } from "../gatedCells/networks";
import { type CostJob, type CostKind, type CostOfSize, costKinds } from "./config";

/** The times of both cells of one size. They take turns, so that what slows the machine slows both; null where they were stopped. */
export async function timeBoth(job: CostJob, { signal, report }: JobContext<Told>): Promise<CostOfSize | null> {
  const text = corpus(job.corpus, job);
  const { seed: number, hiddenSize, steps } = job;
  const done = [0, 0];
  const all = await Promise.all(
    costKinds.map(async (kind, i): Promise<[CostKind, readonly CurvePoint[], number]> => {
      const cell = cellOfKind(kind, text.vocabulary.size, hiddenSize);
      const learner = textLearner(text, charLm(cell), { ...job, shards: 1, heldOutWindows: 1 });
      const told = (own: Told) => {
        done[i] = own.done;
        report?.({ done: done[0] + done[1] });
      };
      try {
        const { params, curve } = await learner.learn(fork(seed(number), kind), { signal, report: told });
        tf.dispose(params as tf.TensorContainer);
        return [kind, curve, multiplyAdds(cell, text.vocabulary.size)];
      } finally {
        learner.close();
      }
    }),
  );
  if (all.some(([, curve]) => curve.at(-1)?.step !== steps)) return null;
  const by = <V>(of: (one: (typeof all)[number]) => V) =>
    Object.fromEntries(all.map((one) => [one[0], of(one)])) as Record<CostKind, V>;
  return { seed: number, hiddenSize, curves: by(([, curve]) => curve), multiplyAdds: by(([, , count]) => count) };
}
