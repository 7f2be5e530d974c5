import { estimateOverText, mean } from "../../../analysis/statistics";
import { finished, signed } from "../../../lab/trials";
import type { Figure } from "../../../view/figure";
import { intervals } from "../../../view/intervals";
import type { Table } from "../../../view/table";
import { lossMargin } from "../../shared/lossMargin";
import type { VariantsArm, VariantsResult } from "./config";
import { excess, meanBits, pairsWith } from "./seedPairs";

/** What is known of an arm beside the LSTM of the same seeds; undefined where there are too few. */
export function besideLstm(result: VariantsResult, { name }: VariantsArm) {
  const pairs = pairsWith(result, name, "LSTM", finished);
  if (pairs.length < 2) return undefined;
  return { pairs, bits: meanBits(pairs), more: estimateOverText(excess(pairs)) };
}

/** The loss of every cell, beside that of the LSTM. */
export function variantBitsFigure(result: VariantsResult): Figure {
  const [lstm] = result.arms;
  const level = besideLstm(result, lstm)?.bits;
  const rows = result.arms.slice(1).flatMap((arm) => {
    const found = besideLstm(result, arm);
    if (!found || level === undefined) return [];
    const at = (more: number) => level + more;
    return [
      {
        ...{ name: arm.name, group: "mean, 95 % interval of the difference", mean: at(found.more.mean) },
        interval: found.more.interval.map(at) as [number, number],
        each: excess(found.pairs).map((blocks) => at(mean(blocks))),
      },
    ];
  });
  const said = rows.map(({ name, mean: bits }) => `${name} ${bits.toFixed(3)}`).join(", ");
  return intervals(rows, {
    title: `Held-out loss of LSTM variants, GRU and MGU, ${result.config.hiddenSize} units each`,
    x: { title: `bits per character; shaded: within ±${lossMargin} of the LSTM` },
    margin: lossMargin,
    ...(level === undefined ? {} : { center: { name: "LSTM", at: level } }),
    alt: `Held-out loss in bits per character: ${level === undefined ? "not yet measured" : `LSTM ${level.toFixed(3)}, ${said}`}`,
  });
}

export function variantsTable(result: VariantsResult): Table {
  const { chance } = result;
  return {
    caption:
      "Bits per held-out character, means over the seeds, and 95 % intervals of the paired difference from the LSTM. " +
      `A loss above chance, ${chance.toFixed(2)} bits, counts as chance.`,
    header: ["cell", "parameters", "learning rate", "bits per character", "more than the LSTM", "diverged"],
    rows: result.arms.map((arm) => {
      const found = besideLstm(result, arm);
      const more = (value: number) => signed(value);
      const apart = found && `${more(found.more.mean)} [${found.more.interval.map(more).join(", ")}]`;
      return [
        ...[arm.name, String(arm.parameters), String(arm.learningRate), found?.bits.toFixed(3) ?? "–"],
        arm.name === "LSTM" || !apart ? "–" : apart,
        String(arm.models.filter(({ ended }) => ended === "diverged").length),
      ];
    }),
  };
}
