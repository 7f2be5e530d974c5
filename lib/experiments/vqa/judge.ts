import { judgePaired } from "../basis/paired";
import type { Judgement } from "../judge";
import type { PointingResult } from "./pointing/config";
import type { TellingResult } from "./telling/config";

/** Which conditions are compared, and how. */
export type Comparison = Parameters<
  typeof judgePaired<TellingResult["models"][number] | PointingResult["models"][number]>
>[1];

/** A claim about answers, with what the models were trained and tested on. */
export function judgeAnswers(
  { config, models, asked, trainQuestions }: TellingResult | PointingResult,
  rest: Omit<Comparison, "about">,
): Judgement {
  const { steps, batchSize } = config;
  const size = `about ${Math.round((models[0]?.parameters ?? 0) / 1000)} thousand parameters each`;
  const about = `${size}, ${steps} steps of ${batchSize} of ${trainQuestions} questions, ${Math.round(asked.all ?? 0)} test questions a seed`;
  return judgePaired(models, { about, ...rest });
}
