import { judgeAllAbove } from "../../../lab/decide";
import { counts } from "../../../lab/options";
import { study } from "../../../lab/study";
import { meanText } from "../../../lab/trials";
import { costDefaults, costKinds, costPresets } from "./config";
import { gatedCostFigure, ofSize, timeOfKind } from "./figures";
import { costFindings } from "./findings";
import { runCost } from "./run";

/** 5.3: what GRU and LSTM cost, by size. */
export const gatedCost = study({
  id: "5.3-gated-cost",
  defaults: costDefaults,
  presets: costPresets,
  options: { hiddenSizes: counts },
  run: runCost,
  figures: { cost: gatedCostFigure },
  findings: costFindings,
  claims: {
    // The lecture. Arithmetic: 3 H² multiply-adds a step instead of 4 H², which counts where products take most of the time.
    cheaper: {
      sentence:
        "The GRU is computationally cheaper than the LSTM: of equal size, 128 units or more, it needs less time per character in training.",
      expected: "holds",
      figures: ["cost"],
      judge(result) {
        const { hiddenSizes } = result.config;
        const large = hiddenSizes.filter((size) => size >= 128);
        const judged = large.length > 0 ? large : [Math.max(...hiddenSizes)];
        const saved = (size: number) =>
          ofSize(result, size).map((pair) => 1 - timeOfKind(pair, "GRU") / timeOfKind(pair, "LSTM"));
        const said = hiddenSizes.map((size) => {
          const each = costKinds.map((kind) =>
            meanText(
              ofSize(result, size).map((pair) => timeOfKind(pair, kind)),
              1,
            ),
          );
          return `${each.join(" and ")} µs at ${size} units`;
        });
        return judgeAllAbove(
          judged.map((size) => ({ name: `${size} units`, effects: saved(size) })),
          {
            criterion: `the share of the LSTM's time that the GRU saves in the fastest stretch, at ${judged.join(", ")} units`,
            measured: `${result.config.seeds} pairs a size that took turns on one core; GRU and LSTM: ${said.join(", ")} a character.`,
            unit: "of the LSTM's time",
          },
        );
      },
    },
  },
});
