import { mean } from "../../../analysis/statistics";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { judgePaired, type PairedQuestion, percent } from "../../../lab/trials";
import {
  type AttentionModel,
  type AttentionResult,
  attentionDefaults,
  attentionPresets,
  type Blend,
  hardArms,
  selfCritical,
  soft,
  unattended,
} from "./config";
import { attentionLearningFigure, blendFigure, lookersTable, overlayFigure, pointingFigure } from "./figures";
import { runAttention } from "./run";

function judge({ config, models }: AttentionResult, compared: Omit<PairedQuestion<AttentionModel>, "about">) {
  const about = `GRU, ${config.hiddenSize} units, ${config.steps} steps, ${config.testScenes} scenes with unseen pairs`;
  return judgePaired<AttentionModel>(models, { about, ...compared });
}

const three = (value: number): string => value.toFixed(3);

/** 3.2: captioners with soft and hard attention, and without; where they look and what they write. */
export const attention = study({
  id: "3.2-attention",
  defaults: attentionDefaults,
  presets: attentionPresets,
  options: { entropy: positive },
  run: runAttention,
  figures: { overlays: overlayFigure, pointing: pointingFigure, learning: attentionLearningFigure, blend: blendFigure },
  tables: { lookers: lookersTable },
  claims: {
    "attention-points": {
      sentence:
        "When the captioner names a thing, its soft attention is on that thing, though nobody told it where things are.",
      figures: ["overlays", "pointing"],
      judge: (result) =>
        judge(result, {
          conditions: [soft.name],
          effect: (of) => of(soft.name).pointing - Math.max(of(soft.name).anywhere, of(soft.name).middle),
          measured: (of) =>
            `In ${percent(of(soft.name).pointing)} α is largest inside the box of what is named; ` +
            `any place would be in ${percent(of(soft.name).anywhere)}, the middle in ` +
            `${percent(of(soft.name).middle)}; the effect is the first less the larger of these.`,
        }),
    },
    "attention-describes": {
      sentence: "Looking anew before every word gives better captions than the mean of all places before every word.",
      figures: ["pointing", "learning"],
      judge: (result) =>
        judge(result, {
          conditions: [soft.name, unattended.name],
          effect: (of) => of(soft.name).ciderD - of(unattended.name).ciderD,
          measured: (of) =>
            `CIDEr-D ${three(of(soft.name).ciderD)} with soft attention, ` +
            `${three(of(unattended.name).ciderD)} from the mean; the effect is the paired difference.`,
        }),
    },
    "soft-against-hard": {
      sentence:
        "Soft attention, trained by the exact gradient, learns faster than hard attention, trained by a sampled one.",
      figures: ["learning", "pointing"],
      judge: (result) =>
        judge(result, {
          conditions: [soft.name, selfCritical.name],
          effect: (of) => of(selfCritical.name).testNats - of(soft.name).testNats,
          measured: (of) =>
            `${three(of(soft.name).testNats)} nats per word soft, ` +
            `${three(of(selfCritical.name).testNats)} hard with the self-critical baseline, after as many steps; ` +
            `pointing ${percent(of(soft.name).pointing)} and ` +
            `${percent(of(selfCritical.name).pointing)}; the effect is the paired difference in nats.`,
        }),
    },
    "baseline-helps": {
      sentence: "Hard attention learns better where the reward is compared with a baseline.",
      figures: ["learning"],
      judge: (result) =>
        judge(result, {
          conditions: hardArms.map(({ name }) => name),
          effect: (of) => of(hardArms[0].name).testNats - of(selfCritical.name).testNats,
          measured: (of) => {
            const [none, moving, critical] = hardArms.map(({ name }) => three(of(name).testNats));
            return `${none} nats per word without a baseline, ${moving} with the moving average, ${critical} self-critical; the effect is the first less the last.`;
          },
        }),
    },
    "average-of-two": {
      sentence:
        "Soft attention assumes that an average of features means something: the average of two things' features looks like a third.",
      figures: ["blend"],
      judge(result) {
        const { models, config } = result;
        const at = (blends: readonly Blend[], weight: number) => blends.find((blend) => blend.weight === weight)!.third;
        const alone = (blends: readonly Blend[]) => mean([at(blends, 0), at(blends, 1)]);
        const trials = models.map(({ seed, condition, ended, blends }) => ({
          ...{ seed, condition, ended },
          final:
            ended === "finished" && condition === soft.name ? { split: at(blends, 0.5), alone: alone(blends) } : null,
        }));
        return judgePaired(trials, {
          conditions: [soft.name],
          about: `a linear read-out of the places of ${config.trainScenes} scenes, ${config.steps} steps`,
          effect: (of) => of(soft.name).split - of(soft.name).alone,
          measured: (of) =>
            `Half on each of two things, neither of them is named in ${percent(of(soft.name).split)} of the ` +
            `scenes; all on one of them, in ${percent(of(soft.name).alone)}; the effect is the paired difference.`,
        });
      },
    },
  },
});
