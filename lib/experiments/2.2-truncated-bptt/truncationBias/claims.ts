import { builders } from "../../../cells/stackOf";
import { judge, meanRow } from "../../../lab/judge";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { type Bias, biasDefaults, biasPresets, claimedWindow } from "./config";
import { biasFigure } from "./figures";
import { runBias } from "./run";

/** 2.2: the truncated gradient beside the full one. */
export const truncationBias = study({
  id: "2.2-truncation-bias",
  defaults: biasDefaults,
  presets: biasPresets,
  options: { cells: someOf(Object.keys(builders)), windows: counts },
  run: runBias,
  figures: { bias: biasFigure },
  claims: {
    bias: {
      sentence: `At a window of ${claimedWindow} the truncated gradient of a trained RNN points nearly where the full one does: cosine above 0.95.`,
      figures: ["bias"],
      judge({ models, config }) {
        const finished = sound(models);
        const cosine = (biases: readonly Bias[]) =>
          biases.find(({ windowLength }) => windowLength === claimedWindow)!.cosine;
        const rowsOf = (cell: string) =>
          finished
            .filter((model) => model.cell === cell)
            .map(({ fresh, trained }) => ({ fresh: cosine(fresh), trained: cosine(trained) }));
        const rows = rowsOf(config.cells[0]);
        const known = config.cells.filter((cell) => rowsOf(cell).length > 0);
        const each = (when: "fresh" | "trained") =>
          known.map((cell) => `${meanRow(rowsOf(cell))[when].toFixed(3)} (${cell})`).join(", ");
        return judge(rows, {
          about: `${rows.length} networks each of ${config.cells.join(", ")}, ${config.hiddenSize} units`,
          effect: ({ trained }) => trained,
          measured: () =>
            `cosine at ${claimedWindow} after training ${each("trained")}, at fresh weights ${each("fresh")}; the effect is the first.`,
          least: 0.95,
        });
      },
    },
  },
});
