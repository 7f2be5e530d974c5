import { mean } from "../../../analysis/statistics";
import { counts } from "../../../lab/options";
import { study } from "../../../lab/study";
import { judgeModels, judgeUnits } from "../judgeModels";
import {
  type PlantedModelResult,
  type PlantedResult,
  plantedDefaults,
  plantedPresets,
  type StructureName,
  structureNames,
} from "./config";
import { damageGrowth, damageMap, ofSize, plantedCurves, plantedPassage, plantedUnits } from "./figures";
import { runPlanted } from "./run";

const judged = ({ config, models }: PlantedResult) => ({ config, models, text: "the planted text" });

/** 3: units that follow structures planted in a text, and what holding them damages. */
export const plantedStructure = study({
  id: "3-planted-structure",
  defaults: plantedDefaults,
  presets: plantedPresets,
  options: { ablated: counts },
  run: runPlanted,
  figures: { loss: plantedCurves, units: plantedUnits, passage: plantedPassage, map: damageMap, growth: damageGrowth },
  claims: {
    "planted-units": {
      sentence: "Training makes single units that follow the structure of the text.",
      figures: ["loss", "units", "passage"],
      judge: (result) => judgeUnits(judged(result)),
    },
    "ablation-selective": {
      sentence:
        "Holding the units of a structure damages the characters that the structure decides, and not the others.",
      figures: ["map", "growth"],
      judge(result) {
        const [count] = result.config.ablated;
        return judgeModels(judged(result), costOf(count), {
          effect: ({ selectivity }) => selectivity,
          measured: ({ own, elsewhere }) =>
            `with ${number(count)} held a character that their structure decides costs ${own.toFixed(2)} bits more, another ` +
            `${elsewhere.toFixed(2)}; the effect is the mean over structures of (own − elsewhere) / (own + elsewhere).`,
          least: 0.5,
        });
      },
    },
    "ablation-beats-random": {
      sentence: "It takes these units: holding as many random ones damages the same characters less.",
      figures: ["growth"],
      judge(result) {
        const [count] = result.config.ablated;
        return judgeModels(judged(result), costOf(count), {
          effect: ({ own, random }) => own - random,
          measured: ({ own, random }) =>
            `with ${number(count)} held a character that their structure decides costs ${own.toFixed(2)} bits more, with ` +
            `as many random ones ${random.toFixed(2)}; the effect is the paired difference.`,
        });
      },
    },
  },
});

const number = (units: number): string => `${units} unit${units === 1 ? "" : "s"}`;

/** What holding so many units costs a model, in bits a character; means over the structures whose units they are. */
const costOf =
  (count: number) =>
  ({ damage, control }: PlantedModelResult) => {
    const over = (of: (name: StructureName) => number) => mean(structureNames.map(of));
    const held = (name: StructureName) => ofSize(damage[name]!, count);
    return {
      own: over((name) => held(name).on[name]),
      elsewhere: over((name) => held(name).elsewhere[name]),
      random: over((name) => mean(control.filter(({ units }) => units === count).map(({ on }) => on[name]))),
      selectivity: over((name) => selectivity(held(name).on[name], held(name).elsewhere[name])),
    };
  };

/** 1 where all damage falls on a structure's own characters, 0 where it falls evenly, −1 where it all falls elsewhere. */
function selectivity(own: number, elsewhere: number): number {
  const [inside, outside] = [Math.max(0, own), Math.max(0, elsewhere)];
  return inside + outside > 0 ? (inside - outside) / (inside + outside) : 0;
}
