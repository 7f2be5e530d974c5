import { meanField } from "../../../analysis/meanField";
import { geometricMeanAndBand, meanAndBand } from "../../../lab/bands";
import { finished } from "../../../lab/trials";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { panels } from "../../../view/panels";
import type { Approach, DynamicsResult, Growth, Portrait } from "./config";

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

/** Distance of two runs over the same text, beside what the theorem allows. */
export function approachFigure(result: DynamicsResult): Figure {
  const models = finished(result.models);
  const scales = models[0]?.approaches ?? [];
  const curve = (of: (approach: Approach) => readonly number[], i: number) => {
    const all = models.map(({ approaches }) => of(approaches[i]));
    const times = Array.from({ length: Math.min(...all.map(({ length }) => length)) }, (_, t) => t);
    return { x: times, ...geometricMeanAndBand(times.map((t) => all.map((one) => one[t]))) };
  };
  const measured = scales.map(
    (approach, i): Series => ({ name: label(approach), ...curve(({ distances }) => distances, i) }),
  );
  return lines([...measured, ...scales.flatMap(boundOf)], {
    title: "Two runs over the same text, from different states",
    x: { title: "characters read", range: [0, 120] },
    y: { title: "distance of the states, relative", log: true, range: [-12, 1] },
    alt: `Distance of two runs against time: ${scales.map(label).join("; ")}; those with σ₁ below 1 stay under σ₁ᵗ`,
  });
}

const t120 = Array.from({ length: 121 }, (_, t) => t);

/** σ₁ᵗ, where the theorem speaks, in the colour of what it bounds. */
const boundOf = ({ norm, scaled }: Approach, i: number): Series[] =>
  scaled === "radius"
    ? []
    : [{ name: "at most: σ₁ᵗ", x: t120, y: t120.map((t) => norm ** t), color: palette[i], dash: "dot", width: 1 }];

const label = ({ scaled, norm, radius }: Approach): string =>
  scaled === "norm" ? `σ₁ = ${norm.toFixed(1)}` : `ρ = ${radius.toFixed(2)}, σ₁ = ${norm.toFixed(1)}`;

/** Measured frequency against the angle of the leading eigenvalue, a point a network. */
export function oscillationFigure(result: DynamicsResult): Figure {
  const points = finished(result.models).flatMap(({ oscillations }) => oscillations);
  return lines(
    [
      { name: "prediction: θ/2π", x: [0, 0.5], y: [0, 0.5], color: "#777777", dash: "dot" },
      {
        name: "networks",
        x: points.map(({ predicted }) => predicted),
        y: points.map(({ measured }) => measured),
        markers: "dots",
        color: palette[0],
      },
    ],
    {
      title: "The leading eigenvalue's angle is the frequency of the state",
      x: { title: "θ/2π of Wh's leading eigenvalue, cycles a step", range: [-0.02, 0.52] },
      y: { title: "measured, cycles a step", range: [-0.02, 0.52] },
      alt: `Measured against predicted frequency of ${points.length} networks`,
    },
  );
}
