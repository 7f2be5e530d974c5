import { estimate, mean } from "../../../analysis/statistics";
import { type Experiment, experiment } from "../../experiment";
import { judgeAbove } from "../../judge";
import { positive } from "../../options";
import { transientFigure } from "./figures";
import { runTransient, type TransientConfig, type TransientResult, transientDefaults, transientPresets } from "./run";

export const transientGrowth: Experiment<TransientConfig, TransientResult> = experiment({
  id: "5.1-grows-then-vanishes",
  section: "5.1",
  claim:
    "Where all eigenvalues of Wh lie below 1 and its largest singular value above, the gradient grows first and vanishes later.",
  expected: "holds",
  defaults: transientDefaults,
  presets: transientPresets,
  options: { inputScale: positive },
  figures: { norms: transientFigure },
  run: runTransient,
  judge({ config, networks }) {
    const sigma = Math.max(...config.sigmas);
    const ways = networks.map(({ transients }) => {
      const { linear } = transients.find((transient) => transient.sigma === sigma)!;
      const decades = linear.map((value) => value ?? -38);
      const peak = Math.max(...decades);
      return { peak, at: decades.indexOf(peak), end: decades[decades.length - 1] };
    });
    const about = `${networks.length} matrices of ${config.hiddenSize} units, spectral radius ${config.spectralRadius}, σ₁ = ${sigma}, linear`;
    if (ways.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
    return judgeAbove(
      estimate(ways.map(({ peak, end }) => Math.min(peak, -end))),
      `${about}: the gradient peaks ${mean(ways.map(({ at }) => at)).toFixed(0)} steps back at ` +
        `${(10 ** mean(ways.map(({ peak }) => peak))).toFixed(1)} times its length, and ${config.lags} steps back is at ` +
        `${(10 ** mean(ways.map(({ end }) => end))).toExponential(1)}; the effect is the smaller of the rise and the fall, in decades.`,
    );
  },
});
