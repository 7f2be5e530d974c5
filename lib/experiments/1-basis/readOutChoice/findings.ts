import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import { type ComparedReadOut, learntFrom, type ReadOutsResult } from "./config";

const learnt = ({ models }: ReadOutsResult, condition: ComparedReadOut) => {
  const own = finished(models.filter((model) => model.condition === condition));
  return own.length > 0
    ? `${own.filter(({ final }) => final!.accuracy >= learntFrom).length} of ${own.length}`
    : undefined;
};

export const readOutsFindings = {
  sequences: ({ config }) => `The digit comes first; ${config.distractors} rows that say nothing about it follow`,
  learning: (result) =>
    `${learnt(result, "all")} networks learn it from a dense layer over all h, ${learnt(result, "last")} from the last h`,
} satisfies Findings<ReadOutsResult>;
