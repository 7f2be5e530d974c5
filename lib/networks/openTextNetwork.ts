import type { Cell } from "../cells/cell";
import { fork, seed } from "../core/random";
import { corpus } from "../data/text";
import { type CurvePoint, type TextTraining, textLearner } from "../lab/textLearner";
import { charLm } from "../models/charLm";
import { type OpenRecipe, tellLast } from "./networkRecipe";

/** Which text is read, and how a network is trained on it. */
export interface TextNetworkConfig extends Omit<TextTraining, "heldOutWindows" | "decaySteps" | "shards"> {
  /** "moby-dick" or "rxjs". */
  readonly corpus: string;
  readonly seed: number;
  /** Rate of dropout between the layers, in training. */
  readonly dropout?: number;
}

/** A language model over the characters of a text; it is measured on all of the held-out tenth. */
export function openTextNetwork(cellOfSize: (V: number) => Cell, config: TextNetworkConfig): OpenRecipe {
  const { steps, batchSize, windowLength, dropout } = config;
  const key = seed(config.seed);
  const text = corpus(config.corpus, config);
  const { vocabulary, train, heldOut } = text;
  const model = charLm(cellOfSize(vocabulary.size), { dropout });
  const learner = textLearner(text, model, {
    ...{ ...config, decaySteps: steps, shards: 1 },
    heldOutWindows: Math.floor(heldOut.length / (batchSize * windowLength)),
  });
  return {
    ...{ model, vocabulary },
    data: () => vocabulary.decode(train) + vocabulary.decode(heldOut),
    train: ({ report, ...context }) =>
      learner.learn(key, {
        ...context,
        ...(dropout && { dropoutKey: fork(key, "dropout") }),
        report: tellLast(report, ({ trainBits, heldOutBits }: CurvePoint) => {
          return `${trainBits.toFixed(3)} bits per character in training, ${heldOutBits.toFixed(3)} held out`;
        }),
      }),
    heldOut: {
      unit: "bits per character",
      of: `the last tenth of the text, ${heldOut.length} characters, read by ${batchSize} readers from an empty state on`,
    },
    loss: (params) => learner.heldOut(params).bits,
    close: learner.close,
  };
}
