import { mean } from "../../../analysis/statistics";
import { judge } from "../../../lab/judge";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { type SlopeResult, slopeDefaults, slopePresets, type WayBack } from "./config";
import { slopeNormsFigure, slopesFigure } from "./figures";
import { runSlope } from "./run";

/** 5.1: how the gradient grows or fades on its way back, by the largest singular value of Wh. */
export const slope = study({
  id: "5.1-slope",
  defaults: slopeDefaults,
  presets: slopePresets,
  options: { inputScale: positive },
  run: runSlope,
  figures: { norms: slopeNormsFigure, slopes: slopesFigure },
  claims: {
    "gradient-is-a-power": {
      sentence:
        "In a linear RNN with Wh = σQ, Q orthogonal, the gradient k steps back is σᵏ times as long: no more, no less.",
      figures: ["norms"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) => {
            const linear = ways.filter(({ kind, activation }) => kind === "orthogonal" && activation === "linear");
            const error = ({ decades, sigma }: WayBack) => decades.map((value, k) => value - k * Math.log10(sigma));
            return farthest(linear.flatMap(error));
          },
          "the effect is the largest departure from σᵏ at any lag and σ, in decades.",
          0.001,
        ),
    },
    "vanishes-below-one": {
      sentence:
        "Where the largest singular value of Wh is below 1 the gradient vanishes, whatever the matrix, with tanh or without.",
      figures: ["norms"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) => -Math.max(...ways.filter(({ sigma }) => sigma < 1).map(({ slope }) => slope)),
          "the effect is the slowest decay of all, in decades per step.",
        ),
    },
    "explodes-above-one": {
      sentence: "Where the largest singular value of Wh is above 1 the gradient explodes.",
      expected: "fails",
      figures: ["slopes"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) =>
            mean(
              ways
                .filter(({ kind, sigma }) => kind === "normal" && sigma > 1 && sigma <= 1.5)
                .map(({ slope }) => slope),
            ),
          "the effect is the mean slope where 1 < σ₁ ≤ 1.5 and Wh is normal, tanh and linear together, in decades per step.",
        ),
    },
    "tanh-slope": {
      sentence:
        "With tanh the slope is what mean-field theory computes from σ and the input's variance alone, ½ log₁₀ σ²E[(1 − h²)²].",
      figures: ["slopes"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) => farthest(orthogonalTanh(ways).map(({ slope, predicted }) => slope - predicted)),
          "the effect is the largest difference at any σ between slope and theory, in decades per step.",
          0.01,
        ),
    },
    "tanh-lowers-slope": {
      sentence:
        "tanh tames the explosion and makes the vanishing worse: at every σ its slope is below the linear RNN's log₁₀ σ.",
      figures: ["slopes"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) => Math.min(...orthogonalTanh(ways).map(({ slope, sigma }) => Math.log10(sigma) - slope)),
          "the effect is the smallest difference at any σ, in decades per step.",
        ),
    },
  },
});

const orthogonalTanh = (ways: readonly WayBack[]) =>
  ways.filter(({ kind, activation }) => kind === "orthogonal" && activation === "tanh");

/** The one farthest from zero, with its sign. */
const farthest = (values: readonly number[]): number => values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);

/** @param says what the effect is; `margin` is of a claim that there is none */
function judgeWays(
  { networks, config }: SlopeResult,
  effectOf: (ways: readonly WayBack[]) => number,
  says: string,
  margin?: number,
) {
  const { hiddenSize, lags } = config;
  return judge(
    networks.map(({ ways }) => ({ effect: effectOf(ways) })),
    {
      about: `${networks.length} draws of the matrices, ${hiddenSize} units, ${lags} steps back`,
      effect: ({ effect }) => effect,
      measured: () => says,
      margin,
    },
  );
}
