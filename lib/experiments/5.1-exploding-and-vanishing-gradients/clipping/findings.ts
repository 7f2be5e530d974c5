import { mean } from "../../../analysis/statistics";
import type { Findings } from "../../../view/withFinding";
import type { ClippingModel, ClippingResult, LossStretch, Rule } from "./config";
import { modelsAt } from "./figures";
import { finalLoss, isLost, ratesOf, spikes } from "./run";

const ended = (result: ClippingResult, rule: Rule, rate = result.config.learningRate): ClippingModel[] =>
  modelsAt(result, rule, rate).filter((model) => model.ended !== "interrupted");

/** The lowest of the means at the learning rates. */
function bestEnd(result: ClippingResult, rule: Rule): string {
  const ends = ratesOf(result.config).map((rate) => mean(ended(result, rule, rate).map(finalLoss)));
  return Math.min(...ends.filter(Number.isFinite)).toFixed(2);
}

/** The loss where a distance is met best. */
function lossAt({ distances, losses }: LossStretch, distance: number): string {
  const off = distances.map((one) => Math.abs(one - distance));
  return losses[off.indexOf(Math.min(...off))].toFixed(2);
}

export const clippingFindings = {
  norms(result) {
    const all = ended(result, "norm").map(spikes);
    const [longest, median] = [mean(all.map((one) => one.longest)), mean(all.map((one) => one.median))];
    return `Clipped by norm, a run's longest gradient is ${longest.toFixed(1)} on average, the median one ${median.toFixed(2)}`;
  },
  slice({ models, config: { learningRate, clipNorm } }) {
    const slice = models.find((model) => model.slice)?.slice;
    if (!slice) return undefined;
    const { near, far, norm } = slice;
    return (
      `Here a plain step takes the loss from ${lossAt(near, 0)} to ${lossAt(far, learningRate * norm)} nats, ` +
      `a clipped one to ${lossAt(near, learningRate * Math.min(norm, clipNorm))}`
    );
  },
  losses(result) {
    const learnt = (rule: Rule) => ended(result, rule).filter((model) => !isLost(model, result)).length;
    const all = ended(result, "norm").length;
    if (all === 0) return undefined;
    return `${learnt("norm")} of ${all} runs learn clipped by norm, ${learnt("value")} by value, ${learnt("none")} without clipping`;
  },
  rates(result) {
    return (
      `At its best learning rate training ends at ${bestEnd(result, "norm")} nats clipped by norm, ` +
      `${bestEnd(result, "none")} not clipped`
    );
  },
  turns(result) {
    const { clipValue } = result.config;
    const turns = modelsAt(result, "norm", result.config.learningRate).flatMap((model) => model.turns);
    const byValue = turns.flatMap((turn) => turn.byValue.filter(({ limit }) => limit === clipValue));
    const [cut, shortened] = [byValue.map(({ cosine }) => cosine), turns.map(({ byNorm }) => byNorm)];
    return (
      `Clipped by value to ±${clipValue} the cosine is ${mean(cut).toFixed(2)}, ` +
      `clipped by norm it is ${mean(shortened).toFixed(2)}`
    );
  },
} satisfies Findings<ClippingResult>;
