import { finalMean } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { Teller, TellingResult } from "./config";

const right = ({ models }: TellingResult, teller: Teller, measure: string): string =>
  inPercent(finalMean(models, teller, (final) => final[measure] ?? Number.NaN));

export const tellingFindings = {
  types: (result) =>
    `Right with picture and question ${right(result, "with attention", "all")}, picture alone ` +
    `${right(result, "picture alone", "all")}, question alone ${right(result, "question alone", "all")}`,
  questions({ shown }) {
    const count = (teller: Teller) => shown.filter(({ chosen, answer }) => chosen[teller] === answer).length;
    if (shown.length === 0) return undefined;
    return (
      `Of these ${shown.length} the first networks get ${count("with attention")} right with both, ` +
      `${count("question alone")} by the question, ${count("picture alone")} by the picture`
    );
  },
  attention({ models }) {
    const all = models.find((model) => model.looked.length > 0)?.looked ?? [];
    const looked = all.flatMap((looks) => looks.slice(-1));
    const most = inPercent(Math.max(...looked.flatMap(({ alpha }) => alpha)));
    return `One place gets up to ${most} of the first network's attention, an even share is ${inPercent(1 / (looked[0]?.alpha.length ?? Number.NaN))}`;
  },
  needs: (result) =>
    `Where an interaction is needed multiplying gets ${right(result, "multiply", "interaction")} right, ` +
    `concatenating ${right(result, "concatenate", "interaction")}`,
} satisfies Findings<TellingResult>;
