import { judge } from "../../../lab/judge";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { transientDefaults, transientPresets } from "./config";
import { transientFigure } from "./figures";
import { transientFindings } from "./findings";
import { runTransient } from "./run";

/** 5.1: gradients that grow first and vanish later, where Wh is not normal. */
export const transient = study({
  id: "5.1-transient",
  defaults: transientDefaults,
  presets: transientPresets,
  options: { inputScale: positive },
  run: runTransient,
  figures: { norms: transientFigure },
  findings: transientFindings,
  claims: {
    // Theory: Trefethen & Embree 2005, section 14: powers of a matrix that is not normal grow first.
    "grows-then-vanishes": {
      sentence:
        "Where all eigenvalues of Wh lie below 1 and its largest singular value above, the gradient grows first and vanishes later.",
      expected: "holds",
      figures: ["norms"],
      judge({ config, networks }) {
        const sigma = Math.max(...config.sigmas);
        const ways = networks.map(({ transients }) => {
          const { linear } = transients.find((transient) => transient.sigma === sigma)!;
          const peak = Math.max(...linear);
          return { peak, at: linear.indexOf(peak), end: linear[linear.length - 1] };
        });
        return judge(ways, {
          about: `${networks.length} matrices of ${config.hiddenSize} units, spectral radius ${config.spectralRadius}, σ₁ = ${sigma}, linear`,
          effect: ({ peak, end }) => Math.min(peak, -end),
          unit: "powers of ten",
          measured: ({ peak, at, end }) =>
            `the gradient peaks ${at.toFixed(0)} steps back at ${(10 ** peak).toFixed(1)} times its length, and ${config.lags} steps back is at ` +
            `${(10 ** end).toExponential(1)}; the effect is the smaller of the rise and the fall, in powers of ten.`,
        });
      },
    },
  },
});
