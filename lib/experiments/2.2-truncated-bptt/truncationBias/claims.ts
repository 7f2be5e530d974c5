import { mean } from "../../../analysis/statistics";
import { builders } from "../../../cells/stackOf";
import { judgeAllAbove } from "../../../lab/decide";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { product } from "../../../lab/sweep";
import { sound } from "../../../lab/trials";
import { nameOfCell } from "../../shared/nameOfCell";
import { type BiasModelResult, biasDefaults, biasPresets, claimedWindow } from "./config";
import { biasFigure } from "./figures";
import { biasFindings } from "./findings";
import { runBias } from "./run";

/** 2.2: the truncated gradient beside the full one. */
export const truncationBias = study({
  id: "2.2-truncation-bias",
  defaults: biasDefaults,
  presets: biasPresets,
  options: { cells: someOf(Object.keys(builders)), windows: counts, checkpoints: counts },
  run: runBias,
  figures: { bias: biasFigure },
  findings: biasFindings,
  claims: {
    // Pascanu et al. 2013: what earlier steps add to the gradient vanishes exponentially with the lag.
    bias: {
      sentence: `At a window of ${claimedWindow} the truncated gradient of a trained network points nearly where the full one does: cosine above 0.95.`,
      expected: "holds",
      figures: ["bias"],
      judge({ models, config }) {
        const done = sound(models);
        const cosineAt = ({ points }: BiasModelResult, place: number) =>
          points.at(place)!.biases.find(({ windowLength }) => windowLength === claimedWindow)!.cosine;
        const arms = product({ corpus: config.corpora, cell: config.cells }).map(({ corpus, cell }) => ({
          name: `${nameOfCell(cell)} on ${corpus}`,
          own: done.filter((model) => model.corpus === corpus && model.cell === cell),
        }));
        const said = arms.map(({ name, own }) =>
          own.length === 0
            ? name
            : `${mean(own.map((model) => cosineAt(model, -1))).toFixed(3)} (${name}; at fresh weights ${mean(own.map((model) => cosineAt(model, 0))).toFixed(3)})`,
        );
        return judgeAllAbove(
          arms.map(({ name, own }) => ({ name, effects: own.map((model) => cosineAt(model, -1)) })),
          {
            criterion: `cosine of the truncated and the full gradient after ${config.checkpoints.at(-1)} steps, of each cell and text`,
            measured: `${config.seeds} seeds, ${config.hiddenSize} units; cosine at ${claimedWindow} after training ${said.join(", ")}.`,
            ...{ unit: "cosine", least: 0.95 },
            because:
              "to first order a step of the same length then gains 95 % of what it gains along the full gradient",
          },
        );
      },
    },
  },
});
