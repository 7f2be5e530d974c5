import { descend, unitLoss, type Weights } from "../analysis/oneUnit";
import { slider } from "../view/controls";
import { lines, palette, type Series } from "../view/figure";
import { heatMap } from "../view/heatMap";
import { moment } from "../view/moment";

/** Steps of the recurrence. */
const unit = { steps: 50 };
const frame = { w: [3.5, 6.5], b: [-3.3, -1.5] } as const;
const grid = ([low, high]: readonly [number, number], count: number) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const [ws, bs] = [grid(frame.w, 61), grid(frame.b, 46)];
const written = (value: number) => Number(value.toPrecision(3));

const lossAt = (at: Weights) => unitLoss(at, unit).loss;
const slope = (at: Weights) => {
  const { gradient } = unitLoss(at, unit);
  return Math.hypot(gradient.w, gradient.b);
};
const isInside = ({ w, b }: Weights) => frame.w[0] < w && w < frame.w[1] && frame.b[0] < b && b < frame.b[1];
const looks = [
  { name: "plain", color: palette[1], dash: "dash" },
  { name: "clipped", color: "#000000", dash: "solid" },
] as const;

/** Gradient descent on the two weights of one unit, step by step, with clipping and without. */
export const cliffSteps = moment({
  name: "5.1-cliff",
  title: "Step down the cliff: where does gradient descent end, with clipping and without?",
  controls: {
    steps: slider(0, 300, { start: 60, step: 1, label: "steps of gradient descent" }),
    w: slider(4, 6, { start: 4.8, step: 0.02, label: "recurrent weight w at the start" }),
    b: slider(-3, -1.6, { start: -2.2, step: 0.02, label: "bias b at the start" }),
    clipNorm: slider(0.1, 100, { start: 1, log: true, label: "the most that the clipped gradient may be" }),
  },
  answer({ steps, w, b, clipNorm }) {
    const go = (most: number) => descend({ w, b }, { ...unit, learningRate: 0.1, updates: steps, clipNorm: most });
    const ways = [go(Number.POSITIVE_INFINITY), go(clipNorm)];
    const ends = ways.map((way) => way[steps]);
    const norms = ways.map((way) => way.map((at) => Math.max(slope(at), 1e-4)));
    const told = ends.map((at) => {
      if (!isInside(at)) return "out of the frame";
      return lossAt(at) < 1e-3 ? "at the minimum" : `at a loss of ${written(lossAt(at))}`;
    });
    const series = (of: (i: number) => Pick<Series, "x" | "y" | "markers">): Series[] =>
      looks.map((look, i) => ({ ...look, width: 2, ...of(i) }));
    return [
      heatMap({
        title: `After ${steps} steps: plain ${told[0]}; clipped ${told[1]}`,
        x: { title: "recurrent weight w", values: ws.map(written), range: frame.w },
        y: { title: "bias b", values: bs.map(written), range: frame.b },
        z: bs.map((row) => ws.map((column) => written(lossAt({ w: column, b: row })))),
        ...{ colorTitle: "loss", range: [0, 0.45], height: 320 },
        lines: [
          ...series((i) => ({ x: ways[i].map((at) => at.w), y: ways[i].map((at) => at.b) })),
          { name: "start", x: [w], y: [b], color: "#000000", markers: "rings" },
        ],
        alt: `The loss over both weights has a sharp edge. After ${steps} steps from w = ${w}, b = ${b}: plain gradient descent ${told[0]}; clipped ${told[1]}`,
      }),
      lines(
        series((i) => ({ x: norms[i].map((_, step) => step), y: norms[i], markers: steps < 40 })),
        {
          title: `The longest gradient met: ${written(Math.max(...norms[0]))} plain, ${written(Math.max(...norms[1]))} before clipping`,
          ...{ x: { title: "step" }, y: { title: "norm", log: true, range: [-4.1, 4] } },
          ...{ references: [{ name: "clipped from here on", y: clipNorm }], height: 280 },
          alt: `Norm of the gradient at each step: at most ${written(Math.max(...norms[0]))} plain and ${written(Math.max(...norms[1]))} before clipping`,
        },
      ),
    ];
  },
});
