import { bySeed } from "../../../lab/judge";
import { judgePairedOutcomes } from "../../../lab/judgeOutcomes";
import { study } from "../../../lab/study";
import { percent, sound } from "../../../lab/trials";
import { compared, learntFrom, readOutsDefaults, readOutsPresets } from "./config";
import { readOutLearningFigure, sequencesFigure } from "./figures";
import { readOutsFindings } from "./findings";
import { runReadOutChoice } from "./run";

/** 1, a dense layer over all h: what is read out of a sequence whose beginning decides. */
export const readOutChoice = study({
  id: "1-read-out-choice",
  defaults: readOutsDefaults,
  presets: readOutsPresets,
  run: runReadOutChoice,
  figures: { sequences: sequencesFigure, learning: readOutLearningFigure },
  findings: readOutsFindings,
  claims: {
    "dense-over-all-h": {
      sentence:
        "Where the evidence comes early, a dense layer over all h learns the task more often than one over the last h, at equal parameters.",
      // Bengio, Simard & Frasconi 1994: what the last state says of the first inputs is hard to learn; the dense layer is beside them.
      expected: "holds",
      figures: ["sequences", "learning"],
      judge({ config: { cell, steps, distractors }, models }) {
        const seeds = bySeed(sound(models), compared, ({ condition }) => condition);
        const learnt = (accuracy: number) => accuracy >= learntFrom;
        const said = (name: (typeof compared)[number], words: string) => {
          const own = seeds.map((of) => of[name]);
          const { hiddenSize, parameters, learningRate } = own[0] ?? { hiddenSize: 0, parameters: 0, learningRate: 0 };
          const accuracies = own.map(({ final }) => final!.accuracy);
          return (
            `from ${words} (${hiddenSize} units, ${parameters} parameters, rate ${learningRate}) ${accuracies.filter(learnt).length} of ${own.length} learn it ` +
            `(accuracies ${accuracies.map((one) => one.toFixed(2)).join(", ")})`
          );
        };
        const pairs = seeds.map(({ all, last }): [boolean, boolean] => [
          learnt(all.final!.accuracy),
          learnt(last.final!.accuracy),
        ]);
        return judgePairedOutcomes(pairs, {
          measured:
            `${seeds.length} seeds (${cell}, ${steps} steps, ${distractors} rows of other digits after the digit): ` +
            `${said("all", "all h")}; ${said("last", "the last h")}. Learnt means that ${percent(learntFrom)} of the held-out digits are ` +
            "named: more than readers that do not keep the order of the rows ever reach.",
        });
      },
    },
  },
});
