import { finalMean } from "../../../lab/finals";
import { type Join, joins } from "../../../models/joinLayer";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { IsThereResult } from "./config";

const right = ({ models }: IsThereResult, join: Join): string =>
  inPercent(finalMean(models, join, ({ accuracy }) => accuracy));

export const isThereFindings = {
  accuracy: (result) =>
    `“Is there a dog?” Multiplying gets ${right(result, "multiply")} right, concatenating ${right(result, "concatenate")}`,
  pairs({ shown }) {
    const asked = shown.flat().flatMap((picture) => picture.asked);
    if (asked.length === 0) return undefined;
    const count = (join: Join) => asked.filter(({ said, answer }) => said[join] === answer).length;
    return `The same of two pictures: of ${asked.length} ${joins.map((join) => `${join} gets ${count(join)} right`).join(", ")}`;
  },
} satisfies Findings<IsThereResult>;
