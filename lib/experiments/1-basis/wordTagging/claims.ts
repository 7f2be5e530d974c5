import { mean } from "../../../analysis/statistics";
import { judgeAllAbove } from "../../../lab/decide";
import { bySeed } from "../../../lab/judge";
import { counts } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { type TagsModel, type TagsResult, tagsDefaults, tagsPresets } from "./config";
import { changedFigure, inStepFigure, laterFigure, taggingBitsFigure, when } from "./figures";
import { tagsFindings } from "./findings";
import { runWordTagging } from "./run";

/** The models of each seed, by delay. */
function seedsOf({ config: { delays }, models }: TagsResult): Readonly<Record<string, TagsModel>>[] {
  const conditions = [0, ...delays].map((delay) => `delay ${delay}`);
  return bySeed(sound(models), conditions, ({ condition }) => condition);
}

const about = ({ config: { cell, hiddenSize, steps } }: TagsResult, seeds: number) =>
  `${seeds} seeds (${cell}, ${hiddenSize} units, ${steps} steps)`;

/** What a model costs more than another, block by block. */
const less = (one: readonly number[], other: readonly number[]): number[] => one.map((bits, b) => bits - other[b]);

const bits = (values: readonly number[]): string => mean(values).toFixed(3);
const unit = "bits per letter";

/** 1, synced many to many: in letters without blanks, where do words begin? */
export const wordTagging = study({
  id: "1-word-tagging",
  defaults: tagsDefaults,
  presets: tagsPresets,
  options: { delays: counts },
  run: runWordTagging,
  figures: { bits: taggingBitsFigure, changed: changedFigure, inStep: inStepFigure, later: laterFigure },
  findings: tagsFindings,
  claims: {
    "many-to-many": {
      sentence: "Synced many to many: each output rests on all inputs up to it, not on its own input alone.",
      // Elman 1990: a recurrent network finds the words in a row of letters, for its state holds the letters before.
      expected: "holds",
      figures: ["bits", "changed", "inStep"],
      judge(result) {
        const { counted, bestOrder, config } = result;
        const models = seedsOf(result).map((of) => of["delay 0"]);
        const best = counted.find(({ order }) => order === bestOrder)!;
        const ahead = {
          name: "fewer bits than the best count",
          effects: models.map((own) => less(best.blocks, own.blocks)),
        };
        const moved = Array.from({ length: config.farthest }, (_, i) => ({
          name: `more bits when the letter ${i + 1} back is another`,
          effects: models.map(({ changed }) => changed[i + 1]),
        }));
        const farthest = models.map(({ changed }) => mean(changed[config.farthest]));
        return judgeAllAbove([ahead, ...moved], {
          criterion:
            "the network needs fewer bits than the count of letters whose order was best on training text, " +
            `and more bits when the letter 1, 2, … ${config.farthest} back is exchanged, each judged alone`,
          unit,
          measured:
            `${about(result, models.length)}: ${bits(models.map((own) => own.final!.bits))} bits per held-out letter to say whether a word ` +
            `begins, ${counted[0].bits.toFixed(3)} from the letter alone, ${best.bits.toFixed(3)} from counting ${bestOrder} letters; with another ` +
            `letter ${config.farthest} back ${mean(farthest).toFixed(4)} bits more.`,
        });
      },
    },
    "in-step-has-its-price": {
      sentence:
        "Synced outputs have their price: one that is due some inputs later is better, for it has seen what follows.",
      // Graves & Schmidhuber 2005: phonemes are told better when the output is delayed by some frames.
      expected: "holds",
      figures: ["later"],
      judge(result) {
        const seeds = seedsOf(result);
        const { delays } = result.config;
        const parts = delays.map((delay) => ({
          name: `told ${when(delay)}`,
          effects: seeds.map((of) => less(of["delay 0"].blocks, of[`delay ${delay}`].blocks)),
        }));
        const reached = [0, ...delays].map(
          (delay) => `${bits(seeds.map((of) => of[`delay ${delay}`].final!.bits))} told ${when(delay)}`,
        );
        return judgeAllAbove(parts, {
          criterion: "with a delay the network needs fewer bits than synced, at each delay",
          unit,
          measured: `${about(result, seeds.length)}: bits per held-out letter: ${reached.join(", ")}.`,
        });
      },
    },
  },
});
