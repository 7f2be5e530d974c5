import { study } from "../../../lab/study";
import { judgePaired, percent, percentagePoints } from "../../../lab/trials";
import { readOuts } from "../../../models/readOut";
import { type ReadOutsResult, readOutsDefaults, readOutsPresets } from "./config";
import { readOutAccuracyFigure, readOutLearningFigure, sequencesFigure } from "./figures";
import { conditionOf } from "./job";
import { runReadOutChoice } from "./run";

const early = readOuts.map((readOut) => conditionOf(readOut, "early"));
const late = readOuts.map((readOut) => conditionOf(readOut, "late"));
const [last, mean, all] = [0, 1, 2];

function about({ config, models }: ReadOutsResult): string {
  const sizes = readOuts.map((readOut) => {
    const one = models.find((model) => model.readOut === readOut);
    return `${readOut}: ${one?.hiddenSize ?? "–"} units, ${one?.parameters ?? "–"} parameters`;
  });
  return `${config.cell}, ${config.steps} steps; ${sizes.join("; ")}`;
}

/** 1, a dense layer over all h: what is read out of a sequence, with evidence early and late. */
export const readOutChoice = study({
  id: "1-read-out-choice",
  defaults: readOutsDefaults,
  presets: readOutsPresets,
  run: runReadOutChoice,
  figures: { sequences: sequencesFigure, accuracy: readOutAccuracyFigure, learning: readOutLearningFigure },
  claims: {
    "dense-over-all-h": {
      sentence:
        "Where the evidence comes early, a dense layer that takes all of the h as input beats one that takes the last, at equal parameters.",
      figures: ["sequences", "accuracy"],
      judge: (result) =>
        judgePaired(result.models, {
          conditions: early,
          effect: (of) => of(early[all]).accuracy - of(early[last]).accuracy,
          about: about(result),
          measured: (of) =>
            `with ${result.config.distractors} rows of other digits after it, a held-out digit is named in ` +
            `${percent(of(early[all]).accuracy)} from all h, ${percent(of(early[mean]).accuracy)} from their mean, ` +
            `${percent(of(early[last]).accuracy)} from the last; the effect is the paired difference of all and last.`,
        }),
    },
    "when-the-read-out-matters": {
      sentence: "The read-out matters less where the evidence comes late.",
      figures: ["learning"],
      judge: (result) =>
        judgePaired(result.models, {
          conditions: [...early, ...late],
          effect: (of) =>
            of(early[all]).accuracy - of(early[last]).accuracy - (of(late[all]).accuracy - of(late[last]).accuracy),
          about: about(result),
          measured: (of) =>
            `with late evidence ${percent(of(late[all]).accuracy)} from all h, ${percent(of(late[mean]).accuracy)} from ` +
            `their mean, ${percent(of(late[last]).accuracy)} from the last; all h gain ` +
            `${percentagePoints(of(early[all]).accuracy - of(early[last]).accuracy)} over the last where the evidence is early, ` +
            `${percentagePoints(of(late[all]).accuracy - of(late[last]).accuracy)} where it is late; the effect is the paired difference of the gains.`,
        }),
    },
  },
});
