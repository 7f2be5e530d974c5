import { mean } from "../../../analysis/statistics";
import { study } from "../../../lab/study";
import { judgeEach } from "../judgeReaders";
import { unitBars, unitMemory } from "../readerFigures";
import { plantedDefaults, plantedPresets, structureNames } from "./config";
import { freezingBars, freezingMap, freezingOf } from "./figures";
import { plantedFindings } from "./findings";
import { lossOfPlanted, runPlanted } from "./run";

const name = "the planted text";

/** 3: units that follow structures planted in a text, and what it costs to freeze them. */
export const plantedStructure = study({
  id: "3-planted-structure",
  defaults: plantedDefaults,
  presets: plantedPresets,
  run: runPlanted,
  figures: {
    loss: lossOfPlanted,
    units: ({ models }) => unitBars(name, models),
    memory: ({ models }) => unitMemory(name, models),
    map: freezingMap,
    freezing: freezingBars,
  },
  findings: plantedFindings,
  claims: {
    // The control that gives "units follow a structure" its meaning: the network uses them. Lakretz et al. 2019 freeze two
    // units that carry a noun's number, and agreement breaks where it depends on them. Activity is matched because Morcos et al.
    // 2018 find that a unit's selectivity alone hardly tells how much is lost without it.
    "ablation-beats-random": {
      sentence:
        "Freezing the units that follow a structure costs more on the characters that the structure decides than freezing other units of the same activity.",
      figures: ["freezing", "map", "units", "memory", "loss"],
      judge: (result) =>
        judgeEach(result, {
          ...{ text: name, names: structureNames, unit: "bits per character" },
          effect(model, structure) {
            const { on, control } = freezingOf(model, structure);
            return on[structure].map((bits, b) => bits - control[b]);
          },
          criterion: `extra bits on its own characters with its ${result.config.frozen} best units frozen, above those with as many others frozen`,
          measured(models, structure) {
            const all = models.map((model) => freezingOf(model, structure));
            const own = mean(all.map(({ on }) => mean(on[structure])));
            const other = mean(all.map(({ control }) => mean(control)));
            const active = (which: 0 | 1) => mean(all.map(({ activity }) => activity[which])).toFixed(2);
            return `${own.toFixed(2)} bits against ${other.toFixed(2)} (standard deviation of the units ${active(0)}, ${active(1)})`;
          },
        }),
    },
  },
});
