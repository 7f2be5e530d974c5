import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { stateDefaults, statePresets } from "./config";
import { passageFigure, pastFigure } from "./figures";
import { runState } from "./run";

/** 2: how much of the state the last characters determine, before training and after. */
export const stateMemory = study({
  id: "2-state-memory",
  defaults: stateDefaults,
  presets: statePresets,
  run: runState,
  figures: { passage: passageFigure, past: pastFigure },
  claims: {
    "training-lengthens-memory": {
      sentence:
        "Learning to read fills the state with the past: the current character determines less of it than before training.",
      // Fresh weights, one-hot inputs of size 1/√D and ρ(Wh) near 1, are close to a linear integrator; what is learnt drives
      // the units into saturation, where tanh passes little of the state before on.
      expected: "fails",
      figures: ["passage", "past"],
      judge({ models, config }) {
        const left = (known: readonly { readonly left: number }[]) => ({
          one: 100 * known[1].left,
          three: 100 * known[3].left,
        });
        const rows = sound(models).map(({ fresh, trained }) => ({ fresh: left(fresh), trained: left(trained) }));
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
  },
});
