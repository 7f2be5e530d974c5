import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { roomy } from "../figures";
import type { BiasModelResult, BiasResult } from "./config";

/** Cosine and norm of the truncated gradient beside the full one, against the window, before and after training. */
export function biasFigure({ models, config }: BiasResult): Figure {
  const series = (of: "cosine" | "normRatio"): Series[] =>
    config.cells.flatMap((cell) =>
      (["fresh", "trained"] as const).map((when) => {
        const own = models.filter((model) => model.cell === cell && model[when].length > 0);
        const values = config.windows.map((_, i) => own.map((model: BiasModelResult) => model[when][i][of]));
        const name = `${cell === "vanilla" ? "RNN" : cell.toUpperCase()}, ${when}`;
        return own.length > 0
          ? { name, x: config.windows, markers: true, ...meanAndBand(values) }
          : { name, x: [], y: [] };
      }),
    );
  const axisX = { title: "length of the window", log: true };
  const ticks = { tickvals: config.windows, ticktext: config.windows.map(String) };
  const ticked = (figure: Figure): Figure => ({
    ...figure,
    layout: { ...figure.layout, xaxis: { ...(figure.layout.xaxis as object), ...ticks } },
  });
  return roomy(
    panels(`The truncated gradient beside the full one over ${config.sequence} characters`, [
      ticked(
        lines(series("cosine"), {
          title: "cosine of their angle",
          x: axisX,
          y: { title: "" },
          references: [{ name: "0.95", y: 0.95, side: "left" }],
          alt: "cosine against window",
        }),
      ),
      ticked(
        lines(series("normRatio"), {
          title: "ratio of their norms",
          x: axisX,
          y: { title: "" },
          references: [{ name: "unbiased", y: 1, side: "left" }],
          alt: "norm ratio against window",
        }),
      ),
    ]),
  );
}
