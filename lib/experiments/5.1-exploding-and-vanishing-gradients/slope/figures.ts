import { meanDecades } from "../../../analysis/gradientDecades";
import { mean } from "../../../analysis/statistics";
import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines } from "../../../view/figure";
import { gradedLines } from "../../../view/gradedLines";
import { panels } from "../../../view/panels";
import {
  type MatrixKind,
  matrixKinds,
  type SlopeActivation,
  type SlopeResult,
  slopeActivations,
  type WayBack,
} from "./config";

const named: Record<MatrixKind, string> = { orthogonal: "Wh = σ₁Q, Q orthogonal", normal: "Wh normal, scaled to σ₁" };

/** One way of each network. */
export const waysOf = (
  { networks }: SlopeResult,
  kind: MatrixKind,
  activation: SlopeActivation,
  sigma: number,
): WayBack[] =>
  networks.flatMap(({ ways }) =>
    ways.filter((way) => way.kind === kind && way.activation === activation && way.sigma === sigma),
  );

/** The gradient's norm by lag, relative to that at the last step: its geometric mean over the networks. */
export function slopeNormsFigure(result: SlopeResult): Figure {
  const { sigmas } = result.config;
  const widest = Math.log(Math.max(...sigmas.map((sigma) => Math.max(sigma, 1 / sigma))));
  const panel = (kind: MatrixKind, activation: SlopeActivation) =>
    gradedLines(
      sigmas.map((sigma) => {
        const ways = waysOf(result, kind, activation, sigma);
        const decades = meanDecades(ways.map(({ decades }) => decades));
        const slope = ways.length > 0 ? mean(ways.map(({ predicted }) => predicted)) : 0;
        const grade = Math.log(sigma) / widest;
        const x = decades.map((_, k) => k);
        const anchored = kind === "orthogonal";
        return {
          label: String(sigma),
          grade: Math.sign(grade) * (0.4 + 0.6 * Math.abs(grade)),
          x,
          y: decades.map((value) => 10 ** value),
          ...(anchored ? { predicted: x.map((k) => 10 ** (k * slope)) } : {}),
        };
      }),
      {
        title: `${activation}, ${named[kind]}`,
        x: { title: "lag k, steps back", range: [0, result.config.lags * 1.1] },
        y: { title: activation === "linear" ? "‖∂L/∂h<sub>T−k</sub>‖" : "", log: true, range: [-24, 24] },
        alt: `norm of the gradient against lag on a log axis, ${activation}, ${named[kind]}`,
      },
    );
  return panels(
    "The gradient on its way back; the number at a line is the largest singular value of Wh",
    matrixKinds.flatMap((kind) => slopeActivations.map((activation) => panel(kind, activation))),
  );
}

/** Powers of ten per step against σ₁, measured and predicted. */
export function slopesFigure(result: SlopeResult): Figure {
  const { sigmas } = result.config;
  const panel = (kind: MatrixKind) => {
    const of = (activation: SlopeActivation, read: (way: WayBack) => number) =>
      sigmas.map((sigma) => waysOf(result, kind, activation, sigma).map(read));
    const measured = (activation: SlopeActivation) => ({
      name: `${activation}, measured`,
      x: sigmas,
      markers: true,
      ...meanAndBand(of(activation, ({ slope }) => slope)),
    });
    const theory = (activation: SlopeActivation) => ({
      name: `${activation}, predicted`,
      x: sigmas,
      y: of(activation, ({ predicted }) => predicted).map(mean),
    });
    const done = result.networks.length > 0;
    return lines(done ? [...slopeActivations.map(measured), ...slopeActivations.map(theory)] : [], {
      title: named[kind],
      x: { title: "largest singular value σ₁ of Wh" },
      y: { title: "powers of ten per step", range: [-0.5, 0.35] },
      alt: `slope of the gradient's norm against the largest singular value, ${named[kind]}`,
      references: [{ name: "", y: 0 }],
    });
  };
  return panels("Slope of the gradient's norm: above 0 it explodes, below it vanishes", matrixKinds.map(panel));
}
