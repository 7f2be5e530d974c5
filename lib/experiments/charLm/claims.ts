import { estimate, mean } from "../../analysis/statistics";
import { type Experiment, experiment } from "../experiment";
import { judgeAbove } from "../judge";
import {
  type CharLmConfig,
  type CharLmModelResult,
  type CharLmResult,
  charLmDefaults,
  charLmPresets,
  type Diversity,
} from "./config";
import { diversityFigure, guessFigure, learningTable, lossFigure, textsTable } from "./figures";
import { runCharLm } from "./run";

type CharLmExperiment = Experiment<CharLmConfig, CharLmResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "2.1",
  expected: "holds" as const,
  defaults: charLmDefaults,
  presets: charLmPresets,
  run: runCharLm,
};

export const charLmPredicts: CharLmExperiment = experiment({
  ...shared,
  id: "2.1-state-helps",
  claim: "The hidden state tells the model more about the next character than the last character alone does.",
  figures: { loss: lossFigure, guesses: guessFigure },
  tables: { learning: learningTable },
  judge(result) {
    const pairs = result.baselines.find(({ order }) => order === 2)!.bits;
    const reached = (model: CharLmModelResult) => model.heldOutBits ?? Number.NaN;
    return judgeModels(
      result,
      (model) => pairs - reached(model),
      (average) =>
        `${average(reached).toFixed(3)} bits per held-out character, ${pairs.toFixed(3)} by counting pairs; ` +
        "the effect is the difference.",
    );
  },
});

export const samplingDiversity: CharLmExperiment = experiment({
  ...shared,
  id: "2.1-sampling-diversity",
  claim: "Sampling from the softmax gives more varied texts than always taking the likeliest character.",
  figures: { diversity: diversityFigure },
  tables: { texts: textsTable },
  judge(result) {
    const [sampled, argmax] = [1, 0].map((temperature) => at(temperature, (diversity) => diversity.distinct));
    return judgeModels(
      result,
      (model) => sampled(model) - argmax(model),
      (average) =>
        `${percent(average(sampled))} of the 4-grams differ at temperature 1, ${percent(average(argmax))} under argmax, ` +
        `${percent(result.reference.distinct)} in the text itself; the effect is the paired difference.`,
    );
  },
});

export const diversityCost: CharLmExperiment = experiment({
  ...shared,
  id: "2.1-diversity-costs-words",
  claim: "Diversity has its price: at temperature 1 the model writes fewer real words than at temperature 0.5.",
  figures: { diversity: diversityFigure },
  judge(result) {
    const [cool, warm] = [0.5, 1].map((temperature) => at(temperature, (diversity) => diversity.words));
    return judgeModels(
      result,
      (model) => cool(model) - warm(model),
      (average) =>
        `${percent(average(cool))} of the words are real at temperature 0.5, ${percent(average(warm))} at 1; ` +
        "the effect is the paired difference.",
    );
  },
});

type OfModel = (model: CharLmModelResult) => number;

/** The claim that `effect` is above 0, over the models; `measured` puts averages over them into words. */
function judgeModels(result: CharLmResult, effect: OfModel, measured: (average: (of: OfModel) => number) => string) {
  const { cell, layers, hiddenSize, steps } = result.config;
  // One that was stopped, or whose weights are lost, says nothing about the claim.
  const models = result.models.filter(({ ended, heldOutBits }) => ended === "finished" && heldOutBits !== null);
  const diverged = result.models.filter(
    ({ ended, heldOutBits }) => ended === "diverged" || heldOutBits === null,
  ).length;
  const size = `${layers} × ${cell}, ${hiddenSize} units, ${steps} steps${diverged ? `; ${diverged} diverged` : ""}`;
  const about = `${models.length} trained models (${size}) of ${result.corpus.name}`;
  if (models.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
  const average = (of: OfModel) => mean(models.map(of));
  return judgeAbove(estimate(models.map(effect)), `${about}: ${measured(average)}`);
}

/** Reads a measure of the texts at a temperature; at 0 they are the argmax's. */
const at =
  (temperature: number, of: (diversity: Diversity) => number): OfModel =>
  ({ diversity }) =>
    of(diversity.find((texts) => texts.temperature === temperature)!);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
