import { leastSquares } from "../../../analysis/leastSquares";
import { mean } from "../../../analysis/statistics";
import { meanAndBand } from "../../../lab/bands";
import { finished } from "../../../lab/trials";
import { type Figure, lines } from "../../../view/figure";
import type { MemoryResult } from "./config";

/** Peak memory against the window's length, after a short and a longer text, and the line through it. */
export function windowMemoryFigure({ config, peaks, leastBytes }: MemoryResult): Figure {
  const done = finished(peaks);
  const lengths = config.windows.filter((length) => done.some(({ windowLength }) => windowLength === length));
  const of = (which: "short" | "long") =>
    lengths.map((length) =>
      done.filter(({ windowLength }) => windowLength === length).map((peak) => peak[which].megabytes),
    );
  const means = of("long").map(mean);
  const { slope, intercept } = means.length > 1 ? leastSquares(lengths, means) : { slope: 0, intercept: 0 };
  return lines(
    [
      { name: `${config.steps} windows read`, x: lengths, markers: true, ...meanAndBand(of("short")) },
      { name: `${4 * config.steps} windows read`, x: lengths, markers: true, ...meanAndBand(of("long")) },
      {
        name: `line: ${slope.toFixed(2)} MB a character`,
        x: [0, ...lengths],
        y: [0, ...lengths].map((length) => intercept + slope * length),
      },
      {
        name: `h and logits alone: ${(leastBytes / 2 ** 20).toFixed(2)} MB`,
        x: [0, ...lengths],
        y: [0, ...lengths].map((length) => (leastBytes * length) / 2 ** 20),
      },
    ],
    {
      title: "Peak memory of training, in fresh processes",
      x: { title: "length of the window" },
      y: { title: "MB above the process before training" },
      alt: `Peak memory grows by ${slope.toFixed(2)} MB for each character of the window, and hardly with the text`,
    },
  );
}
