import { mean } from "../../analysis/statistics";
import type { Table } from "../../view/table";
import { effectText } from "../../view/verdict";
import { armsIn, finishedBits, gainsOverOne, microseconds } from "./comparison";
import type { DepthResult } from "./config";

/** Every depth with its exact size, what it reached, and what it saves over one layer: none of them is chosen. */
export function depthsTable(result: DepthResult): Table {
  const { corpora, regimes, depths } = result.config;
  const rows = corpora.flatMap((name) =>
    regimes.flatMap((regime) => {
      const arms = armsIn(result, regime, name);
      const bits = finishedBits(arms);
      const gains = gainsOverOne(bits);
      return depths.map((layers, i) => {
        const { hiddenSize, parameters, models } = arms[i];
        const gain = gains[i];
        return [
          ...[name, regime, String(layers), String(hiddenSize), parameters.toLocaleString("en")],
          bits.length > 0 ? mean(bits.map((row) => row[i])).toFixed(3) : "–",
          i > 0 && gain ? effectText({ effect: gain.mean, interval: gain.interval }) : "–",
          microseconds(models)?.toFixed(1) ?? "–",
        ];
      });
    }),
  );
  return {
    caption:
      "Held-out bits per character, and what each depth saves over one layer: mean and 95 % interval over the seeds, paired",
    header: [
      "text",
      "compared at",
      "layers",
      "units each",
      "parameters",
      "bits",
      "saved over one layer",
      "µs a character",
    ],
    rows,
  };
}
