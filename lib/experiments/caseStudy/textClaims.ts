import { mean } from "../../analysis/statistics";
import { type Experiment, experiment } from "../experiment";
import { counts, oneOf } from "../options";
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

type TextExperiment = Experiment<TextConfig, TextResult>;

const judged = ({ config, models, corpus }: TextResult) => ({ config, models, text: corpus.name });

/** The claims about code share a run: give each the result of any one's. */
const shared = {
  section: "3",
  expected: "holds" as const,
  defaults: codeDefaults,
  presets: textPresets,
  options: { kind: oneOf(Object.keys(kinds)), orders: counts },
  run: runText,
};

const follow = {
  figures: { loss: lossOfText, units: textUnits, passage: textPassage },
  judge: (result: TextResult) => judgeUnits(judged(result)),
};

export const codeUnitsFollow: TextExperiment = experiment({
  ...shared,
  ...follow,
  id: "3-code-units",
  claim:
    "In a network that reads source code single units follow comments, strings, brackets, indentation and the line.",
});

export const proseUnitsFollow: TextExperiment = experiment({
  ...shared,
  ...follow,
  defaults: proseDefaults,
  id: "3-prose-units",
  claim: "In a network that reads a novel single units follow quotations, words and sentences.",
  figures: { ...follow.figures, training: structureOverTraining, far: farFigure },
  tables: { written: writtenTable },
});

export const structureAppears: TextExperiment = experiment({
  ...shared,
  id: "3-structure-appears",
  claim: "The longer a network is trained, the more of the structure of what it writes is right.",
  figures: { training: structureOverTraining },
  tables: { written: writtenTable },
  judge: (result) =>
    judgeModels(judged(result), {
      effect: (model) => rightShare(model, -1) - rightShare(model, 0),
      measured: (average) =>
        `of what can be right or wrong in their texts ${percent(average((model) => rightShare(model, -1)))} is right at the end, ` +
        `${percent(average((model) => rightShare(model, 0)))} at the first checkpoint, on average over the kinds of structure.`,
    }),
});

/** What is right in the texts of a checkpoint, on average over the kinds of structure that occur in them. */
function rightShare({ curve }: TextModelResult, checkpoint: 0 | -1): number {
  const written = curve.flatMap((point) => point.written ?? []).at(checkpoint);
  return mean(Object.values(written?.counts ?? {}).flatMap((count) => share(count) ?? []));
}

export const networkSeesFurther: TextExperiment = experiment({
  ...shared,
  id: "3-beyond-ngrams",
  claim:
    "Where something decides that lies further back than a 10-gram sees, the network predicts better than every n-gram.",
  figures: { far: farFigure },
  judge: (result) =>
    judgeModels(judged(result), {
      effect: ({ far }) => bestCounting(result) - meanOf(far),
      measured: (average) =>
        `the ends of brackets, strings and comments that were opened ten or more characters before cost ${average(({ far }) => meanOf(far)).toFixed(2)} bits, ` +
        `${bestCounting(result).toFixed(2)} by the n-gram that is best at each; the whole text costs ` +
        `${average(({ curve }) => curve.at(-1)!.heldOutBits).toFixed(2)}, and ${Math.min(...result.counting.map(({ bits }) => bits)).toFixed(2)} by the best n-gram.`,
    }),
});

const meanOf = (bits: Readonly<Record<string, number>>): number => mean(Object.values(bits));

/** What the far ends cost the n-gram that is best at each, on average. */
const bestCounting = ({ counting, farCharacters }: TextResult): number =>
  mean(Object.keys(farCharacters).map((name) => Math.min(...counting.map(({ far }) => far[name]))));

export const networkWritesFurther: TextExperiment = experiment({
  ...shared,
  id: "3-writes-beyond-ngrams",
  claim: "What the network writes closes more of its far brackets right than what a 10-gram writes.",
  figures: { training: structureOverTraining },
  judge(result) {
    const longest = result.counting.reduce((a, b) => (b.order > a.order ? b : a));
    const ngram = (seed: number) => share(longest.counts[seed - 1][farBrackets]) ?? 0;
    return judgeModels(judged(result), {
      effect: (model) => closed(model) - ngram(model.seed),
      measured: (average) =>
        `of the brackets that stand ten or more characters after the one they should close ${percent(average(closed))} close it; ` +
        `${percent(average(({ seed }) => ngram(seed)))} in texts of a ${longest.order}-gram; the effect is the paired difference.`,
    });
  },
});

const farBrackets = "far brackets closed";

function closed({ curve }: TextModelResult): number {
  const last = curve.findLast(({ written }) => written !== null)?.written;
  return (last && share(last.counts[farBrackets] ?? { right: 0, all: 0 })) ?? 0;
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
