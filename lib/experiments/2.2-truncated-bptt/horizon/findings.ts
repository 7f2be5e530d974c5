import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { claimedLags, type RecallResult, type WindowKind } from "./config";

/** Right answers at the lag that no window spans, over all cells. */
const right = ({ models }: RecallResult, kind: WindowKind, lag: number): string =>
  inPercent(
    mean(finished(models.filter((one) => one.kind === kind && one.lag === lag)).map(({ accuracy }) => accuracy)),
  );

export const recallFindings = {
  recall: (result) => {
    const { windowLength } = result.config;
    const { outside } = claimedLags(windowLength);
    return (
      `At lag ${outside}, through a window of ${windowLength}: ${right(result, "carried", outside)} right with the state carried, ` +
      `${right(result, "emptied", outside)} without`
    );
  },
} satisfies Findings<RecallResult>;
