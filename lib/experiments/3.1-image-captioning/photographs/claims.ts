import { mean } from "../../../analysis/statistics";
import { judgeAbove } from "../../../lab/decide";
import { oneOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { photographSets } from "./album";
import { photographDefaults } from "./config";
import { advice, photographLooksFigure, photographsFigure, photographsTable } from "./figures";
import { photographFindings } from "./findings";
import { runPhotographs } from "./run";

/** 3.1: captions of photographs of Flickr8k or COCO, where the user has them. */
export const photographCaptions = study({
  id: "3.1-photograph-captions",
  defaults: photographDefaults,
  presets: {
    smoke: {
      hiddenSize: 12,
      embeddingSize: 8,
      attentionSize: 4,
      batchSize: 8,
      steps: 6,
      minCount: 1,
      evaluateEvery: 3,
      seeds: 2,
    },
    full: { hiddenSize: 512, embeddingSize: 256, attentionSize: 256, steps: 8_000, learningRate: 0.001 },
  },
  options: { photographs: oneOf(Object.keys(photographSets)) },
  run: runPhotographs,
  figures: { photographs: photographsFigure, looks: photographLooksFigure },
  findings: photographFindings,
  tables: { scores: photographsTable },
  claims: {
    /** Not in the list of experiments: without the user's folder there is nothing to judge. */
    photographs: {
      sentence: "The captions of photographs are about the photographs: from another one's v they are worse.",
      figures: ["photographs", "looks"],
      judge(result) {
        if (result.baselines.length === 0) return judgeAbove([], { measured: advice(result.config) });
        const scores = sound(result.models.filter(({ reads }) => reads === "v")).map((model) => model.scores!);
        if (scores.length < 2) return judgeAbove([], { measured: "Too few captioners for an interval." });
        const [own, shuffled] = (["own", "shuffled"] as const).map((which) => scores.map((one) => one[which].ciderD));
        return judgeAbove(
          own.map((score, i) => score - shuffled[i]),
          {
            unit: "CIDEr-D",
            measured:
              `${scores.length} captioners, ${result.counts!.test} photographs: CIDEr-D ${mean(own).toFixed(3)} with their own v, ` +
              `${mean(shuffled).toFixed(3)} with another's; the effect is the paired difference.`,
          },
        );
      },
    },
  },
});
