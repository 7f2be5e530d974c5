import { spearman } from "../../../analysis/spearman";
import { mean } from "../../../analysis/statistics";
import { NotMeasured } from "../../../lab/gate";
import { counts, oneOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { percent, signed } from "../../../lab/trials";
import { judgeEach, judgeUnits } from "../judgeReaders";
import { unitBars, unitMemory } from "../readerFigures";
import { type Counts, codeDefaults, proseDefaults, type TextModel, type TextResult, textPresets } from "./config";
import { farFigure, lossOfText, share, structureOverTraining, writtenAt, writtenTable } from "./figures";
import { codeFindings, readingFindings } from "./findings";
import { runTextStructure } from "./run";
import { textKinds } from "./textKinds";

const shared = {
  presets: textPresets,
  options: { kind: oneOf(Object.keys(textKinds)), orders: counts },
  run: runTextStructure,
};
const figures = {
  loss: lossOfText,
  units: ({ corpus, models }: TextResult) => unitBars(corpus.name, models),
  memory: ({ corpus, models }: TextResult) => unitMemory(corpus.name, models),
};

const unitsOf = (result: TextResult) =>
  judgeUnits(result, result.corpus.name, Object.keys(textKinds[result.config.kind].labels));

/** 3: a network that reads source code; its units, and the structure of what it writes. */
export const codeStructure = study({
  ...shared,
  id: "3-code-structure",
  defaults: codeDefaults,
  figures: { ...figures, training: structureOverTraining, far: farFigure },
  findings: codeFindings,
  tables: { written: writtenTable },
  claims: {
    // Karpathy, Johnson & Fei-Fei 2015, figure 2: cells of LSTMs that read the Linux kernel follow the line, quotations,
    // comments, conditions and the depth of the indentation.
    "code-units": {
      sentence:
        "In a network that reads source code single units follow comments, strings, brackets, indentation and the line.",
      figures: ["units", "memory", "loss"],
      judge: unitsOf,
    },
    // Karpathy 2015, "The unreasonable effectiveness of recurrent neural networks": samples while an LSTM trains have first
    // spaces, then short words, then quotation marks, at last longer ones.
    "structure-appears": {
      sentence: "The longer a network is trained, the more of the structure of what it writes is right.",
      figures: ["training"],
      judge: (result) =>
        judgeEach(result, {
          ...{ text: result.corpus.name, names: Object.keys(result.real), unit: "Spearman's ρ" },
          effect: trendOf,
          criterion: "the rank correlation of training steps and of what is right, over a network's checkpoints",
          measured: (models, kind) => {
            const [first, last] = [0, -1].map((i) =>
              percent(mean(models.map((model) => sharesOf(model, kind).at(i)![1]))),
            );
            return `${first} right at the first checkpoint, ${last} at the last, ρ ${signed(mean(models.map((model) => trendOf(model, kind))), 2)}`;
          },
        }),
    },
    // Karpathy, Johnson & Fei-Fei 2015, section 4.2: an LSTM predicts better than every n-gram up to 20, and most where
    // a bracket closes that was opened further back than an n-gram sees.
    "beyond-ngrams": {
      sentence:
        "Where something decides that lies further back than a 20-gram sees, the network predicts better than every n-gram.",
      figures: ["far"],
      judge({ counting, ...result }) {
        const best = (kind: string) => counting.reduce((a, b) => (mean(b.far[kind]) < mean(a.far[kind]) ? b : a));
        return judgeEach(result, {
          text: result.corpus.name,
          names: Object.keys(textKinds[result.config.kind].far),
          effect: ({ far }, kind) => best(kind).far[kind].map((bits, b) => bits - far[kind][b]),
          criterion: "bits of such characters by the n-gram that is best at them, above the network's",
          unit: "bits per character",
          measured: (models, kind) =>
            `${mean(models.map(({ far }) => mean(far[kind]))).toFixed(2)} bits, ${mean(best(kind).far[kind]).toFixed(2)} by the ${best(kind).order}-gram`,
        });
      },
    },
    // As above: what is predicted better is written better.
    "writes-beyond-ngrams": {
      sentence:
        "What the network writes closes more of its far brackets right than what a 10-gram or a 20-gram writes.",
      figures: ["training"],
      judge({ counting, ...result }) {
        const long = counting.filter(({ order }) => order >= 10);
        const ngram = (name: string) => long.find(({ order }) => name === `${order}-gram`)!;
        const closedBy = (name: string, { seed }: TextModel) =>
          closed(ngram(name).counts[seed - 1], `${name} of seed ${seed}`);
        const network = (model: TextModel) => closed(writtenAt(model).at(-1)!.counts, `network of seed ${model.seed}`);
        return judgeEach(result, {
          text: result.corpus.name,
          names: long.map(({ order }) => `${order}-gram`),
          effect: (model, name) => 100 * (network(model) - closedBy(name, model)),
          criterion: `far brackets that the network closes right, above those of the n-gram`,
          unit: "points",
          measured: (models, name) =>
            `${percent(mean(models.map((model) => closedBy(name, model))))} closed, ${percent(mean(models.map(network)))} by the networks`,
        });
      },
    },
  },
});

/** 3: a network that reads a novel; its units. */
export const proseStructure = study({
  ...shared,
  id: "3-prose-structure",
  defaults: proseDefaults,
  figures,
  findings: readingFindings,
  claims: {
    // Karpathy, Johnson & Fei-Fei 2015, figure 2: a cell that is on inside quotations, and others that count what has
    // been read since a line began.
    "prose-units": {
      sentence: "In a network that reads a novel single units follow quotations, words and sentences.",
      figures: ["units", "memory", "loss"],
      judge: unitsOf,
    },
  },
});

/** At each checkpoint that has such a thing in its texts: the step, and how much of it is right. */
const sharesOf = (model: TextModel, kind: string): (readonly [step: number, right: number])[] =>
  writtenAt(model).flatMap(({ step, counts }) => {
    const right = share(counts[kind]);
    return right === null ? [] : [[step, right] as const];
  });

function trendOf(model: TextModel, kind: string): number {
  const shares = sharesOf(model, kind);
  if (shares.length < 3) throw new NotMeasured(`${kind}: at ${shares.length} checkpoints of seed ${model.seed}`);
  return spearman(
    shares.map(([step]) => step),
    shares.map(([, right]) => right),
  );
}

function closed(counts: Counts, writer: string): number {
  const right = share(counts["far brackets closed"]);
  if (right === null) throw new NotMeasured(`the ${writer} has written no far bracket`);
  return right;
}
