import { mean } from "../../../analysis/statistics";
import { judgeAllAbove } from "../../../lab/decide";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { above, below, dynamicsDefaults, dynamicsPresets } from "./config";
import { growthFigure, portraitFigure } from "./figures";
import { dynamicsFindings } from "./findings";
import { runDynamics } from "./run";

/** 2: what a recurrence does on its own as Wh grows: it forgets, oscillates, is chaotic, saturates. */
export const dynamics = study({
  id: "2-dynamics",
  defaults: dynamicsDefaults,
  presets: dynamicsPresets,
  run: runDynamics,
  figures: { portraits: portraitFigure, growth: growthFigure },
  findings: dynamicsFindings,
  claims: {
    chaos: {
      sentence:
        "Scaling Wh's spectral radius from 0.75 to 1.5 turns forgetting into chaos: perturbations grow instead of dying.",
      // Sompolinsky, Crisanti & Sommers 1988: chaos above 1 where units are infinitely many; below 1 the exponent is ln ρ.
      expected: "holds",
      figures: ["portraits", "growth"],
      judge({ config, models }) {
        const hiddenSize = Math.max(...config.hiddenSizes);
        const exponents = (radius: number) =>
          sound(models).map(
            ({ growth }) => growth.find((one) => one.hiddenSize === hiddenSize && one.radius === radius)!.exponent,
          );
        const [grows, dies] = [exponents(above), exponents(below).map((exponent) => -exponent)];
        const { length } = grows;
        return judgeAllAbove(
          [
            { name: `growth at ${above}`, effects: grows },
            { name: `decay at ${below}`, effects: dies },
          ],
          {
            criterion: `with ${hiddenSize} units a perturbation grows at ${above} and decays at ${below}`,
            unit: "nats a step",
            measured:
              `${length} draws of Wh: with ${hiddenSize} units a perturbation grows by ${mean(grows).toFixed(3)} nats a step at ${above}, ` +
              `and decays by ${mean(dies).toFixed(3)} at ${below} (−ln ${below} = ${(-Math.log(below)).toFixed(3)}).`,
          },
        );
      },
    },
  },
});
