import { geometricMeanAndBand, meanAndBand, overCurves } from "../../../lab/bands";
import { finished, meanText } from "../../../lab/trials";
import { sharedLogRange } from "../../../view/axis";
import { type Figure, lines, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { effectText } from "../../../view/verdict";
import { microseconds } from "../../shared/microseconds";
import type { DepthModel, DepthResult, LayerNorms, Regime } from "./config";
import { armsIn, bitsByDepth, gainsOverOne } from "./gains";

const names: Readonly<Record<string, string>> = { vanilla: "vanilla RNN", lstm: "LSTM", gru: "GRU" };
/** "1 layer", "3 layers" */
export const layersOf = (layers: number): string => `${layers} layer${layers === 1 ? "" : "s"}`;
const layersAxis = ({ config }: DepthResult) => ({
  title: "layers",
  range: [config.depths[0] - 0.2, (config.depths.at(-1) as number) + 0.2] as const,
  ticks: config.depths,
});

/** Held-out bits against depth, in a panel a text, a line a regime. */
export function depthBitsFigure(result: DepthResult): Figure {
  const { corpora, regimes, cell } = result.config;
  return panels(
    `Held-out loss of the ${names[cell]} by depth`,
    corpora.map((name) =>
      lines(
        regimes.map((regime) => {
          const arms = armsIn(result, regime, name);
          const bits = bitsByDepth(arms, finished);
          const reached = bits.length > 0 ? arms : [];
          const values = reached.map((_, i) => bits.map((row) => row[i]));
          return { name: regime, x: reached.map(({ layers }) => layers), markers: true, ...meanAndBand(values) };
        }),
        {
          title: name,
          x: layersAxis(result),
          y: { title: "bits per character" },
          alt: `${name}, held-out bits against depth at ${regimes.join(" and at ")}`,
        },
      ),
    ),
  );
}

/** The loss as it falls, by depth, at the first regime: against what was read and against the time that it took. */
export function curvesFigure(result: DepthResult): Figure {
  const { corpora, regimes, cell } = result.config;
  const panel = (name: string, title: string, scale: (layers: number) => number) =>
    lines(
      armsIn(result, regimes[0], name).map((arm) => {
        const scaled = scale(arm.layers);
        const series = overCurves(layersOf(arm.layers), arm.models, {
          x: ({ characters }) => characters * scaled,
          y: ({ heldOutBits }) => heldOutBits,
        });
        return { ...series, markers: true };
      }),
      {
        title: name,
        x: { title },
        y: { title: "held-out bits" },
        alt: `${name}, loss curves by depth against ${title}`,
      },
    );
  return panels(
    `The ${names[cell]} learns, at ${regimes[0]}`,
    corpora.flatMap((name) => [
      panel(name, "thousands of characters read", () => 1e-3),
      panel(name, "seconds of training", (layers) => 1e-6 * (timeOf(result, regimes[0], layers) ?? 0)),
    ]),
  );
}

/** Over the models of all texts, whose time is the same. */
export const timeOf = ({ arms }: DepthResult, regime: Regime, layers: number): number | undefined =>
  microseconds(
    arms.filter((arm) => arm.layers === layers && arm.regimes.includes(regime)).flatMap(({ models }) => models),
  );

/** Time per character against depth, a line a regime. */
export function timeFigure(result: DepthResult): Figure {
  const { regimes, depths, cell } = result.config;
  const series = regimes.map((regime): Series => {
    const timed = depths.flatMap((layers) => {
      const time = timeOf(result, regime, layers);
      return time === undefined ? [] : [{ layers, time }];
    });
    return { name: regime, x: timed.map(({ layers }) => layers), y: timed.map(({ time }) => time), markers: true };
  });
  const highest = Math.max(0, ...series.flatMap(({ y }) => y));
  return lines(series, {
    title: `Time per character of the ${names[cell]} in training, on one core`,
    x: layersAxis(result),
    y: { title: "microseconds", ...(highest > 0 ? { range: [0, 1.1 * highest] } : {}) },
    alt: `Training time per character against depth at ${regimes.join(" and at ")}`,
  });
}

/** Norm of the gradient of each layer's recurrent weights, a line a depth, at the first regime: before and after training. */
export function gradientsFigure(result: DepthResult): Figure {
  const { regimes, depths, cell } = result.config;
  const normsOf = (of: (model: DepthModel) => LayerNorms | null) =>
    depths.map((depth): Series => {
      const arms = result.arms.filter(({ layers, regimes: own }) => layers === depth && own.includes(regimes[0]));
      const norms = arms.flatMap(({ models }) => models.flatMap((model) => [of(model) ?? []])).filter(isSome);
      const layers = norms[0]?.map((_, layer) => layer) ?? [];
      const { y, low, high } = geometricMeanAndBand(layers.map((layer) => norms.map((own) => own[layer])));
      // One band shows how far the models differ; five would hide each other.
      const band = depth === depths.at(-1) ? { low, high } : {};
      return { name: layersOf(depth), x: layers.map((layer) => layer + 1), markers: true, y, ...band };
    });
  const [before, after] = [normsOf(({ fresh }) => fresh), normsOf(({ trained }) => trained)];
  const range = sharedLogRange([...before, ...after]);
  const panel = (title: string, series: readonly Series[]) =>
    lines(series, {
      title,
      x: { ...layersAxis(result), title: "layer, from the bottom" },
      y: { title: "gradient norm", log: true, range },
      alt: `${title}: gradient norm of each layer's recurrent weights, by depth`,
    });
  return panels(`How much gradient each layer of the ${names[cell]} gets, at ${regimes[0]}`, [
    panel("before training", before),
    panel("after training", after),
  ]);
}

const isSome = (norms: LayerNorms): boolean => norms.length > 0;

/** Every depth with its exact size, what it reached, and what it saves over one layer: none of them is chosen. */
export function depthsTable(result: DepthResult): Table {
  const { corpora, regimes } = result.config;
  const rows = corpora.flatMap((name) =>
    regimes.flatMap((regime) => {
      const arms = armsIn(result, regime, name);
      const bits = bitsByDepth(arms, finished);
      const gains = gainsOverOne(bits);
      return arms.map(({ layers, hiddenSize, parameters, learningRate, models }, i) => {
        const gain = gains[i];
        return [
          ...[name, regime, String(layers), String(hiddenSize), parameters.toLocaleString("en"), String(learningRate)],
          meanText(bits.map((row) => row[i])),
          i > 0 && gain ? effectText({ effect: gain.mean, interval: gain.interval }) : "–",
          microseconds(models)?.toFixed(1) ?? "–",
        ];
      });
    }),
  );
  return {
    caption:
      "Held-out bits per character, and what each depth saves over one layer: mean and 95 % interval over the seeds, paired",
    header: [
      "text",
      "compared at",
      "layers",
      "units each",
      "parameters",
      "learning rate",
      "bits",
      "saved over one layer",
      "µs a character",
    ],
    rows,
  };
}
