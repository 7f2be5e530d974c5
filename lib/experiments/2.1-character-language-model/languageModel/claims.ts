import { mean } from "../../../analysis/statistics";
import { judgeAllAbove, type NamedEffect } from "../../../lab/decide";
import { bySeed } from "../../../lab/judge";
import type { Judgement } from "../../../lab/judgement";
import { networkList } from "../../../lab/options";
import { study } from "../../../lab/study";
import { percent, sound } from "../../../lab/trials";
import { type CharLmModelResult, type CharLmResult, charLmDefaults, charLmPresets, type Diversity } from "./config";
import { diversityFigure, guessFigure, languageModelLossFigure, sizesTable, textsTable, writingTable } from "./figures";
import { charLmFindings } from "./findings";
import { runCharLm } from "./run";

/** 2.1: a character-level language model, and the texts that it writes by argmax and by sampling. */
export const languageModel = study({
  id: "2.1-language-model",
  ...{ defaults: charLmDefaults, presets: charLmPresets, run: runCharLm },
  options: { beside: networkList },
  figures: { loss: languageModelLossFigure, guesses: guessFigure, diversity: diversityFigure },
  findings: charLmFindings,
  tables: { sizes: sizesTable, learning: writingTable, texts: textsTable },
  claims: {
    // Shannon 1951: readers who see 100 letters need 0.6 to 1.3 bits a letter, far less than short groups of letters allow;
    // Karpathy, Johnson & Li 2015: LSTMs of one to three layers predict books better than n-grams of up to 20 characters.
    "state-helps": {
      sentence:
        "The hidden state tells the model more about the next character than the last character alone or counts of the last few do.",
      expected: "holds",
      figures: ["loss", "guesses"],
      judge: judgeState,
    },
    // Holtzman et al. 2020: maximisation degenerates into repetition.
    "sampling-diversity": {
      sentence: "Sampling from the softmax gives more varied texts than always taking the most probable character.",
      expected: "holds",
      figures: ["diversity"],
      judge: (result) =>
        judgeTexts(result, {
          criterion: "different 4-grams at temperature 1, less those under argmax, of each network",
          effect: (at) => at(1).distinct - at(0).distinct,
          measured: (at) =>
            `${percent(at(1).distinct)} of the 4-grams differ at temperature 1, ${percent(at(0).distinct)} under argmax`,
          beside: `; ${percent(result.reference.distinct)} in the text itself.`,
        }),
    },
    // Holtzman et al. 2020: the tail of the distribution is unreliable, and at temperature 1 it is drawn from.
    "diversity-costs-words": {
      sentence: "Diversity has its price: at temperature 1 the model writes fewer real words than at temperature 0.5.",
      expected: "holds",
      figures: ["diversity"],
      judge: (result) =>
        judgeTexts(result, {
          criterion: "words that the training text has at temperature 0.5, less those at 1, of each network",
          effect: (at) => at(0.5).words - at(1).words,
          measured: (at) =>
            `${percent(at(0.5).words)} of the words are real at temperature 0.5, ${percent(at(1).words)} at 1`,
          beside: ".",
        }),
    },
  },
});

function judgeState({ config, corpus, baselines, bestOrder, networks, models }: CharLmResult): Judgement {
  const [whole, emptied] = networks.slice(-2).map(({ network }) => network);
  const rows = bySeed(sound(models), [whole, emptied], ({ network }) => network);
  const counted = baselines.find(({ order }) => order === bestOrder)!;
  const savedBy = (blocks: readonly number[], { heldOutBlocks }: CharLmModelResult) =>
    blocks.map((bits, i) => bits - heldOutBlocks![i]);
  const bits = (network: string) => mean(rows.map((row) => row[network].heldOutBits!)).toFixed(3);
  const measured =
    rows.length < 2
      ? `${rows.length} seeds of ${whole}: too few for an interval.`
      : `${rows.length} seeds of ${whole}, ${config.steps} steps, ${corpus.name}: ${bits(whole)} bits per held-out character, ` +
        `${counted.bits.toFixed(3)} by counting ${bestOrder} characters in a row, ${bits(emptied)} with the state emptied before every character.`;
  return judgeAllAbove(
    [
      { name: "against the best count", effects: rows.map((row) => savedBy(counted.blocks, row[whole])) },
      {
        name: "against the emptied state",
        effects: rows.map((row) => savedBy(row[emptied].heldOutBlocks!, row[whole])),
      },
    ],
    {
      criterion: `bits saved against the best count (its order is chosen on the training text) and against the same network with its state emptied`,
      ...{ measured, unit: "bits per character" },
    },
  );
}

/** The texts of one model by temperature; 0 is the argmax. */
type At = (temperature: number) => Pick<Diversity, "distinct" | "words">;

interface TextQuestion {
  readonly criterion: string;
  readonly effect: (at: At) => number;
  readonly measured: (at: At) => string;
  readonly beside: string;
}

/** Each network alone, in points: hundredths of what can be counted. */
function judgeTexts({ corpus, networks, models }: CharLmResult, { criterion, effect, measured, beside }: TextQuestion) {
  const done = sound(models);
  const all = networks
    .filter(({ emptied }) => !emptied)
    .map(({ network }) => ({ network, own: done.filter((model) => model.network === network) }));
  const at =
    ({ diversity }: CharLmModelResult): At =>
    (temperature) =>
      diversity.find((texts) => texts.temperature === temperature)!;
  const means =
    (own: readonly CharLmModelResult[]): At =>
    (temperature) => ({
      distinct: mean(own.map((model) => at(model)(temperature).distinct)),
      words: mean(own.map((model) => at(model)(temperature).words)),
    });
  const said = all.map(({ network, own }) =>
    own.length < 2
      ? `${own.length} models of ${network}`
      : `${own.length} models of ${network}: ${measured(means(own))}`,
  );
  return judgeAllAbove(
    all.map(
      ({ network, own }): NamedEffect => ({ name: network, effects: own.map((model) => 100 * effect(at(model))) }),
    ),
    { criterion, measured: `${corpus.name}. ${said.join("; ")}${beside}`, unit: "points" },
  );
}
