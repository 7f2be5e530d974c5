import { mean } from "../../analysis/statistics";
import { type Study, study } from "../experiment";
import { counts } from "../options";
import { judgeModels, judgeUnits } from "./judgeModels";
import {
  type PlantedConfig,
  type PlantedModelResult,
  type PlantedResult,
  plantedDefaults,
  plantedPresets,
  type StructureName,
  structureNames,
} from "./plantedConfig";
import { damageGrowth, damageMap, ofSize, plantedCurves, plantedPassage, plantedUnits } from "./plantedFigures";
import { runPlanted } from "./plantedRun";

const judged = ({ config, models }: PlantedResult) => ({ config, models, text: "the planted text" });

/** The claims share a run: give each the result of any one's. */
const claim: Study<PlantedConfig, PlantedResult> = study({
  defaults: plantedDefaults,
  presets: plantedPresets,
  options: { ablated: counts },
  run: runPlanted,
});

export const plantedUnitsFollow = claim(
  "3-planted-units",
  "Training makes single units that follow the structure of the text.",
  {
    figures: { loss: plantedCurves, units: plantedUnits, passage: plantedPassage },
    judge: (result) => judgeUnits(judged(result)),
  },
);

export const ablationIsSelective = claim(
  "3-ablation-selective",
  "Holding the units of a structure damages the characters that the structure decides, and not the others.",
  {
    figures: { map: damageMap, growth: damageGrowth },
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
);

export const ablationNeedsTheUnits = claim(
  "3-ablation-beats-random",
  "It takes these units: holding as many random ones damages the same characters less.",
  {
    figures: { growth: damageGrowth },
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
);

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
