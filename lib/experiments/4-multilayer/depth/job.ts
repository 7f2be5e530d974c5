import { layerGradientNorms } from "../../../analysis/gradientNorms";
import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { fork } from "../../../core/random";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import { slidingWindows } from "../../../data/windows";
import { isPilot, pilotText } from "../../../lab/chosenRates";
import type { JobContext } from "../../../lab/runJob";
import { learnInTurn, type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import type { DepthJob, DepthModel, LayerNorms } from "./config";

/** Trains the models of one arm, and measures how much gradient each of their layers gets. */
export async function runDepth(job: DepthJob, context: JobContext<TextProgress>): Promise<DepthModel[]> {
  const whole = corpus(job.corpus, job);
  const text = isPilot(job) ? pilotText(whole) : whole;
  // The one-hot characters come in with the variance 1: with 1/V, deep stacks learn nothing for a long time.
  const model = charLm(stackOf({ ...job, inputSize: text.vocabulary.size, fanIn: 1 }));
  const learner = textLearner(text, model, job);
  // The first window of the held-out text, from an empty state.
  const [batch] = slidingWindows(text.heldOut, job);
  const norms = (params: Params): LayerNorms | null => {
    const values = layerGradientNorms((weights) => tf.tidy(() => model.loss(weights, batch).loss), params);
    return values.every(Number.isFinite) ? values : null;
  };
  try {
    return await learnInTurn(learner, job, {
      seeds: job.seeds,
      context,
      result(params, key) {
        const initial = model.init(fork(key, "weights"));
        const [fresh, trained] = [initial, params].map(norms);
        tf.dispose(initial);
        return { fresh, trained };
      },
    });
  } finally {
    learner.close();
    tf.dispose(batch as tf.TensorContainer);
  }
}
