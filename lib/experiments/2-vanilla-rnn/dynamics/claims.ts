import { mean } from "../../../analysis/statistics";
import { judge, type Question, type Row } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { type DynamicsModelResult, dynamicsDefaults, dynamicsPresets } from "./config";
import { approachFigure, growthFigure, oscillationFigure, portraitFigure } from "./figures";
import { runDynamics } from "./run";

/** 2: what a recurrence does on its own as Wh grows; forgetting, oscillation, chaos. */
export const dynamics = study({
  id: "2-dynamics",
  defaults: dynamicsDefaults,
  presets: dynamicsPresets,
  run: runDynamics,
  figures: {
    approach: approachFigure,
    portraits: portraitFigure,
    growth: growthFigure,
    frequencies: oscillationFigure,
  },
  claims: {
    contraction: {
      sentence: "Where σ₁(Wh) is below 1, a network forgets its initial state at least as fast as σ₁ᵗ.",
      figures: ["approach"],
      judge(result) {
        const all = sound(result.models).map(margins);
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
    chaos: {
      sentence:
        "Scaling Wh's spectral radius from 0.75 to 1.5 turns forgetting into chaos: perturbations grow instead of dying.",
      figures: ["portraits", "growth"],
      judge(result) {
        const hiddenSize = Math.max(...result.config.hiddenSizes);
        const rows = sound(result.models).map(({ growth }) => {
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
    oscillation: {
      sentence: "Just above the transition the state oscillates with the period 2π/θ of Wh's leading eigenvalue.",
      figures: ["frequencies"],
      judge(result) {
        const all = sound(result.models).map(errors);
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
  },
});

/** By how many nats more than ln σ₁ the distance shrank, at each step where the theorem speaks. */
const margins = ({ approaches }: DynamicsModelResult): number[] =>
  approaches
    .filter(({ scaled }) => scaled === "norm")
    .flatMap(({ norm, distances }) => distances.slice(1).map((d, t) => Math.log(norm) - Math.log(d / distances[t])));

const errors = ({ oscillations }: DynamicsModelResult): number[] =>
  oscillations.map(({ predicted, measured }) => Math.abs(predicted - measured));

const judgeDraws = <S extends Row>(rows: readonly S[], question: Omit<Question<S>, "about">) =>
  judge(rows, { about: `${rows.length} draws of Wh`, ...question });
