import { judgeAllAbove } from "../../lab/decide";
import { bySeed } from "../../lab/judge";
import type { Judgement } from "../../lab/judgement";
import { judgePaired, meanText, type PairedQuestion, sound, type Trial } from "../../lab/trials";
import type { PointingResult } from "./pointing/config";
import type { TellingResult } from "./telling/config";

/** A difference that a reader of a table of results sees: these are in whole points. */
export const tableBar = { unit: "points", least: 1, because: "tables of results are in whole points" } as const;

/**
 * What multiplying must gain over concatenating: fixed before anything was trained. Fukui et al. 2016 (table 1) report about one point on
 * VQA's real questions, many of which one half answers alone; where both halves are needed it should be no less.
 */
export const fusionBar = {
  ...{ unit: "points", least: 1, because: "about what Fukui et al. 2016 report for all kinds of real questions" },
} as const;

type Answered = TellingResult | PointingResult;

/** What the models of a verdict were trained and tested on. */
function about({ config, models, asked, trainQuestions }: Answered, conditions: readonly string[]): string {
  const { steps, batchSize } = config;
  const first = conditions.flatMap((name) => models.find(({ condition }) => condition === name) ?? []);
  const rates = [...new Set(first.map(({ learningRate }) => learningRate))].join(" / ");
  const size = `about ${Math.round(models[0].parameters / 1000)} thousand parameters each, rates ${rates}`;
  return `${size}, ${steps} steps of ${batchSize} of ${trainQuestions} questions, ${Math.round(asked.all)} test questions a seed`;
}

/** A claim about answers, with what the models were trained and tested on. */
export const judgeAnswers = (result: Answered, rest: Omit<PairedQuestion, "about">): Judgement =>
  judgePaired<Trial>(result.models, { about: about(result, rest.conditions), ...rest });

/** The claim that one way to answer is better than each of several others, on all questions. */
export function judgeBetter(result: Answered, own: string, others: readonly string[]): Judgement {
  const conditions = [own, ...others];
  const compared = sound<Trial>(result.models.filter(({ condition }) => conditions.includes(condition)));
  const rows = bySeed(compared, conditions, ({ condition }) => condition);
  const shares = (name: string) => rows.map((models) => 100 * models[name].final!.all);
  const parts = others.map((name) => ({
    name,
    effects: rows.map((models) => 100 * (models[own].final!.all - models[name].final!.all)),
  }));
  const told = conditions.map((name) => `${name} ${meanText(shares(name), 1)} %`).join(", ");
  return judgeAllAbove(parts, {
    ...tableBar,
    criterion: `right answers of “${own}” less those of each of the others, paired by seed`,
    measured: `${rows.length} seeds (${about(result, conditions)}): right are ${told}.`,
  });
}
