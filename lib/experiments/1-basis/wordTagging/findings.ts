import { mean } from "../../../analysis/statistics";
import { finalMean, lessOrMore } from "../../../lab/finals";
import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import type { TagsResult } from "./config";

const bitsAt = ({ models }: TagsResult, delay: number) => finalMean(models, `delay ${delay}`, ({ bits }) => bits);

/** Of the words of the shown passage, how many begin where the network says so. */
function found({ models }: TagsResult, delay: number): string | undefined {
  const shown = models.find((model) => model.delay === delay && model.shown)?.shown;
  if (!shown) return undefined;
  const beginnings = [...shown.text].flatMap((letter, i) => (letter !== letter.toLowerCase() ? [shown.p[i]] : []));
  return `${beginnings.filter((p) => p > 0.5).length} of ${beginnings.length} words`;
}

export const tagsFindings = {
  bits: (result) => {
    const { counted, bestOrder } = result;
    const best = counted.find(({ order }) => order === bestOrder);
    if (!best) return undefined;
    return `Synced, a tag costs ${lessOrMore(bitsAt(result, 0) - best.bits, "bits", 4)} than counting ${bestOrder} letters`;
  },
  changed: ({ models, config }) => {
    const changed = finished(models).filter((model) => model.changed.length > config.farthest);
    const dearer = mean(changed.map((model) => mean(model.changed[config.farthest])));
    return `Another letter ${config.farthest} back, and a tag costs ${lessOrMore(dearer, "bits", 4)}`;
  },
  inStep: (result) => `Told at once, the network finds ${found(result, 0)} of this passage`,
  later: (result) => {
    const delay = Math.max(...result.config.delays);
    return `Told ${delay} letters later, it finds ${found(result, delay)} of this passage`;
  },
} satisfies Findings<TagsResult>;
