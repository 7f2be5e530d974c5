import { meanAndBand } from "../../../lab/bands";
import { product } from "../../../lab/sweep";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { nameOfCell } from "../../shared/nameOfCell";
import { type Bias, type BiasResult, claimedWindow } from "./config";

/**
 * Cosine and norm of the truncated gradient beside the full one: against the window on
 * the first text, at fresh weights and at last; and at 16 as training goes on, on every text.
 */
export function biasFigure({ models, config }: BiasResult): Figure {
  const { corpora, cells, windows, sequence } = config;
  const arms = product({ corpus: corpora, cell: cells }).map(({ corpus, cell }) => ({
    name: nameOfCell(cell) + (corpora.length > 1 ? `, ${corpus}` : ""),
    color: palette[cells.indexOf(cell)],
    shifted: corpora.indexOf(corpus) > 0,
    own: models.filter((model) => model.corpus === corpus && model.cell === cell && model.points.length > 0),
  }));
  const onFirst = arms.filter(({ shifted }) => !shifted);
  const byWindow = (of: (bias: Bias) => number): Series[] =>
    onFirst.flatMap(({ name, color, own }) =>
      ([0, -1] as const).map(
        (place): Series => ({
          ...{ name: `${name}, ${place === 0 ? "fresh" : "trained"}`, color, dash: place === 0 ? "dot" : "solid" },
          ...(own.length > 0
            ? {
                x: windows,
                markers: true,
                ...meanAndBand(windows.map((_, i) => own.map(({ points }) => of(points.at(place)!.biases[i])))),
              }
            : { x: [], y: [] }),
        }),
      ),
    );
  const byTraining = arms.map(({ name, color, shifted, own }): Series => {
    const steps = own.length > 0 ? own[0].points.map(({ step }) => step) : [];
    const at = (step: number) =>
      own
        .flatMap(({ points }) => points.filter((point) => point.step === step).flatMap(({ biases }) => biases))
        .filter(({ windowLength }) => windowLength === claimedWindow)
        .map(({ cosine }) => cosine);
    const x = steps.map((step) => own[0].points.find((point) => point.step === step)!.characters / 1e6);
    return { name, color, dash: shifted ? "dash" : "solid", x, markers: true, ...meanAndBand(steps.map(at)) };
  });
  const window = { title: "length of the window", log: true, ticks: windows };
  const y = { title: "" };
  const threshold = { name: "0.95", y: 0.95, side: "left" } as const;
  return panels(`The truncated gradient beside the full one over ${sequence} characters`, [
    lines(
      byWindow(({ cosine }) => cosine),
      {
        ...{ title: "cosine of their angle", x: window, y, references: [threshold] },
        alt: "cosine of their angle against window",
      },
    ),
    lines(byTraining, {
      ...{ title: `cosine at ${claimedWindow} as training goes on`, x: { title: "million characters read" }, y },
      ...{ references: [threshold], alt: `cosine at ${claimedWindow} against characters read` },
    }),
    lines(
      byWindow(({ normRatio }) => normRatio),
      {
        ...{ title: "ratio of their norms", x: window, y },
        ...{ references: [{ name: "unbiased", y: 1, side: "left" }], alt: "ratio of their norms against window" },
      },
    ),
  ]);
}
