import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines } from "../../../view/figure";
import { microseconds } from "../../shared/microseconds";
import type { CostKind, CostOfSize, CostResult } from "./config";

/** Microseconds a character. */
export const timeOfKind = ({ curves }: CostOfSize, kind: CostKind): number =>
  microseconds([{ curve: curves[kind] }]) ?? Number.NaN;
export const ofSize = ({ pairs }: CostResult, size: number) => pairs.filter(({ hiddenSize }) => hiddenSize === size);

/** The GRU's share of the LSTM's time, and of its multiply-adds, by size. */
export function gatedCostFigure(result: CostResult): Figure {
  const sizes = result.config.hiddenSizes.filter((size) => ofSize(result, size).length > 0);
  const shares = (of: (pair: CostOfSize) => number) => meanAndBand(sizes.map((size) => ofSize(result, size).map(of)));
  const time = shares((pair) => timeOfKind(pair, "GRU") / timeOfKind(pair, "LSTM"));
  const work = shares(({ multiplyAdds: { GRU, LSTM } }) => GRU / LSTM);
  const series = [
    { name: "time", x: sizes, markers: true, ...time },
    { name: "multiply-adds", x: sizes, markers: true, y: work.y },
  ];
  return lines(series, {
    title: "What a GRU costs of an LSTM of equal size, in training on one core",
    x: { title: "units", ticks: result.config.hiddenSizes },
    y: { title: "the GRU's share of the LSTM's" },
    references: [{ name: "equal", y: 1 }],
    alt: `The GRU's share of the LSTM's time: ${sizes.map((size, i) => `${time.y[i].toFixed(2)} at ${size} units`).join(", ")}`,
  });
}
