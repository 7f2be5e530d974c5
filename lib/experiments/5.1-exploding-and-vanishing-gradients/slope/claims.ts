import { slopeOf } from "../../../analysis/slope";
import { mean } from "../../../analysis/statistics";
import type { Bar } from "../../../lab/decide";
import { judge } from "../../../lab/judge";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { type SlopeResult, slopeDefaults, slopePresets, type WayBack } from "./config";
import { slopeNormsFigure, slopesFigure } from "./figures";
import { slopeFindings } from "./findings";
import { runSlope } from "./run";

/** 5.1: how the gradient grows or fades on its way back, by the largest singular value of Wh. */
export const slope = study({
  id: "5.1-slope",
  defaults: slopeDefaults,
  presets: slopePresets,
  options: { inputScale: positive },
  run: runSlope,
  figures: { norms: slopeNormsFigure, slopes: slopesFigure },
  findings: slopeFindings,
  claims: {
    // The lecture: too many W in the gradient, especially for h_0. Bengio et al. 1994: k steps back there are k factors.
    "gradient-is-a-power": {
      sentence:
        "Too many W in the gradient, especially for h_0: k steps back it has k factors W, exactly, and so the first state's has the most.",
      expected: "holds",
      figures: ["norms"],
      judge: (result) =>
        judgeWays(result, (ways) => Math.max(...factors(ways).map((count, k) => Math.abs(count - k))), {
          says: (networks) =>
            `with Wh = σQ, Q orthogonal, and no tanh the gradient ${result.config.lags} steps back goes with the power ` +
            `${mean(networks.map(({ ways }) => factors(ways).at(-1)!)).toFixed(3)} of σ; the effect is the largest departure from k at any lag.`,
          unit: "factors",
          margin: 0.01,
          because: "a hundredth of one factor, above the rounding of float32",
        }),
    },
    // ‖Whᵏ‖ ≤ σ₁ᵏ and 1 − h² ≤ 1: Pascanu et al. 2013, section 2.1.
    "vanishes-below-one": {
      sentence:
        "Where the largest singular value of Wh is below 1 the gradient vanishes, whatever the matrix, with tanh or without.",
      expected: "holds",
      figures: ["norms"],
      judge: (result) =>
        judgeWays(result, (ways) => -Math.max(...ways.filter(({ sigma }) => sigma < 1).map(({ slope }) => slope)), {
          says: () => "the effect is the slowest decay of all.",
        }),
    },
    // Necessary, not sufficient: in the long run a linear network goes as the spectral radius (Gelfand 1941; Pascanu et al. 2013).
    "explodes-above-one": {
      sentence: "Wherever the largest singular value of Wh is above 1 the gradient explodes.",
      expected: "fails",
      figures: ["slopes"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) =>
            Math.min(...ways.filter(({ kind, sigma }) => kind === "normal" && sigma > 1).map(({ slope }) => slope)),
          { says: () => "the effect is the smallest slope where σ₁ > 1 and Wh is normal, tanh and linear." },
        ),
    },
    // Poole et al. 2016; Chen, Pennington & Schoenholz 2018.
    "tanh-slope": {
      sentence:
        "With tanh the slope is what mean-field theory computes from σ and the input's variance alone, ½ log₁₀ σ²E[(1 − h²)²].",
      expected: "holds",
      figures: ["slopes"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) => Math.max(...orthogonalTanh(ways).map(({ slope, predicted }) => Math.abs(slope - predicted))),
          {
            says: () => "the effect is the largest difference at any σ between slope and theory.",
            margin: 0.01,
            because: "one power of ten over a hundred steps",
          },
        ),
    },
    // Each factor 1 − h² is at most 1.
    "tanh-lowers-slope": {
      sentence:
        "tanh tames the explosion and makes the vanishing worse: at every σ its slope is below the linear RNN's log₁₀ σ.",
      expected: "holds",
      figures: ["slopes"],
      judge: (result) =>
        judgeWays(
          result,
          (ways) => Math.min(...orthogonalTanh(ways).map(({ slope, sigma }) => Math.log10(sigma) - slope)),
          { says: () => "the effect is the smallest difference at any σ." },
        ),
    },
  },
});

/** With which power of σ the gradient goes k steps back, at k: of a linear recurrence with Wh = σQ, Q orthogonal. */
function factors(ways: readonly WayBack[]): number[] {
  const linear = ways.filter(({ kind, activation }) => kind === "orthogonal" && activation === "linear");
  if (linear.length < 2) return [Number.NaN];
  return linear[0].decades.map((_, k) => slopeOf(linear.map(({ sigma, decades }) => [Math.log10(sigma), decades[k]])));
}

const orthogonalTanh = (ways: readonly WayBack[]) =>
  ways.filter(({ kind, activation }) => kind === "orthogonal" && activation === "tanh");

interface Said extends Bar {
  /** What the effect is. */
  readonly says: (networks: SlopeResult["networks"]) => string;
  readonly margin?: number;
}

function judgeWays(
  { networks, config }: SlopeResult,
  effectOf: (ways: readonly WayBack[]) => number,
  { says, ...bar }: Said,
) {
  const { hiddenSize, lags } = config;
  return judge(
    networks.map(({ ways }) => ({ effect: effectOf(ways) })),
    {
      about: `${networks.length} draws of the matrices, ${hiddenSize} units, ${lags} steps back`,
      effect: ({ effect }) => effect,
      measured: () => says(networks),
      unit: "powers of ten per step",
      ...bar,
    },
  );
}
