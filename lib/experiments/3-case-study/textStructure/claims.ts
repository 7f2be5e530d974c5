import { mean } from "../../../analysis/statistics";
import { NotMeasured } from "../../../lab/gate";
import { counts, oneOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { percent } from "../../../lab/trials";
import { judgeModels, judgeUnits } from "../judgeModels";
import { type Counts, codeDefaults, proseDefaults, type TextModelResult, type TextResult, textPresets } from "./config";
import { farFigure, lossOfText, share, structureOverTraining, textPassage, textUnits, writtenTable } from "./figures";
import { runTextStructure } from "./run";
import { textKinds } from "./textKinds";

const shared = {
  presets: textPresets,
  options: { kind: oneOf(Object.keys(textKinds)), orders: counts },
  run: runTextStructure,
  figures: {
    loss: lossOfText,
    units: textUnits,
    passage: textPassage,
    training: structureOverTraining,
    far: farFigure,
  },
  tables: { written: writtenTable },
};

/** 3: a network that reads source code; its units, and the structure of what it writes. */
export const codeStructure = study({
  ...shared,
  id: "3-code-structure",
  defaults: codeDefaults,
  claims: {
    "code-units": {
      sentence:
        "In a network that reads source code single units follow comments, strings, brackets, indentation and the line.",
      figures: ["loss", "units", "passage"],
      judge: (result) => judgeUnits(judged(result)),
    },
    "structure-appears": {
      sentence: "The longer a network is trained, the more of the structure of what it writes is right.",
      figures: ["training"],
      judge: (result) =>
        judgeModels(judged(result), (model) => ({ end: rightShare(model, -1), first: rightShare(model, 0) }), {
          effect: ({ end, first }) => end - first,
          measured: ({ end, first }) =>
            `of what can be right or wrong in their texts ${percent(end)} is right at the end, ` +
            `${percent(first)} at the first checkpoint, on average over the kinds of structure.`,
        }),
    },
    "beyond-ngrams": {
      sentence:
        "Where something decides that lies further back than a 10-gram sees, the network predicts better than every n-gram.",
      figures: ["far"],
      judge(result) {
        const kinds = Object.keys(textKinds[result.config.kind].far);
        const best = mean(kinds.map((kind) => Math.min(...result.counting.map(({ far }) => far[kind]))));
        const lossOf = ({ far, curve }: TextModelResult) => ({
          far: mean(kinds.map((kind) => far[kind])),
          whole: curve.at(-1)!.heldOutBits,
        });
        return judgeModels(judged(result), lossOf, {
          effect: ({ far }) => best - far,
          measured: ({ far, whole }) =>
            `the ends of brackets, strings and comments that were opened ten or more characters before cost ${far.toFixed(2)} bits, ` +
            `${best.toFixed(2)} by the n-gram that is best at each; the whole text costs ` +
            `${whole.toFixed(2)}, and ${Math.min(...result.counting.map(({ bits }) => bits)).toFixed(2)} by the best n-gram.`,
        });
      },
    },
    "writes-beyond-ngrams": {
      sentence: "What the network writes closes more of its far brackets right than what a 10-gram writes.",
      figures: ["training"],
      judge(result) {
        const longest = result.counting.reduce((a, b) => (b.order > a.order ? b : a));
        const closedBy = (model: TextModelResult) => ({
          network: closed(writtenBy(model).at(-1)!, `the network of seed ${model.seed}`),
          ngram: closed(longest.counts[model.seed - 1], `the ${longest.order}-gram of seed ${model.seed}`),
        });
        return judgeModels(judged(result), closedBy, {
          effect: ({ network, ngram }) => network - ngram,
          measured: ({ network, ngram }) =>
            `of the brackets that stand ten or more characters after the one they should close ${percent(network)} close it; ` +
            `${percent(ngram)} in texts of a ${longest.order}-gram; the effect is the paired difference.`,
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
  claims: {
    "prose-units": {
      sentence: "In a network that reads a novel single units follow quotations, words and sentences.",
      figures: ["loss", "units", "passage", "training", "far"],
      judge: (result) => judgeUnits(judged(result)),
    },
  },
});

const judged = ({ config, models, corpus }: TextResult) => ({ config, models, text: corpus.name });

/** What is right in the texts of a checkpoint, on average over the kinds of structure that occur in them. */
function rightShare(model: TextModelResult, checkpoint: 0 | -1): number {
  return mean(Object.values(writtenBy(model).at(checkpoint)!).flatMap((count) => share(count) ?? []));
}

/** What is in the texts of each checkpoint. */
const writtenBy = ({ curve }: TextModelResult): Counts[] =>
  curve.flatMap((point) => ("written" in point ? [point.written!.counts] : []));

const farBrackets = "far brackets closed";

function closed(counts: Counts, writer: string): number {
  const right = share(counts[farBrackets]);
  if (right === null) throw new NotMeasured(`${writer} has written no far bracket`);
  return right;
}
