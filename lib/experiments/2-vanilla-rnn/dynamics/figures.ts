import { meanField } from "../../../analysis/meanField";
import { meanAndBand } from "../../../lab/bands";
import { finished } from "../../../lab/trials";
import { type Figure, lines, type Series } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { panels } from "../../../view/panels";
import type { DynamicsResult, Growth, Portrait } from "./config";

const names = [
  ({ exponent }: Portrait) => `it dies (λ = ${exponent.toFixed(2)})`,
  ({ period }: Portrait) => `it turns (2π/θ = ${period.toFixed(1)} steps)`,
  ({ exponent }: Portrait) => `chaos (λ = ${exponent.toFixed(2)})`,
  ({ saturated }: Portrait) => `saturation (${(100 * saturated).toFixed(0)} % of |h| > 0.9)`,
];

/** What the state of one network does on its own, as Wh grows. */
export function portraitFigure(result: DynamicsResult): Figure {
  const portraits = result.models[0]?.portraits ?? [];
  const maps = portraits.map((portrait, i) => {
    const { radius, units } = portrait;
    const name = names[i](portrait);
    return heatMap({
      title: `ρ = ${radius}: ${name}`,
      x: { title: "t", values: units[0].map((_, t) => t + 1) },
      y: { title: "unit, by phase", values: units.map((_, unit) => unit + 1) },
      z: units,
      colorTitle: i === 0 ? "h" : undefined,
      signed: true,
      range: [-1, 1],
      alt: `at ρ = ${radius}, ${name}`,
    });
  });
  return panels("One random network left to itself, its Wh at four scales", maps);
}

/** Growth of a perturbation, and share of saturated units, against the spectral radius, beside mean-field theory. */
export function growthFigure(result: DynamicsResult): Figure {
  const { radii, hiddenSizes } = result.config;
  const measured = (of: (growth: Growth) => number): Series[] =>
    hiddenSizes.map((hiddenSize) => {
      const values = radii.map((radius) =>
        finished(result.models).flatMap(({ growth }) =>
          growth.filter((one) => one.hiddenSize === hiddenSize && one.radius === radius).map(of),
        ),
      );
      const drawn = finished(result.models).length > 0 ? { x: radii, ...meanAndBand(values) } : { x: [], y: [] };
      return { name: `${hiddenSize} units`, markers: true, ...drawn };
    });
  const fine = Array.from({ length: 61 }, (_, i) => radii[0] * (radii[radii.length - 1] / radii[0]) ** (i / 60));
  const theory = (of: "exponent" | "saturated", scale: number): Series => ({
    name: "infinitely many (theory)",
    x: fine,
    y: fine.map((g) => scale * meanField({ squaredGain: g * g })[of]),
  });
  const x = { title: "spectral radius of Wh", log: true, ticks: [0.25, 0.5, 1, 2, 4, 8] };
  return panels("Scaling Wh: what happens to a perturbation, and to the units", [
    lines([...measured(({ exponent }) => exponent), theory("exponent", 1)], {
      title: "Growth of a perturbation, nats a step",
      x,
      y: { title: "" },
      references: [{ name: "chaos above, forgetting below", y: 0, side: "left" }],
      alt: "Lyapunov exponent against spectral radius, for several sizes and in theory",
    }),
    lines([...measured(({ saturated }) => 100 * saturated), theory("saturated", 100)], {
      title: "% of |h| above 0.9",
      x,
      y: { title: "", range: [-4, 104] },
      alt: "share of saturated units against spectral radius",
    }),
  ]);
}
