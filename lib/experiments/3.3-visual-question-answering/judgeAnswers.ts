import type { Judgement } from "../../lab/judgement";
import { judgePaired, type PairedQuestion, type Trial } from "../../lab/trials";
import type { PointingResult } from "./pointing/config";
import type { TellingResult } from "./telling/config";

/** A claim about answers, with what the models were trained and tested on. */
export function judgeAnswers(
  { config, models, asked, trainQuestions }: TellingResult | PointingResult,
  rest: Omit<PairedQuestion, "about">,
): Judgement {
  const { steps, batchSize } = config;
  const size = `about ${Math.round(models[0].parameters / 1000)} thousand parameters each`;
  const about = `${size}, ${steps} steps of ${batchSize} of ${trainQuestions} questions, ${Math.round(asked.all)} test questions a seed`;
  return judgePaired<Trial>(models, { about, ...rest });
}
