import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
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
  const panel = (title: string, of: "cosine" | "normRatio", reference: { name: string; y: number }) =>
    lines(series(of), {
      title,
      x: { title: "length of the window", log: true, ticks: config.windows },
      y: { title: "" },
      references: [{ ...reference, side: "left" }],
      alt: `${title} against window`,
    });
  return panels(`The truncated gradient beside the full one over ${config.sequence} characters`, [
    panel("cosine of their angle", "cosine", { name: "0.95", y: 0.95 }),
    panel("ratio of their norms", "normRatio", { name: "unbiased", y: 1 }),
  ]);
}
