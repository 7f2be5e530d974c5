import { judge, type Question } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { type CharLmResult, charLmDefaults, charLmPresets, type Diversity } from "./config";
import { diversityFigure, guessFigure, languageModelLossFigure, textsTable, writingTable } from "./figures";
import { runCharLm } from "./run";

/** 2.1: a character-level language model, and the texts that it writes by argmax and by sampling. */
export const languageModel = study({
  id: "2.1-language-model",
  ...{ defaults: charLmDefaults, presets: charLmPresets, run: runCharLm },
  figures: { loss: languageModelLossFigure, guesses: guessFigure, diversity: diversityFigure },
  tables: { learning: writingTable, texts: textsTable },
  claims: {
    "state-helps": {
      sentence: "The hidden state tells the model more about the next character than the last character alone does.",
      figures: ["loss", "guesses"],
      judge(result) {
        const pairs = result.baselines.find(({ order }) => order === 2)!.bits;
        return judgeModels(result, {
          effect: ({ bits }) => pairs - bits,
          measured: ({ bits }) =>
            `${bits.toFixed(3)} bits per held-out character, ${pairs.toFixed(3)} by counting pairs; the effect is the difference.`,
        });
      },
    },
    "sampling-diversity": {
      sentence: "Sampling from the softmax gives more varied texts than always taking the likeliest character.",
      figures: ["diversity"],
      judge: (result) =>
        judgeModels(result, {
          effect: ({ distinct }) => distinct[1] - distinct[0],
          measured: ({ distinct }) =>
            `${percent(distinct[1])} of the 4-grams differ at temperature 1, ${percent(distinct[0])} under argmax, ` +
            `${percent(result.reference.distinct)} in the text itself; the effect is the paired difference.`,
        }),
    },
    "diversity-costs-words": {
      sentence: "Diversity has its price: at temperature 1 the model writes fewer real words than at temperature 0.5.",
      figures: ["diversity"],
      judge: (result) =>
        judgeModels(result, {
          effect: ({ words }) => words[0.5] - words[1],
          measured: ({ words }) =>
            `${percent(words[0.5])} of the words are real at temperature 0.5, ${percent(words[1])} at 1; ` +
            "the effect is the paired difference.",
        }),
    },
  },
});

/** What one trained model says: its loss, and how varied its texts are at each temperature (0: argmax). */
type Model = { readonly bits: number } & Readonly<Record<"distinct" | "words", Readonly<Record<number, number>>>>;

function judgeModels({ config, corpus, models }: CharLmResult, question: Omit<Question<Model>, "about">) {
  const { cell, layers, hiddenSize, steps } = config;
  const rows = sound(models).map(({ heldOutBits, diversity }): Model => {
    const by = (of: "distinct" | "words") =>
      Object.fromEntries(diversity.map((texts: Diversity) => [texts.temperature, texts[of]]));
    return { bits: heldOutBits!, distinct: by("distinct"), words: by("words") };
  });
  const size = `${layers} × ${cell}, ${hiddenSize} units, ${steps} steps`;
  return judge(rows, { about: `${rows.length} trained models (${size}) of ${corpus.name}`, ...question });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
