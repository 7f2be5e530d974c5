import { mean } from "../statistics";
import { bleu } from "./bleu";
import { ciderD } from "./ciderD";
import { expectJudged, type JudgedCaption } from "./ngrams";
import { rougeL } from "./rougeL";

/** Corpus-level scores; all but CIDEr-D lie between 0 and 1. */
export interface CaptionScores {
  readonly bleu1: number;
  readonly bleu2: number;
  readonly bleu3: number;
  readonly bleu4: number;
  readonly rougeL: number;
  readonly ciderD: number;
}

/** As the field writes them. */
export const metricNames: readonly [keyof CaptionScores, string][] = [
  ["bleu1", "BLEU-1"],
  ["bleu2", "BLEU-2"],
  ["bleu3", "BLEU-3"],
  ["bleu4", "BLEU-4"],
  ["rougeL", "ROUGE-L"],
  ["ciderD", "CIDEr-D"],
];

/** All metrics of the COCO evaluation that need no other model. @throws where there is no caption, or one without references */
export function captionScores(captions: readonly JudgedCaption[]): CaptionScores {
  expectJudged("captionScores", captions);
  const [bleu1, bleu2, bleu3, bleu4] = bleu(captions);
  return { bleu1, bleu2, bleu3, bleu4, rougeL: mean(rougeL(captions)), ciderD: mean(ciderD(captions)) };
}
