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

/**
 * What multiplying must gain over concatenating: fixed before anything was trained. Fukui et al. 2016 (table 1) report about one point on
 * VQA's real questions, many of which one half answers alone; where both halves are needed it should be no less.
 */
export const fusionBar = {
  ...{ unit: "points", least: 1, because: "about what Fukui et al. 2016 report for all kinds of real questions" },
} as const;
