import type { Cell } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { lstm } from "../../../cells/lstm";
import { lstmVariant } from "../../../cells/lstmVariant";
import { mgu } from "../../../cells/mgu";
import { corpus } from "../../../data/text";
import { isPilot, pilotText } from "../../../lab/chosenRates";
import type { JobContext } from "../../../lab/runJob";
import { learnInTurn, type SeedResult, type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import type { ArmCell, VariantsJob } from "./config";

/** Trains the models of one arm, one seed after the other. */
export async function runVariant(job: VariantsJob, context: JobContext<TextProgress>): Promise<SeedResult[]> {
  const whole = corpus(job.corpus, job);
  const text = isPilot(job) ? pilotText(whole) : whole;
  const model = charLm(cellOfArm(job, text.vocabulary.size, job.hiddenSize));
  const learner = textLearner(text, model, job);
  try {
    const models = await learnInTurn(learner, job, { seeds: job.seeds, context, result: () => ({}) });
    return models.map((one) => ({ ...one, ended: endedOf(one) }));
  } finally {
    learner.close();
  }
}

/** A model whose loss on the held-out text is no number has diverged, too, though its training did not. */
const endedOf = ({ ended, heldOutBits }: SeedResult): SeedResult["ended"] =>
  ended === "finished" && heldOutBits === null ? "diverged" : ended;

/** Each x is one-hot: fresh weights give it the variance 1. */
export function cellOfArm({ cell, forgetBias, form }: ArmCell, inputSize: number, hiddenSize: number): Cell {
  const sizes = { inputSize, hiddenSize, fanIn: 1 };
  if (cell === "gru") return gru(sizes) as unknown as Cell;
  if (cell === "mgu") return mgu(sizes) as unknown as Cell;
  return (form ? lstmVariant({ ...sizes, form }) : lstm({ ...sizes, forgetBias })) as unknown as Cell;
}
