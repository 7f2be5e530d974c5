import { mean } from "../../analysis/statistics";
import { type Experiment, experiment } from "../experiment";
import { counts } from "../options";
import { judgeModels, judgeUnits } from "./judgeModels";
import {
  type PlantedConfig,
  type PlantedModelResult,
  type PlantedResult,
  plantedDefaults,
  plantedPresets,
  structureNames,
} from "./plantedConfig";
import { damageGrowth, damageMap, ofSize, plantedCurves, plantedPassage, plantedUnits } from "./plantedFigures";
import { runPlanted } from "./plantedRun";

type PlantedExperiment = Experiment<PlantedConfig, PlantedResult>;

const judged = ({ config, models }: PlantedResult) => ({ config, models, text: "the planted text" });

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "3",
  expected: "holds" as const,
  defaults: plantedDefaults,
  presets: plantedPresets,
  options: { ablated: counts },
  run: runPlanted,
};

export const plantedUnitsFollow: PlantedExperiment = experiment({
  ...shared,
  id: "3-planted-units",
  claim: "Training makes single units that follow the structure of the text.",
  figures: { loss: plantedCurves, units: plantedUnits, passage: plantedPassage },
  judge: (result) => judgeUnits(judged(result)),
});

export const ablationIsSelective: PlantedExperiment = experiment({
  ...shared,
  id: "3-ablation-selective",
  claim: "Holding the units of a structure damages the characters that the structure decides, and not the others.",
  figures: { map: damageMap, growth: damageGrowth },
  judge(result) {
    const [count] = result.config.ablated;
    return judgeModels(judged(result), {
      effect: selectivity(count),
      measured: (average) =>
        `with ${number(count)} held a character that their structure decides costs ${average(own(count)).toFixed(2)} bits more, another ` +
        `${average(elsewhere(count)).toFixed(2)}; the effect is the mean over structures of (own − elsewhere) / (own + elsewhere).`,
      least: 0.5,
    });
  },
});

export const ablationNeedsTheUnits: PlantedExperiment = experiment({
  ...shared,
  id: "3-ablation-beats-random",
  claim: "It takes these units: holding as many random ones damages the same characters less.",
  figures: { growth: damageGrowth },
  judge(result) {
    const [count] = result.config.ablated;
    return judgeModels(judged(result), {
      effect: (model) => own(count)(model) - random(count)(model),
      measured: (average) =>
        `with ${number(count)} held a character that their structure decides costs ${average(own(count)).toFixed(2)} bits more, with ` +
        `as many random ones ${average(random(count)).toFixed(2)}; the effect is the paired difference.`,
    });
  },
});

const number = (units: number): string => `${units} unit${units === 1 ? "" : "s"}`;

type OfModel = (model: PlantedModelResult) => number;

const overStructures = (of: (name: (typeof structureNames)[number]) => number): number => mean(structureNames.map(of));

const own =
  (count: number): OfModel =>
  ({ damage }) =>
    overStructures((name) => ofSize(damage[name]!, count).on[name]);

const elsewhere =
  (count: number): OfModel =>
  ({ damage }) =>
    overStructures((name) => ofSize(damage[name]!, count).elsewhere[name]);

const random =
  (count: number): OfModel =>
  ({ control }) =>
    overStructures((name) => mean(control.filter(({ units }) => units === count).map(({ on }) => on[name])));

/** 1 where all damage falls on a structure's own characters, 0 where it falls evenly, −1 where it all falls elsewhere. */
const selectivity =
  (count: number): OfModel =>
  ({ damage }) =>
    overStructures((name) => {
      const { on, elsewhere } = ofSize(damage[name]!, count);
      const [inside, outside] = [Math.max(0, on[name]), Math.max(0, elsewhere[name])];
      return inside + outside > 0 ? (inside - outside) / (inside + outside) : 0;
    });
