import { mean } from "../../../analysis/statistics";
import type { Findings } from "../../../view/withFinding";
import type { PhotographReading, PhotographResult } from "./config";

function cider({ models }: PhotographResult, reading: PhotographReading, which: "own" | "shuffled" = "own"): string {
  const all = models.flatMap(({ reads, scores }) => (reads === reading && scores ? [scores] : []));
  return mean(all.map((scores) => scores[which].ciderD)).toFixed(2);
}

export const photographFindings = {
  photographs: (result) =>
    `Captions of ${result.counts?.test} photographs: CIDEr-D ${cider(result, "v")} from their own v, ` +
    `${cider(result, "v", "shuffled")} from another photograph's`,
  looks: (result) =>
    `With attention captions of ${result.counts?.test} photographs score ${cider(result, "attention")}, from v ` +
    `${cider(result, "v")} (CIDEr-D)`,
} satisfies Findings<PhotographResult>;
