import { finalMean } from "../../../lab/finals";
import type { Scoring } from "../../../models/pointing";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { PointingResult } from "./config";

const right = ({ models }: PointingResult, scoring: Scoring, measure: string): string =>
  inPercent(finalMean(models, scoring, (final) => final[measure] ?? Number.NaN));

export const pointingFindings = {
  descriptions: (result) =>
    `The dot product finds ${right(result, "dot product", "name")} of the things by their name, ` +
    `${right(result, "dot product", "relation")} by a relation`,
  relations: (result) =>
    `By a relation the dot product finds ${right(result, "dot product", "2 things")} among two things, ` +
    `${right(result, "dot product", "4 things")} among four`,
  pointed({ shown }) {
    const found = shown.filter(({ chosen, answer }) => chosen["dot product"] === answer).length;
    if (shown.length === 0) return undefined;
    return `The dot product of the first seed points rightly for ${found} of these ${shown.length} questions`;
  },
  needs: (result) =>
    `Where an interaction is needed multiplying finds ${right(result, "multiply", "interaction")} of the boxes, ` +
    `concatenating ${right(result, "concatenate", "interaction")}`,
} satisfies Findings<PointingResult>;
