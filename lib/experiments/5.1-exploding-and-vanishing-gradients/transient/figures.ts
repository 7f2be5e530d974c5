import { type Decades, meanDecades } from "../../../analysis/gradientDecades";
import type { Figure } from "../../../view/figure";
import { type GradedSeries, gradedLines } from "../../../view/gradedLines";
import { panels } from "../../../view/panels";
import type { Transient, TransientResult } from "./config";

/** Geometric means over the networks: the exact ‖Whᵏ‖, and the gradient's norm, linear and with tanh. */
export function transientFigure(result: TransientResult): Figure {
  const { spectralRadius, sigmas, lags } = result.config;
  const panel = (title: string, decades: (transient: Transient) => Decades) => {
    const sweep = sigmas.map((sigma, i): GradedSeries => {
      const all = transientsOf(result, sigma).map(decades);
      const y = meanDecades(all).map((value) => 10 ** value);
      const eigenvalues = i === 0 ? { predicted: y.map((_, k) => spectralRadius ** k) } : {};
      return {
        label: `σ₁ = ${sigma}`,
        grade: -1 + (2 * i) / Math.max(1, sigmas.length - 1),
        x: y.map((_, k) => k),
        y,
        ...eigenvalues,
      };
    });
    return gradedLines(sweep, {
      title,
      x: { title: "lag k, steps back", range: [0, lags * 1.25] },
      y: { title: "", log: true, range: [-7, 3] },
      names: ["mean over the matrices", `${spectralRadius}ᵏ, as the eigenvalues say`],
      alt: `${title} against lag on a log axis, for largest singular values ${sigmas.join(", ")}`,
    });
  };
  return panels(
    `No eigenvalue above ${spectralRadius}, and yet the gradient grows first`,
    [
      panel("exact: ‖Whᵏ‖₂, the most", ({ most }) => most.map(Math.log10)),
      panel("linear RNN: ‖∂L/∂h<sub>T−k</sub>‖", ({ linear }) => linear),
      panel("tanh RNN: ‖∂L/∂h<sub>T−k</sub>‖", ({ tanh }) => tanh),
    ],
    { columns: 3 },
  );
}

/** Of every network, its way through the matrix with this largest singular value. */
export const transientsOf = ({ networks }: TransientResult, sigma: number): Transient[] =>
  networks.flatMap(({ transients }) => transients.filter((transient) => transient.sigma === sigma));
