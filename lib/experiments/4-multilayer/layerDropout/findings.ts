import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import type { DropoutResult } from "./config";

export const dropoutFindings = {
  loss(result) {
    const [without, dropped] = [result.without, result.dropped].map(finished);
    const bits = (models: typeof without, of: (bits: readonly number[]) => number) =>
      mean(models.map(({ curve }) => of(curve.map(({ heldOutBits }) => heldOutBits)))).toFixed(2);
    const end = (all: readonly number[]) => all.at(-1) ?? Number.NaN;
    return (
      `With dropout the held-out loss ends at ${bits(dropped, end)} bits, ` +
      `without it at ${bits(without, end)}, at best ${bits(without, (all) => Math.min(...all))}`
    );
  },
} satisfies Findings<DropoutResult>;
