import { unitLoss, type Weights } from "../../../analysis/oneUnit";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { panels } from "../../../view/panels";
import { arrived, type CliffResult, type Descent } from "./config";

const grid = (low: number, high: number, count: number) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

const view = { w: [3.5, 6.5], b: [-3.3, -1.5] } as const;

/** The exact loss over both weights, and ways down it: plain gradient descent meets the cliff, clipped descent stays. */
export function cliffFigure({ config, descents }: CliffResult): Figure {
  const [ws, bs] = [grid(...view.w, 121), grid(...view.b, 91)];
  const parted = descents.filter((descent) => arrived(descent.clipped) && !arrived(descent.plain));
  const byWeight = [...parted].sort((one, other) => one.from.w - other.from.w);
  const chosen = [byWeight[0], byWeight[byWeight.length - 1]].filter(Boolean);
  return heatMap({
    title: `A cliff: one unit, ${config.steps} steps, and gradient descent on its two weights`,
    x: { title: "recurrent weight w", values: ws, range: view.w },
    y: { title: "bias b", values: bs, range: view.b },
    z: bs.map((b) => ws.map((w) => unitLoss({ w, b }, config).loss)),
    colorTitle: "loss",
    range: [0, 0.45],
    lines: chosen.flatMap(waysDown),
    height: 480,
    alt: "heat map of the loss with a sharp edge; plain gradient descent is thrown out of the frame at it, clipped descent follows it to the minimum",
  });
}

const waysDown = ({ from, plain, clipped }: Descent): Series[] => [
  { ...along("plain: thrown out of the frame", plain.path), color: palette[1], dash: "dash" },
  { ...along("clipped: to the minimum", clipped.path), color: "#000000", dash: "solid" },
  { ...along("start", [from]), color: "#000000", markers: "rings" },
];

const along = (name: string, path: readonly Weights[]) => ({
  ...{ name, width: 1.5, x: path.map(({ w }) => w), y: path.map(({ b }) => b) },
});

/** Along one line across the cliff, b = −2.5: the loss, and the length of its gradient. */
export function acrossCliff(config: CliffResult["config"]) {
  const b = -2.5;
  const edge = edgeOf(b, config);
  const near = grid(-12, 0, 121).flatMap((power) => [edge - 10 ** power, edge + 10 ** power]);
  const ws = [...grid(4, 6, 101), ...near].filter((w) => w >= 4 && w <= 6).sort((one, other) => one - other);
  const at = ws.map((w) => unitLoss({ w, b }, config));
  const norms = at.map(({ gradient }) => Math.hypot(gradient.w, gradient.b));
  return { b, ws, losses: at.map(({ loss }) => loss), norms };
}

/** What is found there, drawn. */
export function cliffSliceFigure({ config }: CliffResult): Figure {
  const { b, ws, losses, norms } = acrossCliff(config);
  const x = { title: `recurrent weight w (b = ${b})` };
  return panels("Across the cliff", [
    lines([{ name: "loss", x: ws, y: losses }], {
      title: "loss",
      x,
      y: { title: "" },
      alt: "the loss falls by a step",
    }),
    lines([{ name: "gradient", x: ws, y: norms }], {
      title: "norm of its gradient",
      x,
      y: { title: "", log: true },
      alt: `the gradient is ${Math.max(...norms).toFixed(0)} long at the step and below 1 around it`,
      references: [{ name: `clipped to ${config.clipNorm}`, y: config.clipNorm }],
    }),
  ]);
}

/** Where along w the loss falls, to double precision. */
function edgeOf(b: number, config: CliffResult["config"]): number {
  let [low, high] = [4, 6];
  for (let i = 0; i < 50; i++) {
    const w = (low + high) / 2;
    if (unitLoss({ w, b }, config).loss > 0.2) low = w;
    else high = w;
  }
  return high;
}
