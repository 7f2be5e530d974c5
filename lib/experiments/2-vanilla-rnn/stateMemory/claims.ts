import { mean } from "../../../analysis/statistics";
import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { type PastInState, stateDefaults, statePresets } from "./config";
import { passageFigure, pastFigure } from "./figures";
import { stateFindings } from "./findings";
import { runState } from "./run";

/** 2: how much of the state the last characters determine, before training and after. */
export const stateMemory = study({
  id: "2-state-memory",
  defaults: stateDefaults,
  presets: statePresets,
  run: runState,
  figures: { passage: passageFigure, past: pastFigure },
  findings: stateFindings,
  claims: {
    "training-lengthens-memory": {
      sentence: "Training makes the state depend more on earlier characters and less on the current one.",
      // The lecture: h summarises what was read. Fresh, with inputs of the variance that the state has, the current character is
      // the larger part of h; what predicts the next one stands further back (Shannon 1951), and training has to keep it.
      expected: "holds",
      figures: ["passage", "past"],
      judge({ models, config }) {
        const left = ({ all, byReader }: PastInState) => ({
          one: byReader.map((share) => 100 * share),
          three: 100 * all[3].left,
        });
        const rows = sound(models.filter(({ start }) => start === "1")).map(({ fresh, trained }) => ({
          fresh: left(fresh!),
          trained: left(trained!),
        }));
        const percent = (value: number) => `${value.toFixed(1)} %`;
        return judge(rows, {
          about: `${rows.length} trained networks of ${config.hiddenSize} units, ${config.steps} steps`,
          effect: ({ fresh, trained }) => trained.one.map((share, reader) => share - fresh.one[reader]),
          unit: "points",
          measured: ({ fresh, trained }) =>
            `once the current character is known, ${percent(mean(trained.one))} of the variance of h is left, ${percent(mean(fresh.one))} with ` +
            `fresh weights; once the last three are, ${percent(trained.three)} and ${percent(fresh.three)}. ` +
            "The effect is the paired difference in percentage points.",
        });
      },
    },
  },
});
