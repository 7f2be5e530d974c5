import { estimate, mean } from "../../analysis/statistics";
import { type Experiment, experiment } from "../experiment";
import { judgeAbove } from "../judge";
import {
  type DynamicsConfig,
  type DynamicsModelResult,
  type DynamicsResult,
  dynamicsDefaults,
  dynamicsPresets,
  runDynamics,
} from "./dynamics";
import { approachFigure, growthFigure, oscillationFigure, portraitFigure } from "./dynamicsFigures";
import { type HelloConfig, type HelloResult, helloDefaults, helloPresets, runHello } from "./hello";
import { helloLossFigure, helloStateFigure, helloStepsTable, helloWeightsTable } from "./helloFigures";
import { runState, type StateConfig, type StateResult, stateDefaults, statePresets } from "./state";
import { passageFigure, pastFigure } from "./stateFigures";

const expected = "holds" as const;
const section = "2";

export const helloNeedsState: Experiment<HelloConfig, HelloResult> = experiment({
  id: "2-hello-needs-state",
  section,
  claim:
    "To write “hello” letter by letter takes a state: with it the network beats every predictor that sees one letter.",
  expected,
  defaults: helloDefaults,
  presets: helloPresets,
  run: runHello,
  figures: { loss: helloLossFigure, states: helloStateFigure },
  tables: { weights: helloWeightsTable, steps: helloStepsTable },
  judge({ models, bound, config, letters }) {
    const finished = models.filter(({ withState, without }) =>
      [withState, without].every(({ ended }) => ended === "finished"),
    );
    const about = `${finished.length} networks of ${config.hiddenSize} units, ${config.steps} steps`;
    if (finished.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
    const target = [...config.word].slice(1).join("");
    const nats = (of: "withState" | "without") => finished.map((model) => model[of].nats!);
    const right = finished.filter(({ withState }) => withState.written === target).length;
    return judgeAbove(
      estimate(nats("withState").map((loss) => bound - loss)),
      `${about}, ${letters.length} letters: ${mean(nats("withState")).toFixed(4)} nats per letter with the state, ` +
        `${mean(nats("without")).toFixed(4)} without, at best ${bound.toFixed(4)} without; ${right} write “${target}”. ` +
        "The effect is how far below the bound the loss ends.",
    );
  },
});

export const memoryGrows: Experiment<StateConfig, StateResult> = experiment({
  id: "2-training-lengthens-memory",
  section,
  claim:
    "Learning to read fills the state with the past: the current character determines less of it than before training.",
  // Fresh weights, one-hot inputs of size 1/√D and ρ(Wh) near 1, are close to a linear integrator; what is learnt drives
  // the units into saturation, where tanh passes little of the state before on.
  expected: "fails",
  defaults: stateDefaults,
  presets: statePresets,
  run: runState,
  figures: { passage: passageFigure, past: pastFigure },
  judge({ models, config }) {
    const finished = models.filter(({ trained }) => trained.length > 0);
    const about = `${finished.length} trained networks of ${config.hiddenSize} units, ${config.steps} steps`;
    if (finished.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
    const left = (of: "fresh" | "trained", known: number) => finished.map((model) => 100 * model[of][known].left);
    const [before, after] = (["fresh", "trained"] as const).map((of) => left(of, 1));
    const percent = (values: readonly number[]) => `${mean(values).toFixed(1)} %`;
    return judgeAbove(
      estimate(after.map((share, i) => share - before[i])),
      `${about}: once the current character is known, ${percent(after)} of the variance of h is left, ${percent(before)} with ` +
        `fresh weights; once the last three are, ${percent(left("trained", 3))} and ${percent(left("fresh", 3))}. ` +
        "The effect is the paired difference in percentage points.",
    );
  },
});

/** The claims about Wh's scale share a run: give each the result of any one's. */
const dynamics = {
  section,
  expected,
  defaults: dynamicsDefaults,
  presets: dynamicsPresets,
  run: runDynamics,
};

export const contraction: Experiment<DynamicsConfig, DynamicsResult> = experiment({
  ...dynamics,
  id: "2-contraction",
  claim: "Where σ₁(Wh) is below 1, a network forgets its initial state at least as fast as σ₁ᵗ.",
  figures: { approach: approachFigure },
  judge: (result) =>
    judgeDraws(
      result,
      (draw) => Math.min(...margins(draw)),
      (draws) =>
        `in ${draws.flatMap(margins).length} steps with σ₁ = ${result.config.norms.join(", ")} the distance of two runs always shrank ` +
        `by more than the factor σ₁ (least margin ${Math.min(...draws.flatMap(margins)).toFixed(4)} nats); the effect is each draw's least margin.`,
    ),
});

/** By how many nats more than ln σ₁ the distance shrank, at each step where the theorem speaks. */
const margins = ({ approaches }: DynamicsModelResult): number[] =>
  approaches
    .filter(({ scaled }) => scaled === "norm")
    .flatMap(({ norm, distances }) => distances.slice(1).map((d, t) => Math.log(norm) - Math.log(d / distances[t])));

export const chaos: Experiment<DynamicsConfig, DynamicsResult> = experiment({
  ...dynamics,
  id: "2-chaos",
  claim:
    "Scaling Wh's spectral radius from 0.75 to 1.5 turns forgetting into chaos: perturbations grow instead of dying.",
  figures: { portraits: portraitFigure, growth: growthFigure },
  judge(result) {
    const hiddenSize = Math.max(...result.config.hiddenSizes);
    const at = (draw: DynamicsModelResult, radius: number) =>
      draw.growth.find((one) => one.hiddenSize === hiddenSize && one.radius === radius)!.exponent;
    return judgeDraws(
      result,
      (draw) => at(draw, 1.5),
      (draws) =>
        `with ${hiddenSize} units a perturbation grows by ${mean(draws.map((draw) => at(draw, 1.5))).toFixed(3)} nats a step at 1.5, ` +
        `and by ${mean(draws.map((draw) => at(draw, 0.75))).toFixed(3)} at 0.75 (ln 0.75 = ${Math.log(0.75).toFixed(3)}); the effect is the first.`,
    );
  },
});

export const oscillation: Experiment<DynamicsConfig, DynamicsResult> = experiment({
  ...dynamics,
  id: "2-oscillation",
  claim: "Just above the transition the state oscillates with the period 2π/θ of Wh's leading eigenvalue.",
  figures: { frequencies: oscillationFigure },
  judge: (result) =>
    judgeDraws(
      result,
      (draw) => 0.01 - mean(errors(draw)),
      (draws) =>
        `over ${draws.flatMap(errors).length} networks the frequency differs from θ/2π by ${mean(draws.flatMap(errors)).toFixed(4)} cycles a step, ` +
        `at most ${Math.max(...draws.flatMap(errors)).toFixed(4)}; the effect is how far each draw's mean lies below 0.01.`,
    ),
});

const errors = ({ oscillations }: DynamicsModelResult): number[] =>
  oscillations.map(({ predicted, measured }) => Math.abs(predicted - measured));

function judgeDraws(
  { models }: DynamicsResult,
  effect: (draw: DynamicsModelResult) => number,
  measured: (draws: readonly DynamicsModelResult[]) => string,
) {
  const draws = models.filter(({ ended }) => ended === "finished");
  if (draws.length < 2) return judgeAbove(undefined, `${draws.length} draws of Wh: too few for an interval.`);
  return judgeAbove(estimate(draws.map(effect)), `${draws.length} draws of Wh: ${measured(draws)}`);
}
