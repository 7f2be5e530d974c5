import { judgeAbove, judgeAllAbove, judgeEvery, judgeWithin } from "../../../lab/decide";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { lossMargin, lossMarginReason } from "../../shared/lossMargin";
import { type VariantName, type VariantsResult, variantsDefaults, variantsPresets } from "./config";
import { variantBitsFigure, variantsTable } from "./figures";
import { variantsFindings } from "./findings";
import { runVariants } from "./run";
import { excess, meanBits, pairsWith } from "./seedPairs";

const unit = "bits per character";

/** 5.2: what each part of an LSTM is good for, one left out or added at a time; and cells with fewer gates. */
export const lstmVariants = study({
  id: "5.2-lstm-variants",
  defaults: variantsDefaults,
  presets: variantsPresets,
  run: runVariants,
  figures: { bits: variantBitsFigure },
  findings: variantsFindings,
  tables: { variants: variantsTable },
  claims: {
    // Greff et al. 2017: "the forget gate and the output activation function [are] its most critical components".
    "critical-parts": {
      sentence: "Without its forget gate, or without its output activation, an LSTM predicts worse.",
      expected: "holds",
      figures: ["bits"],
      judge(result) {
        const parts = (["no forget gate", "no output activation"] as const).map((name) => ({
          name,
          effects: excess(pairsWith(result, name, "LSTM", sound)),
        }));
        return judgeAllAbove(parts, {
          criterion: "bits that a model has more than the LSTM of its seed, without the one and without the other",
          measured: said(result, ["no forget gate", "no output activation"], "LSTM"),
          unit,
        });
      },
    },
    // Greff et al. 2017 on CIFG and NP; the same of coupled gates in the GRU, Chung et al. 2014.
    "simpler-as-good": {
      sentence: `An LSTM with coupled gates, or with peepholes, predicts as well as the plain one, within ${lossMargin} bits per character.`,
      expected: "holds",
      figures: ["bits"],
      judge(result) {
        const names = ["coupled gates", "peepholes"] as const;
        return judgeEvery(
          names.map((name) => judgeAlike(result, name, "LSTM")),
          "for each of the two",
        );
      },
    },
    // Gers et al. 2000; Jozefowicz et al. 2015.
    "open-forget-gate": {
      sentence: "An LSTM whose forget bias starts at 1 predicts better than one whose forget bias starts at 0.",
      expected: "holds",
      figures: ["bits"],
      judge: (result) =>
        judgeAbove(excess(pairsWith(result, "forget bias 0", "LSTM", sound)), {
          measured: `${said(result, ["forget bias 0"], "LSTM")} The effect is what bias 1 saves.`,
          unit,
        }),
    },
    // Zhou et al. 2016: as accurate as a GRU, with fewer parameters.
    "one-gate": {
      sentence: `A minimal gated unit predicts as well as a GRU of as many units, within ${lossMargin} bits per character.`,
      expected: "holds",
      figures: ["bits"],
      judge: (result) => judgeAlike(result, "MGU", "GRU"),
    },
  },
});

/** The claim that two cells of as many units predict alike. */
const judgeAlike = (result: VariantsResult, name: VariantName, than: VariantName) =>
  judgeWithin(excess(pairsWith(result, name, than, sound)), {
    measured: `${said(result, [name], than)} The effect is the paired difference.`,
    ...{ unit, margin: lossMargin, because: lossMarginReason },
  });

/** What the models are, and how well they predict. */
function said(result: VariantsResult, names: readonly VariantName[], than: VariantName): string {
  const { corpus, hiddenSize, steps } = result.config;
  const pairs = [...names, than].map((name) => ({ name, all: pairsWith(result, name, than, sound) }));
  const about = `${pairs[0].all.length} seeds, ${hiddenSize} units, ${steps} steps of ${corpus}`;
  if (pairs.some(({ all }) => all.length < 2)) return `${about}: too few for an interval.`;
  const rates = new Map(result.arms.map(({ name, learningRate }) => [name, learningRate]));
  const levels = pairs.map(({ name, all }) => `${meanBits(all).toFixed(3)} (${name}, rate ${rates.get(name)})`);
  return `${about}: ${levels.join(", ")} bits per held-out character.`;
}
