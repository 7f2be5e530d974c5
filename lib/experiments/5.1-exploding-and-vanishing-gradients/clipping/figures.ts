import { mean } from "../../../analysis/statistics";
import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import type { Mark } from "../../../view/guides";
import { panels } from "../../../view/panels";
import { type ClippingModel, type ClippingResult, type LossStretch, type Rule, rules } from "./config";
import { finalLoss, ratesOf, trainedBy } from "./run";

const named: Record<Rule, string> = { none: "not clipped", norm: "clipped by norm", value: "clipped by value" };

/** At a rate, of those that have made a step. */
export const modelsAt = (result: ClippingResult, rule: Rule, rate: number): ClippingModel[] =>
  trainedBy(result, { rate }).filter((model) => model.rule === rule && model.losses.length > 0);

/** The norm before clipping: of the first model step by step, and of all as the share of steps that exceed a length. */
export function normsFigure(result: ClippingResult): Figure {
  const { learningRate, clipNorm } = result.config;
  const shown = (["none", "norm"] as const).map((rule) => ({
    name: named[rule],
    models: modelsAt(result, rule, learningRate),
  }));
  const steps = shown.map(({ name, models }): Series => {
    const norms = models[0]?.norms ?? [];
    return { name, x: norms.map((_, i) => i + 1), y: norms };
  });
  return panels(`The gradient's norm in training, before clipping; learning rate ${learningRate}`, [
    lines(steps, {
      title: "the first model, step by step",
      x: { title: "step" },
      y: { title: `‖∂L/∂θ‖ (dotted: ${clipNorm})`, log: true },
      alt: "norm of the gradient at each step on a log axis: spikes tower over the rest",
      references: [{ name: "", y: clipNorm }],
    }),
    lines(
      shown.map(({ name, models }) =>
        exceedance(
          name,
          models.flatMap(({ norms }) => norms),
        ),
      ),
      {
        title: "all models: share of the steps above a norm",
        x: { title: "norm", log: true },
        y: { title: "", log: true },
        alt: "share of the steps whose gradient is longer than a given norm, both axes logarithmic: a heavy tail",
      },
    ),
  ]);
}

/** At each measured norm, in order, the share of steps that are at least so long; every n-th is enough for a line. */
function exceedance(name: string, norms: readonly number[]): Series {
  const sorted = [...norms].sort((a, b) => a - b).filter((norm) => norm > 0);
  const kept = sorted
    .map((_, i) => i)
    .filter((i) => i % Math.ceil(sorted.length / 200) === 0 || i > sorted.length - 20);
  return { name, x: kept.map((i) => sorted[i]), y: kept.map((i) => (sorted.length - i) / sorted.length) };
}

/** The loss of one batch along its longest gradient: as far as a clipped step goes, and as far as a plain one would. */
export function sliceFigure({ models, config }: ClippingResult): Figure {
  const { learningRate, clipNorm } = config;
  const slice = models.find((model) => model.slice)?.slice;
  const { near, far, norm = 0, step = 0 } = slice ?? {};
  const [clipped, plain] = [learningRate * Math.min(norm, clipNorm), learningRate * norm];
  const panel = (title: string, stretch: LossStretch = { distances: [0], losses: [0] }, step: Mark) =>
    lines([{ name: "loss", x: stretch.distances, y: stretch.losses }], {
      title,
      x: { title: "distance, against the gradient" },
      y: { title: "nats per character" },
      marks: [{ name: "weights", x: 0 }, step],
      alt: `loss along the gradient as far as a ${step.name} of ${step.x.toFixed(1)} goes`,
    });
  return panels(`Along the longest gradient of a training (step ${step}, norm ${norm.toFixed(0)})`, [
    panel("as far as clipping goes", near, { name: "clipped step", x: clipped, color: palette[2], side: "left" }),
    panel("as far as plain descent goes", far, { name: "plain step", x: plain, color: palette[1], side: "left" }),
  ]);
}

/** Training loss of every model at the rate of the claims, a line each, ten steps a point. */
export function clippedLossFigure(result: ClippingResult): Figure {
  const { learningRate } = result.config;
  const curves = rules.flatMap((rule): Series[] =>
    modelsAt(result, rule, learningRate).map(({ losses }) => {
      const y = inTens(losses);
      const dash = rule === "value" ? "dot" : "solid";
      return { name: named[rule], x: y.map((_, i) => 10 * (i + 1)), y, dash, width: 1.5 };
    }),
  );
  return lines(curves, {
    title: `Learning ${result.corpus} by gradient descent at learning rate ${learningRate}`,
    x: { title: "step" },
    y: { title: "nats per character" },
    alt: "training loss of each model: without clipping most rise above the letters' frequencies, with clipping all fall",
    references: [{ name: "letters' frequencies alone", y: result.frequencies, side: "left" }],
  });
}

const inTens = (losses: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(losses.length / 10) }, (_, i) => mean(losses.slice(10 * i, 10 * i + 10)));

/** Where training ends, against the learning rate. */
export function ratesFigure(result: ClippingResult): Figure {
  const rates = ratesOf(result.config).sort((a, b) => a - b);
  return lines(
    rules.map((rule) => {
      const known = rates.filter((rate) => modelsAt(result, rule, rate).length > 0);
      const values = known.map((rate) => modelsAt(result, rule, rate).map(finalLoss));
      return { name: named[rule], x: known, markers: true, ...meanAndBand(values) };
    }),
    {
      title: "Where training ends, by learning rate",
      x: { title: "learning rate" },
      y: { title: "nats per character at the end", log: true },
      alt: "final loss against learning rate: without clipping it is lost at rates at which clipping still learns",
      references: [{ name: "letters' frequencies alone", y: result.frequencies, side: "left" }],
    },
  );
}

/** By how much clipping by value turns the gradient, against its limit; clipping by norm does not. */
export function turnFigure(result: ClippingResult): Figure {
  const seeds = modelsAt(result, "norm", result.config.learningRate).map(({ turns }) => turns);
  const some = seeds.filter((turns) => turns.length > 0);
  const limits = some[0]?.[0].byValue.map(({ limit }) => limit) ?? [];
  const values = limits.map((_, i) => some.map((turns) => mean(turns.map(({ byValue }) => byValue[i].cosine))));
  const byNorm = limits.map(() => some.map((turns) => mean(turns.map((turn) => turn.byNorm))));
  return lines(
    [
      { name: "clipped by value", x: limits, markers: true, ...meanAndBand(values) },
      { name: "clipped by norm", x: limits, ...meanAndBand(byNorm) },
    ],
    {
      title: "The clipped gradient's cosine with the true one",
      x: { title: "limit of one component", log: true, ticks: limits },
      y: { title: "cosine", range: [0, 1.05] },
      alt: "cosine of the clipped gradient with the true one: it falls as the limit of a component falls; by norm it is 1",
    },
  );
}
