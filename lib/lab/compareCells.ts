import type { Cell, CellOptions } from "../cells/cell";
import { gru } from "../cells/gru";
import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { type Corpus, corpus } from "../data/text";
import { charLm } from "../models/charLm";
import { hiddenSizeFor, parameterCount } from "../models/parameterCount";
import { chosenRates, pilotSeed, pilotText, type TriedRate } from "./chosenRates";
import {
  type CompareConfig,
  type ComparedTrial,
  type CompareResult,
  compareDefaults,
  comparedCells,
  labCell,
} from "./comparedCells";
import { countedBits } from "./countedBits";
import { type RunContext, runInCell } from "./session";
import { seedNumbers } from "./sweep";
import { learnInTurn, type TextLearner, textLearner } from "./textLearner";

/** Makes a cell of the sizes that it is given, such as `gru`. */
export type CellBuilder = (sizes: CellOptions) => Cell;
type Builders = Readonly<Record<string, CellBuilder>>;

const { size, positive, list } = forms;
const optionsForm = forms.fields(
  {},
  {
    ...{
      corpus: forms.text,
      hiddenSize: size,
      batchSize: size,
      windowLength: size,
      steps: size,
      seeds: size,
      firstSeed: size,
    },
    ...{ evaluateEvery: size, heldOutWindows: size, clipNorm: positive, learningRates: list(positive, 1) },
  },
);

/**
 * Whether cells of one's own are right, and how good they are: they learn to predict a text beside the lab's GRU with as many
 * parameters, from several seeds, and beside what counting (n-grams) reaches on the same held-out characters.
 *   show(comparedCells.tables.bits(await compareCells({ mine: myCell }, { corpus: "my.txt" })))
 * Each cell learns at that of the `learningRates` which is best for it on a seed that is not counted. A Stop ends it with what
 * it has reached.
 * @param cells a builder by name: it is given D, and the H with which its model has as many parameters as the GRU's
 * @param context of a study's run; by default that of the notebook's cell
 * @throws where the text cannot be read, and where a cell's step cannot compute
 */
export async function compareCells(
  cells: Builders,
  options: Partial<CompareConfig> = {},
  context?: RunContext,
): Promise<CompareResult> {
  expectForms("compareCells", { cells: [forms.fields({}), cells], options: [optionsForm, options] });
  const functions = Object.fromEntries(Object.keys(cells).map((name) => [name, forms.function]));
  expectForms("compareCells", { cells: [forms.fields(functions), cells] });
  expect(!(labCell in cells), `compareCells: cells: other names than ${labCell}, the lab's own, expected`);
  const compare = (own: RunContext) => trainAll({ ...cells, [labCell]: gru }, { ...compareDefaults, ...options }, own);
  return context ? compare(context) : runInCell(compare);
}

/** Each cell's model, at the parameters of the lab's. */
function modelsOf(builders: Builders, inputSize: number, { hiddenSize: labSize }: CompareConfig) {
  const modelOf = (name: string) => (hiddenSize: number) => charLm(builders[name]({ inputSize, hiddenSize }));
  const budget = parameterCount(modelOf(labCell)(labSize));
  return Object.keys(builders).map((name) => {
    const hiddenSize = name === labCell ? labSize : hiddenSizeFor(budget, modelOf(name));
    const model = modelOf(name)(hiddenSize);
    return { name, hiddenSize, model, parameters: parameterCount(model) };
  });
}

type Contestant = ReturnType<typeof modelsOf>[number];

/** Chooses each cell's learning rate, then trains its models, seed after seed, so that a Stop leaves whole pairs. */
async function trainAll(
  builders: Builders,
  config: CompareConfig,
  { signal, progress }: RunContext,
): Promise<CompareResult> {
  const { steps, seeds, firstSeed, learningRates } = config;
  const text = corpus(config.corpus, config);
  const vocabSize = text.vocabulary.size;
  const all = modelsOf(builders, vocabSize, config);
  const known = {
    ...{ config, corpus: { name: text.name, vocabSize } },
    baselines: [{ order: 0, bits: Math.log2(vocabSize) }, ...countedBits(text, config, 5)],
  };
  const rates = new Map<string, number>();
  const trials: ComparedTrial[] = [];
  const reached = (now: readonly ComparedTrial[] = []): CompareResult => ({
    ...known,
    cells: all.map(({ model: _, ...about }) => ({ ...about, learningRate: rates.get(about.name) ?? null })),
    trials: [...trials, ...now],
  });
  const choices = learningRates.length > 1 ? learningRates.length : 0;
  const total = all.length * (choices + seeds) * steps;
  let before = 0;

  /** One model of one seed; that of the pilots counts in nothing. */
  async function one({ name: condition }: Contestant, learner: TextLearner, seed: number): Promise<ComparedTrial> {
    const what = seed === pilotSeed ? "choosing its learning rate" : `seed ${seed}, of ${seeds} seeds`;
    const [{ curve, ended, heldOutBits }] = await learnInTurn(learner, config, {
      seeds: [seed],
      context: {
        signal,
        report({ done, curve }) {
          const bits = curve.at(-1)?.heldOutBits;
          const now = { seed, condition, ended: "interrupted", final: null, curve } as const;
          progress?.({
            ...{ done: before + done, total, unit: "steps" },
            status: `${condition}, ${what}${bits === undefined ? "" : ` · held-out ${bits.toFixed(3)} bits`}`,
            figure: () => comparedCells.figures.loss(reached(seed === pilotSeed ? [] : [now])),
          });
        },
      },
      result: () => ({}),
    });
    before += steps;
    return { seed, condition, ended, curve, final: heldOutBits === null ? null : { bits: heldOutBits } };
  }

  const open: TextLearner[] = [];
  const opened = ({ model }: Contestant, learnt: Corpus, learningRate: number): TextLearner => {
    const learner = textLearner(learnt, model, { ...config, learningRate });
    open.push(learner);
    return learner;
  };
  try {
    const tried: TriedRate[] = [];
    for (const contestant of all) {
      for (const rate of choices > 0 ? learningRates : []) {
        if (signal?.aborted) return reached();
        const { final } = await one(contestant, opened(contestant, pilotText(text), rate), pilotSeed);
        tried.push({ arm: contestant.name, rate, bits: final?.bits ?? null });
      }
    }
    const chosen = chosenRates(tried);
    const learners = all.map((contestant) => {
      const rate = chosen.get(contestant.name) ?? learningRates[0];
      rates.set(contestant.name, rate);
      return [contestant, opened(contestant, text, rate)] as const;
    });
    for (const seed of seedNumbers(seeds).map((n) => n - 1 + firstSeed)) {
      for (const [contestant, learner] of learners) {
        if (signal?.aborted) return reached();
        trials.push(await one(contestant, learner, seed));
      }
    }
    return reached();
  } finally {
    for (const { close } of open) close();
  }
}
