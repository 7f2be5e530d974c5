import { mean } from "../../../analysis/statistics";
import type { Findings } from "../../../view/withFinding";
import type { PhotographResult } from "./config";

export const photographFindings = {
  photographs({ models, counts }) {
    const all = models.flatMap(({ scores }) => scores ?? []);
    const cider = (which: "own" | "shuffled") => mean(all.map((scores) => scores[which].ciderD)).toFixed(2);
    return (
      `Captions of ${counts?.test} photographs: CIDEr-D ${cider("own")} from their own v, ` +
      `${cider("shuffled")} from another photograph's`
    );
  },
} satisfies Findings<PhotographResult>;
