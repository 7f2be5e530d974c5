import { type Estimate, estimate, mean } from "../analysis/statistics";
import {
  type CharLmConfig,
  type CharLmModelResult,
  type CharLmResult,
  charLmDefaults,
  charLmPresets,
  type Diversity,
} from "./charLmConfig";
import { diversityFigure, guessFigure, learningTable, lossFigure, textsTable } from "./charLmFigures";
import { runCharLm } from "./charLmRun";
import { type Experiment, experiment, judgeAboveZero } from "./experiment";

type Claim = Experiment<CharLmConfig, CharLmResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "2.1",
  expected: "holds" as const,
  defaults: charLmDefaults,
  presets: charLmPresets,
  run: runCharLm,
};

export const charLmPredicts: Claim = experiment({
  ...shared,
  id: "2.1-state-helps",
  claim: "The hidden state tells the model more about the next character than the last character alone does.",
  figures: { loss: lossFigure, guesses: guessFigure },
  tables: { learning: learningTable },
  judge(result) {
    const pairs = result.baselines[1].bits;
    const gain = overModels(result, ({ heldOutBits }) => pairs - heldOutBits);
    const reached = mean(result.models.map(({ heldOutBits }) => heldOutBits));
    return judgeAboveZero(
      gain,
      `${about(result)}: ${reached.toFixed(3)} bits per held-out character, ${pairs.toFixed(3)} by counting pairs; ` +
        "the effect is the difference.",
    );
  },
});

export const samplingDiversity: Claim = experiment({
  ...shared,
  id: "2.1-sampling-diversity",
  claim: "Sampling from the softmax gives more varied texts than always taking the likeliest character.",
  figures: { diversity: diversityFigure },
  tables: { texts: textsTable },
  judge(result) {
    const distinct = at((diversity) => diversity.distinct);
    const gain = overModels(result, (model) => distinct(model, 1) - distinct(model, 0));
    const average = (temperature: number) => mean(result.models.map((model) => distinct(model, temperature)));
    return judgeAboveZero(
      gain,
      `${about(result)}: ${percent(average(1))} of the 4-grams differ at temperature 1, ${percent(average(0))} under ` +
        `argmax, ${percent(result.reference.distinct)} in the text itself; the effect is the paired difference.`,
    );
  },
});

export const diversityCost: Claim = experiment({
  ...shared,
  id: "2.1-diversity-costs-words",
  claim: "Diversity has its price: at temperature 1 the model writes fewer real words than at temperature 0.5.",
  figures: { diversity: diversityFigure },
  judge(result) {
    const words = at((diversity) => diversity.words);
    const loss = overModels(result, (model) => words(model, 0.5) - words(model, 1));
    const average = (temperature: number) => mean(result.models.map((model) => words(model, temperature)));
    return judgeAboveZero(
      loss,
      `${about(result)}: ${percent(average(0.5))} of the words are real at temperature 0.5, ${percent(average(1))} at 1; ` +
        "the effect is the paired difference.",
    );
  },
});

/** A number of each model, over the models; undefined where there are too few for an interval. */
function overModels({ models }: CharLmResult, of: (model: CharLmModelResult) => number): Estimate | undefined {
  return models.length < 2 ? undefined : estimate(models.map(of));
}

/** Reads a measure of diversity at a temperature; at 0 it is that of the argmax. */
const at = (of: (diversity: Diversity) => number) => (model: CharLmModelResult, temperature: number) =>
  of(model.diversity.find((diversity) => diversity.temperature === temperature)!);

function about({ config, corpus, models }: CharLmResult): string {
  const { cell, layers, hiddenSize, steps } = config;
  return `${models.length} models (${layers} × ${cell}, ${hiddenSize} units, ${steps} steps) of ${corpus.name}`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
