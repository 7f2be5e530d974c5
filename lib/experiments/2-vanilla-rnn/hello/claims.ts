import { bySeed, judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { helloDefaults, helloPresets } from "./config";
import { helloLossFigure, helloStateFigure, helloStepsTable, helloWeightsTable } from "./figures";
import { helloFindings } from "./findings";
import { runHello } from "./run";

const ways = ["withState", "without"] as const;

/** 2.1's first slide: a network of three units learns to write "hello". */
export const hello = study({
  id: "2-hello",
  defaults: helloDefaults,
  presets: helloPresets,
  run: runHello,
  figures: { loss: helloLossFigure, states: helloStateFigure },
  findings: helloFindings,
  tables: { weights: helloWeightsTable, steps: helloStepsTable },
  claims: {
    "hello-needs-state": {
      sentence:
        "To write “hello” letter by letter takes a state: with it the network beats every predictor that sees one letter.",
      // After "l" come "l" and "o": without a state nobody can tell which, with one it is certain.
      expected: "holds",
      figures: ["loss", "states"],
      judge({ models, bound, config, letters }) {
        const trainings = models.flatMap((model) =>
          ways.map((way) => ({ seed: model.seed, way, ended: model[way].ended, training: model[way] })),
        );
        const finished = bySeed(sound(trainings), ways, ({ way }) => way);
        const target = [...config.word].slice(1).join("");
        const right = finished.filter(({ withState }) => withState.training.written === target).length;
        const rows = finished.map(({ withState, without }) => ({
          withState: withState.training.nats!,
          without: without.training.nats!,
        }));
        return judge(rows, {
          about: `${rows.length} networks of ${config.hiddenSize} units, ${config.steps} steps, ${letters.length} letters`,
          effect: ({ withState }) => bound - withState,
          unit: "nats per letter",
          measured: ({ withState, without }) =>
            `${withState.toFixed(4)} nats per letter with the state, ${without.toFixed(4)} without, ` +
            `at best ${bound.toFixed(4)} without; ${right} write “${target}”. ` +
            "The effect is how far below the bound the loss ends.",
        });
      },
    },
  },
});
