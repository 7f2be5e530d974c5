import { mean } from "../../analysis/statistics";
import { type Study, study } from "../experiment";
import { counts, oneOf } from "../options";
import { percent } from "../trials";
import { judgeModels, judgeUnits } from "./judgeModels";
import { kinds } from "./kinds";
import {
  codeDefaults,
  proseDefaults,
  type TextConfig,
  type TextModelResult,
  type TextResult,
  textPresets,
} from "./textConfig";
import {
  farFigure,
  lossOfText,
  share,
  structureOverTraining,
  textPassage,
  textUnits,
  writtenTable,
} from "./textFigures";
import { runText } from "./textRun";

const judged = ({ config, models, corpus }: TextResult) => ({ config, models, text: corpus.name });

const shared = {
  presets: textPresets,
  options: { kind: oneOf(Object.keys(kinds)), orders: counts },
  run: runText,
};
const claim: Study<TextConfig, TextResult> = study({ ...shared, defaults: codeDefaults });
const proseClaim: Study<TextConfig, TextResult> = study({ ...shared, defaults: proseDefaults });

const follow = {
  figures: { loss: lossOfText, units: textUnits, passage: textPassage },
  judge: (result: TextResult) => judgeUnits(judged(result)),
};

export const codeUnitsFollow = claim(
  "3-code-units",
  "In a network that reads source code single units follow comments, strings, brackets, indentation and the line.",
  follow,
);

export const proseUnitsFollow = proseClaim(
  "3-prose-units",
  "In a network that reads a novel single units follow quotations, words and sentences.",
  {
    ...follow,
    figures: { ...follow.figures, training: structureOverTraining, far: farFigure },
    tables: { written: writtenTable },
  },
);

export const structureAppears = claim(
  "3-structure-appears",
  "The longer a network is trained, the more of the structure of what it writes is right.",
  {
    figures: { training: structureOverTraining },
    tables: { written: writtenTable },
    judge: (result) =>
      judgeModels(judged(result), (model) => ({ end: rightShare(model, -1), first: rightShare(model, 0) }), {
        effect: ({ end, first }) => end - first,
        measured: ({ end, first }) =>
          `of what can be right or wrong in their texts ${percent(end)} is right at the end, ` +
          `${percent(first)} at the first checkpoint, on average over the kinds of structure.`,
      }),
  },
);

/** What is right in the texts of a checkpoint, on average over the kinds of structure that occur in them. */
function rightShare({ curve }: TextModelResult, checkpoint: 0 | -1): number {
  const written = curve.flatMap((point) => point.written ?? []).at(checkpoint);
  return mean(Object.values(written?.counts ?? {}).flatMap((count) => share(count) ?? []));
}

export const networkSeesFurther = claim(
  "3-beyond-ngrams",
  "Where something decides that lies further back than a 10-gram sees, the network predicts better than every n-gram.",
  {
    figures: { far: farFigure },
    judge(result) {
      const best = bestCounting(result);
      const lossOf = ({ far, curve }: TextModelResult) => ({ far: meanOf(far), whole: curve.at(-1)!.heldOutBits });
      return judgeModels(judged(result), lossOf, {
        effect: ({ far }) => best - far,
        measured: ({ far, whole }) =>
          `the ends of brackets, strings and comments that were opened ten or more characters before cost ${far.toFixed(2)} bits, ` +
          `${best.toFixed(2)} by the n-gram that is best at each; the whole text costs ` +
          `${whole.toFixed(2)}, and ${Math.min(...result.counting.map(({ bits }) => bits)).toFixed(2)} by the best n-gram.`,
      });
    },
  },
);

const meanOf = (bits: Readonly<Record<string, number>>): number => mean(Object.values(bits));

/** What the far ends cost the n-gram that is best at each, on average. */
const bestCounting = ({ counting, farCharacters }: TextResult): number =>
  mean(Object.keys(farCharacters).map((name) => Math.min(...counting.map(({ far }) => far[name]))));

export const networkWritesFurther = claim(
  "3-writes-beyond-ngrams",
  "What the network writes closes more of its far brackets right than what a 10-gram writes.",
  {
    figures: { training: structureOverTraining },
    judge(result) {
      const longest = result.counting.reduce((a, b) => (b.order > a.order ? b : a));
      const closedBy = (model: TextModelResult) => ({
        network: closed(model),
        ngram: share(longest.counts[model.seed - 1][farBrackets]) ?? 0,
      });
      return judgeModels(judged(result), closedBy, {
        effect: ({ network, ngram }) => network - ngram,
        measured: ({ network, ngram }) =>
          `of the brackets that stand ten or more characters after the one they should close ${percent(network)} close it; ` +
          `${percent(ngram)} in texts of a ${longest.order}-gram; the effect is the paired difference.`,
      });
    },
  },
);

const farBrackets = "far brackets closed";

function closed({ curve }: TextModelResult): number {
  const last = curve.findLast(({ written }) => written !== null)?.written;
  return (last && share(last.counts[farBrackets] ?? { right: 0, all: 0 })) ?? 0;
}
