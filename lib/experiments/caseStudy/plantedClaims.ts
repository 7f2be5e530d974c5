import { estimate, mean } from "../../analysis/statistics";
import { type Experiment, experiment } from "../experiment";
import { judgeAbove } from "../judge";
import type { BestUnit } from "./bestUnits";
import {
  type PlantedConfig,
  type PlantedModelResult,
  type PlantedResult,
  plantedDefaults,
  plantedPresets,
  structureNames,
} from "./plantedConfig";
import {
  damageGrowth,
  damageMap,
  finished,
  ofSize,
  plantedCurves,
  plantedPassage,
  plantedUnits,
} from "./plantedFigures";
import { runPlanted } from "./plantedRun";

type PlantedExperiment = Experiment<PlantedConfig, PlantedResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "3",
  expected: "holds" as const,
  defaults: plantedDefaults,
  presets: plantedPresets,
  fractions: ["clipNorm" as const],
  run: runPlanted,
};

export const plantedUnitsFollow: PlantedExperiment = experiment({
  ...shared,
  id: "3-planted-units",
  claim: "Training makes single units that follow the structure of the text.",
  figures: { loss: plantedCurves, units: plantedUnits, passage: plantedPassage },
  judge: (result) =>
    judgeModels(
      result,
      gain,
      (average) =>
        `the best unit's held-out AUC is ${average(({ trained }) => meanAuc(trained)).toFixed(3)} on average over ${structureNames.length} structures, ` +
        `${average(({ untrained }) => meanAuc(untrained)).toFixed(3)} before training; the effect is how far it is above ` +
        "the higher of that and of what chance's best reaches.",
    ),
});

/** How far the units' AUC is above the higher of an untrained network's and chance's best, on average over the structures. */
export function gain({ trained, untrained }: Record<"trained" | "untrained", readonly BestUnit[]>): number {
  return mean(trained.map(({ heldOut, null95 }, s) => heldOut - Math.max(untrained[s].heldOut, null95)));
}

export const meanAuc = (units: readonly BestUnit[]): number => mean(units.map(({ heldOut }) => heldOut));

export const ablationIsSelective: PlantedExperiment = experiment({
  ...shared,
  id: "3-ablation-selective",
  claim: "Holding the units of a structure damages the characters that the structure decides, and not the others.",
  figures: { map: damageMap, growth: damageGrowth },
  judge(result) {
    const [count] = result.config.ablated;
    return judgeModels(
      result,
      selectivity(count),
      (average) =>
        `with ${count} units held a character that their structure decides costs ${average(own(count)).toFixed(2)} bits more, another ` +
        `${average(elsewhere(count)).toFixed(2)}; the effect is the mean over structures of (own − elsewhere) / (own + elsewhere).`,
      0.5,
    );
  },
});

export const ablationNeedsTheUnits: PlantedExperiment = experiment({
  ...shared,
  id: "3-ablation-beats-random",
  claim: "It takes these units: holding as many random ones damages the same characters less.",
  figures: { growth: damageGrowth },
  judge(result) {
    const [count] = result.config.ablated;
    return judgeModels(
      result,
      (model) => own(count)(model) - random(count)(model),
      (average) =>
        `with ${count} units held a character that their structure decides costs ${average(own(count)).toFixed(2)} bits more, with ` +
        `${count} random ones ${average(random(count)).toFixed(2)}; the effect is the paired difference.`,
    );
  },
});

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

/** The claim that `effect` is above `least`, over the models; `measured` puts averages over them into words. */
function judgeModels(
  result: PlantedResult,
  effect: OfModel,
  measured: (average: (of: OfModel) => number) => string,
  least = 0,
) {
  const { cell, hiddenSize, steps } = result.config;
  const models = finished(result.models);
  const diverged = result.models.filter(({ ended }) => ended === "diverged").length;
  const about = `${models.length} trained models (${cell}, ${hiddenSize} units, ${steps} steps${diverged ? `; ${diverged} diverged` : ""})`;
  if (models.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`, least);
  const average = (of: OfModel) => mean(models.map(of));
  return judgeAbove(estimate(models.map(effect)), `${about}: ${measured(average)}`, least);
}
