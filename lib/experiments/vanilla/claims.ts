import { mean } from "../../analysis/statistics";
import { type Experiment, experiment, type Study, study } from "../experiment";
import { judge, type Question, type Row } from "../judge";
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

export const helloNeedsState: Experiment<HelloConfig, HelloResult> = experiment(
  "2-hello-needs-state",
  "To write “hello” letter by letter takes a state: with it the network beats every predictor that sees one letter.",
  {
    defaults: helloDefaults,
    presets: helloPresets,
    run: runHello,
    figures: { loss: helloLossFigure, states: helloStateFigure },
    tables: { weights: helloWeightsTable, steps: helloStepsTable },
    judge({ models, bound, config, letters }) {
      const finished = models.filter(({ withState, without }) =>
        [withState, without].every(({ ended }) => ended === "finished"),
      );
      const target = [...config.word].slice(1).join("");
      const right = finished.filter(({ withState }) => withState.written === target).length;
      const rows = finished.map(({ withState, without }) => ({ withState: withState.nats!, without: without.nats! }));
      return judge(rows, {
        about: `${rows.length} networks of ${config.hiddenSize} units, ${config.steps} steps, ${letters.length} letters`,
        effect: ({ withState }) => bound - withState,
        measured: ({ withState, without }) =>
          `${withState.toFixed(4)} nats per letter with the state, ${without.toFixed(4)} without, ` +
          `at best ${bound.toFixed(4)} without; ${right} write “${target}”. ` +
          "The effect is how far below the bound the loss ends.",
      });
    },
  },
);

export const memoryGrows: Experiment<StateConfig, StateResult> = experiment(
  "2-training-lengthens-memory",
  "Learning to read fills the state with the past: the current character determines less of it than before training.",
  {
    // Fresh weights, one-hot inputs of size 1/√D and ρ(Wh) near 1, are close to a linear integrator; what is learnt drives
    // the units into saturation, where tanh passes little of the state before on.
    expected: "fails",
    defaults: stateDefaults,
    presets: statePresets,
    run: runState,
    figures: { passage: passageFigure, past: pastFigure },
    judge({ models, config }) {
      const left = (known: readonly { readonly left: number }[]) => ({
        one: 100 * known[1].left,
        three: 100 * known[3].left,
      });
      const rows = models
        .filter(({ trained }) => trained.length > 0)
        .map(({ fresh, trained }) => ({ fresh: left(fresh), trained: left(trained) }));
      const percent = (value: number) => `${value.toFixed(1)} %`;
      return judge(rows, {
        about: `${rows.length} trained networks of ${config.hiddenSize} units, ${config.steps} steps`,
        effect: ({ fresh, trained }) => trained.one - fresh.one,
        measured: ({ fresh, trained }) =>
          `once the current character is known, ${percent(trained.one)} of the variance of h is left, ${percent(fresh.one)} with ` +
          `fresh weights; once the last three are, ${percent(trained.three)} and ${percent(fresh.three)}. ` +
          "The effect is the paired difference in percentage points.",
      });
    },
  },
);

/** The claims about Wh's scale share a run: give each the result of any one's. */
const dynamicsClaim: Study<DynamicsConfig, DynamicsResult> = study({
  defaults: dynamicsDefaults,
  presets: dynamicsPresets,
  run: runDynamics,
});

export const contraction = dynamicsClaim(
  "2-contraction",
  "Where σ₁(Wh) is below 1, a network forgets its initial state at least as fast as σ₁ᵗ.",
  {
    figures: { approach: approachFigure },
    judge(result) {
      const all = finished(result).map(margins);
      return judgeDraws(
        all.map((own) => ({ least: Math.min(...own) })),
        {
          effect: ({ least }) => least,
          measured: () =>
            `in ${all.flat().length} steps with σ₁ = ${result.config.norms.join(", ")} the distance of two runs always shrank ` +
            `by more than the factor σ₁ (least margin ${Math.min(...all.flat()).toFixed(4)} nats); the effect is each draw's least margin.`,
        },
      );
    },
  },
);

/** By how many nats more than ln σ₁ the distance shrank, at each step where the theorem speaks. */
const margins = ({ approaches }: DynamicsModelResult): number[] =>
  approaches
    .filter(({ scaled }) => scaled === "norm")
    .flatMap(({ norm, distances }) => distances.slice(1).map((d, t) => Math.log(norm) - Math.log(d / distances[t])));

export const chaos = dynamicsClaim(
  "2-chaos",
  "Scaling Wh's spectral radius from 0.75 to 1.5 turns forgetting into chaos: perturbations grow instead of dying.",
  {
    figures: { portraits: portraitFigure, growth: growthFigure },
    judge(result) {
      const hiddenSize = Math.max(...result.config.hiddenSizes);
      const rows = finished(result).map(({ growth }) => {
        const at = (radius: number) =>
          growth.find((one) => one.hiddenSize === hiddenSize && one.radius === radius)!.exponent;
        return { above: at(1.5), below: at(0.75) };
      });
      return judgeDraws(rows, {
        effect: ({ above }) => above,
        measured: ({ above, below }) =>
          `with ${hiddenSize} units a perturbation grows by ${above.toFixed(3)} nats a step at 1.5, ` +
          `and by ${below.toFixed(3)} at 0.75 (ln 0.75 = ${Math.log(0.75).toFixed(3)}); the effect is the first.`,
      });
    },
  },
);

export const oscillation = dynamicsClaim(
  "2-oscillation",
  "Just above the transition the state oscillates with the period 2π/θ of Wh's leading eigenvalue.",
  {
    figures: { frequencies: oscillationFigure },
    judge(result) {
      const all = finished(result).map(errors);
      return judgeDraws(
        all.map((own) => ({ error: mean(own) })),
        {
          effect: ({ error }) => 0.01 - error,
          measured: () =>
            `over ${all.flat().length} networks the frequency differs from θ/2π by ${mean(all.flat()).toFixed(4)} cycles a step, ` +
            `at most ${Math.max(...all.flat()).toFixed(4)}; the effect is how far each draw's mean lies below 0.01.`,
        },
      );
    },
  },
);

const errors = ({ oscillations }: DynamicsModelResult): number[] =>
  oscillations.map(({ predicted, measured }) => Math.abs(predicted - measured));

const finished = ({ models }: DynamicsResult) => models.filter(({ ended }) => ended === "finished");

const judgeDraws = <S extends Row>(rows: readonly S[], question: Omit<Question<S>, "about">) =>
  judge(rows, { about: `${rows.length} draws of Wh`, ...question });
