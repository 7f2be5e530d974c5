import { mean } from "../../analysis/statistics";
import { judgePaired, percent } from "../basis/paired";
import { type Experiment, experiment } from "../experiment";
import { positive } from "../options";
import {
  type AttentionConfig,
  type AttentionFinal,
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
import { blendFigure, learningFigure, lookersTable, overlayFigure, pointingFigure } from "./figures";
import { runAttention } from "./run";

type AttentionExperiment = Experiment<AttentionConfig, AttentionResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "3.2",
  expected: "holds" as const,
  defaults: attentionDefaults,
  presets: attentionPresets,
  options: { entropy: positive },
  run: runAttention,
};

type Finals = (arm: string) => AttentionFinal;

interface Compared {
  readonly arms: readonly string[];
  readonly effect: (of: Finals) => number;
  readonly measured: (average: (of: (of: Finals) => number) => number) => string;
}

function judge({ config, models }: AttentionResult, { arms, ...compared }: Compared) {
  const about = `GRU, ${config.hiddenSize} units, ${config.steps} steps, ${config.testScenes} scenes with unseen pairs`;
  return judgePaired<AttentionModel>(models, { conditions: arms, about, ...compared });
}

const three = (value: number): string => value.toFixed(3);

export const attentionPoints: AttentionExperiment = experiment({
  ...shared,
  id: "3.2-attention-points",
  claim:
    "When the captioner names a thing, its soft attention is on that thing, though nobody told it where things are.",
  figures: { overlays: overlayFigure, pointing: pointingFigure },
  tables: { lookers: lookersTable },
  judge: (result) =>
    judge(result, {
      arms: [soft.name],
      effect: (of) => of(soft.name).pointing - Math.max(of(soft.name).anywhere, of(soft.name).middle),
      measured: (average) =>
        `In ${percent(average((of) => of(soft.name).pointing))} α is largest inside the box of what is named; ` +
        `any place would be in ${percent(average((of) => of(soft.name).anywhere))}, the middle in ` +
        `${percent(average((of) => of(soft.name).middle))}; the effect is the first less the larger of these.`,
    }),
});

export const attentionDescribes: AttentionExperiment = experiment({
  ...shared,
  id: "3.2-attention-describes",
  claim: "Looking anew before every word gives better captions than the mean of all places before every word.",
  figures: { pointing: pointingFigure, learning: learningFigure },
  judge: (result) =>
    judge(result, {
      arms: [soft.name, unattended.name],
      effect: (of) => of(soft.name).ciderD - of(unattended.name).ciderD,
      measured: (average) =>
        `CIDEr-D ${three(average((of) => of(soft.name).ciderD))} with soft attention, ` +
        `${three(average((of) => of(unattended.name).ciderD))} from the mean; the effect is the paired difference.`,
    }),
});

export const softLearnsFaster: AttentionExperiment = experiment({
  ...shared,
  id: "3.2-soft-against-hard",
  claim: "Soft attention, trained by the exact gradient, learns faster than hard attention, trained by a sampled one.",
  figures: { learning: learningFigure, pointing: pointingFigure },
  tables: { lookers: lookersTable },
  judge: (result) =>
    judge(result, {
      arms: [soft.name, selfCritical.name],
      effect: (of) => of(selfCritical.name).testNats - of(soft.name).testNats,
      measured: (average) =>
        `${three(average((of) => of(soft.name).testNats))} nats per word soft, ` +
        `${three(average((of) => of(selfCritical.name).testNats))} hard with the self-critical baseline, after as many steps; ` +
        `pointing ${percent(average((of) => of(soft.name).pointing))} and ` +
        `${percent(average((of) => of(selfCritical.name).pointing))}; the effect is the paired difference in nats.`,
    }),
});

export const baselineHelps: AttentionExperiment = experiment({
  ...shared,
  id: "3.2-baseline-helps",
  claim: "Hard attention learns better where the reward is compared with a baseline.",
  figures: { learning: learningFigure },
  judge: (result) =>
    judge(result, {
      arms: hardArms.map(({ name }) => name),
      effect: (of) => of(hardArms[0].name).testNats - of(selfCritical.name).testNats,
      measured: (average) => {
        const [none, moving, critical] = hardArms.map(({ name }) => three(average((of) => of(name).testNats)));
        return `${none} nats per word without a baseline, ${moving} with the moving average, ${critical} self-critical; the effect is the first less the last.`;
      },
    }),
});

export const averageMisleads: AttentionExperiment = experiment({
  ...shared,
  id: "3.2-average-of-two",
  claim:
    "Soft attention assumes that an average of features means something: the average of two things' features looks like a third.",
  figures: { blend: blendFigure },
  judge(result) {
    const { models, config } = result;
    const at = (blends: readonly Blend[], weight: number) => blends.find((blend) => blend.weight === weight)!.third;
    const alone = (blends: readonly Blend[]) => mean([at(blends, 0), at(blends, 1)]);
    const trials = models.map((model) => ({
      ...model,
      final: model.blends.length > 0 ? { split: at(model.blends, 0.5), alone: alone(model.blends) } : null,
    }));
    return judgePaired(trials, {
      conditions: [soft.name],
      about: `a linear read-out of the places of ${config.trainScenes} scenes, ${config.steps} steps`,
      effect: (of) => of(soft.name).split - of(soft.name).alone,
      measured: (average) =>
        `Half on each of two things, neither of them is named in ${percent(average((of) => of(soft.name).split))} of the ` +
        `scenes; all on one of them, in ${percent(average((of) => of(soft.name).alone))}; the effect is the paired difference.`,
    });
  },
});
