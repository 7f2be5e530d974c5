import { mean } from "../../../analysis/statistics";
import { judgeAllAbove } from "../../../lab/decide";
import type { Judgement } from "../../../lab/judgement";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { judgePaired, type PairedQuestion, percent, sound } from "../../../lab/trials";
import type { PointingAccuracy, PointingMeasure } from "./attendedThings";
import {
  type AttentionArm,
  type AttentionModel,
  type AttentionResult,
  attentionDefaults,
  attentionPresets,
  type Blend,
  halfExact,
  noBaseline,
  selfCritical,
  soft,
  unattended,
} from "./config";
import {
  attentionLearningFigure,
  blendFigure,
  lookersTable,
  overlayFigure,
  pointingFigure,
  posterFigure,
} from "./figures";
import { attentionFindings } from "./findings";
import { runAttention } from "./run";

const aboutOf = ({ config }: AttentionResult, seeds: number): string =>
  `${seeds} seeds (GRU, ${config.hiddenSize} units, ${config.steps} steps, ${config.testScenes} scenes with unseen pairs)`;

function judge({ config, models }: AttentionResult, compared: Omit<PairedQuestion<AttentionModel>, "about">) {
  const about = `GRU, ${config.hiddenSize} units, ${config.steps} steps, ${config.testScenes} scenes with unseen pairs`;
  return judgePaired<AttentionModel>(models, { about, ...compared });
}

/** The shares of the named things that an arm must point at, by measure: as many as one sees at a glance. */
type Targets = Partial<Record<PointingMeasure, number>>;

const measureNames: Readonly<Record<PointingMeasure, string>> = {
  pointing: "α's largest place strictly in the box",
  near: "α's largest place in the box or near it",
  brightest: "the brightest spot as drawn in the box",
};

function judgePointing(result: AttentionResult, arm: AttentionArm, targets: Targets): Judgement {
  const finals = sound(result.models.filter(({ condition }) => condition === arm.name)).map(({ final }) => final!);
  const asked = Object.entries(targets) as [PointingMeasure, number][];
  const parts = asked.map(([measure, least]) => ({
    name: measureNames[measure],
    effects: finals.map((final) => final[measure] - least),
  }));
  const share = (name: keyof PointingAccuracy) => percent(mean(finals.map((final) => final[name])));
  const all = Object.entries(measureNames) as [PointingMeasure, string][];
  const measured =
    finals.length < 2
      ? "Too few seeds for an interval."
      : `${aboutOf(result, finals.length)}: ${all.map(([measure, name]) => `${name} ${share(measure)}`).join(", ")}. ` +
        `Strictly, any place would be in the box in ${share("anywhere")}, the middle in ${share("middle")}; ` +
        `near it in ${share("nearAnywhere")} and ${share("nearMiddle")}.`;
  return judgeAllAbove(parts, {
    criterion: `the share of the objects named, less its target: ${asked.map(([measure, least]) => `${measureNames[measure]}, ${percent(least)}`).join("; ")}`,
    ...{ measured, unit: "of the objects named" },
  });
}

const three = (value: number): string => value.toFixed(3);

/** 3.2: captioners with soft and hard attention, and without; where they look and what they write. */
export const attention = study({
  id: "3.2-attention",
  defaults: attentionDefaults,
  presets: attentionPresets,
  options: { entropy: positive },
  run: runAttention,
  figures: {
    poster: posterFigure,
    overlays: overlayFigure,
    pointing: pointingFigure,
    learning: attentionLearningFigure,
    blend: blendFigure,
  },
  findings: attentionFindings,
  tables: { lookers: lookersTable },
  claims: {
    "attention-points": {
      sentence:
        "When the captioner names an object, its soft attention is on that object, though nobody told it where objects are.",
      // Xu et al. 2015, figures 2 and 3: α lies on what the word names. The targets are of a figure that persuades.
      expected: "holds",
      figures: ["poster", "overlays", "pointing"],
      judge: (result) => judgePointing(result, soft, { pointing: 0.55, brightest: 0.7 }),
    },
    "hard-attention-points": {
      sentence:
        "Hard attention is on the object that it names, where half of its captions have an exact gradient in training.",
      // Xu et al. 2015, section 4.1: half of the captions read the average, which lowers the variance of the estimate.
      expected: "holds",
      figures: ["pointing"],
      judge: (result) => judgePointing(result, halfExact, { pointing: 0.75 }),
    },
    "describes-unseen-pairs": {
      sentence: "A captioner that looks describes scenes whose pairs of objects it has never seen together.",
      // Words of an object rest on its place alone, so that what is new is the pair, and neither of its objects.
      expected: "holds",
      figures: ["pointing", "learning"],
      judge: (result) =>
        judge(result, {
          conditions: [soft.name],
          unit: "CIDEr-D",
          least: 1.7,
          effect: (of) => of(soft.name).ciderD,
          measured: (of) =>
            `CIDEr-D ${three(of(soft.name).ciderD)} of the likeliest word each time, ` +
            `${three(of(soft.name).beamCiderD)} by a beam of ${result.config.beamWidth}.`,
        }),
    },
    "attention-describes": {
      sentence: "Looking anew before every word gives better captions than the mean of all places before every word.",
      // Xu et al. 2015, table 1: with attention above the same captioner without.
      expected: "holds",
      figures: ["pointing", "learning"],
      judge: (result) =>
        judge(result, {
          conditions: [soft.name, unattended.name],
          unit: "CIDEr-D",
          effect: (of) => of(soft.name).ciderD - of(unattended.name).ciderD,
          measured: (of) =>
            `CIDEr-D ${three(of(soft.name).ciderD)} with soft attention, ` +
            `${three(of(unattended.name).ciderD)} from the mean; the effect is the paired difference.`,
        }),
    },
    "soft-against-hard": {
      sentence:
        "Soft attention, trained by the exact gradient, learns faster than hard attention, trained by a sampled one.",
      // Williams 1992: the estimate is right on average, and noisy; a noisier gradient learns more slowly.
      expected: "holds",
      figures: ["learning", "pointing"],
      judge: (result) =>
        judge(result, {
          conditions: [soft.name, selfCritical.name],
          unit: "nats per word",
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
      // Greensmith, Bartlett & Baxter 2004: a baseline lowers the variance; Rennie et al. 2017: the self-critical one.
      expected: "holds",
      figures: ["learning"],
      judge: (result) =>
        judge(result, {
          conditions: [noBaseline.name, selfCritical.name],
          unit: "nats per word",
          effect: (of) => of(noBaseline.name).testNats - of(selfCritical.name).testNats,
          measured: (of) =>
            `${three(of(noBaseline.name).testNats)} nats per word without a baseline, ` +
            `${three(of(selfCritical.name).testNats)} with the self-critical one; the effect is the first less the second.`,
        }),
    },
    "average-of-two": {
      sentence:
        "Soft attention assumes that an average of features means something: the average of two objects' features looks like a third.",
      // The lecture names it as the assumption of soft attention; a linear read-out of the average sees half of each.
      expected: "holds",
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
          unit: "of the scenes",
          effect: (of) => of(soft.name).split - of(soft.name).alone,
          measured: (of) =>
            `Half on each of two things, neither of them is named in ${percent(of(soft.name).split)} of the ` +
            `scenes; all on one of them, in ${percent(of(soft.name).alone)}; the effect is the paired difference.`,
        });
      },
    },
  },
});
