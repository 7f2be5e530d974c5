import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { type DropoutResult, dropoutDefaults, dropoutPresets } from "./config";
import { dropoutLossFigure } from "./figures";
import { dropoutFindings } from "./findings";
import { runDropout } from "./run";

/** 4: dropout between the layers, on a short text. */
export const layerDropout = study({
  id: "4-layer-dropout",
  defaults: dropoutDefaults,
  presets: dropoutPresets,
  run: runDropout,
  figures: { loss: dropoutLossFigure },
  findings: dropoutFindings,
  claims: {
    // Zaremba et al. 2014; Srivastava et al. 2014: dropout hinders learning a short text by heart.
    "dropout-between-layers": {
      sentence:
        "On a short text, dropout between the layers ends at a lower held-out loss than the best moment without it.",
      expected: "holds",
      figures: ["loss"],
      judge(result) {
        const { layers, cell, hiddenSize, rate, trainCharacters } = result.config;
        const pairs = pairsOf(result);
        return judge(pairs, {
          about: `${pairs.length} pairs of models (${layers} × ${cell}, ${hiddenSize} units, rate ${rate}) on ${trainCharacters.toLocaleString("en")} characters`,
          effect: ({ best, dropped }) => best - dropped,
          unit: "bits per character",
          measured: ({ best, end, dropped }) =>
            `${dropped.toFixed(3)} bits per held-out character with dropout; without it ` +
            `${best.toFixed(3)} at the best point of each curve and ${end.toFixed(3)} at its end. ` +
            "The effect is what the end with dropout saves over the best without.",
        });
      },
    },
  },
});

type Pair = {
  /** Without dropout: the lowest point of the curve, as if one had known when to stop, and its end. */
  readonly best: number;
  readonly end: number;
  readonly dropped: number;
};

/** Of the seeds whose models are finished both ways. */
function pairsOf(result: DropoutResult): Pair[] {
  const [without, dropped] = [result.without, result.dropped].map(sound);
  return without.flatMap(({ seed, curve, heldOutBits: end }) => {
    const other = dropped.find((model) => model.seed === seed);
    if (!other) return [];
    return [{ best: Math.min(...curve.map(({ heldOutBits }) => heldOutBits)), end: end!, dropped: other.heldOutBits! }];
  });
}
