import { hull } from "../../../data/box";
import { renderScenes } from "../../../data/sceneRender";
import { groupsOf } from "../../../data/scenes";
import { sprites } from "../../../data/sprites";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedGroups } from "../../../lab/sweep";
import { type CaptionedScene, captionedScenes, prepareScenes } from "../../shared/captionedScenes";
import { preparedFiles } from "../../shared/preparedFeatures";
import {
  type AttendedScene,
  type AttentionConfig,
  type AttentionJob,
  type AttentionResult,
  attentionArms,
  shownScenes,
} from "./config";
import { attentionLearningFigure } from "./figures";
import { type AttentionTold, trainLookers } from "./job";

/** Trains the captioners of every arm on the same maps of the same scenes. */
export async function runAttention(config: AttentionConfig, context: RunContext): Promise<AttentionResult> {
  const { test } = captionedScenes(config);
  const known = { config, scenes: await shownOf(test) };
  const total = attentionArms.length * config.seeds * config.steps;
  const prepared = await prepareScenes(config, "places", { ...context, total });
  if (!prepared) return { ...known, models: [] };
  const groups = seedGroups(config.seeds, config.steps);
  const jobs = product({ arm: attentionArms, seeds: groups }).map(
    (own): AttentionJob => ({ ...config, ...own, prepared }),
  );
  const models = await runJobs(trainLookers, jobs, {
    context,
    file: require.resolve("./job"),
    needs: preparedFiles(prepared),
    size: ({ steps, seeds }) => steps * seeds.length,
    unit: "steps",
    inProcesses: config.steps >= 100,
    watch: (now: readonly AttentionTold[]) => ({
      figure: () => attentionLearningFigure({ models: now.map(({ arm, curve }) => ({ condition: arm, curve })) }),
    }),
  });
  return { ...known, models: models.flat() };
}

const side = 72;

async function shownOf(test: readonly CaptionedScene[]): Promise<AttendedScene[]> {
  const artwork = await sprites();
  const shown = shownScenes(test.length).map((i) => test[i]);
  return shown.map(({ scene }) => ({
    pixels: Buffer.from(renderScenes([scene], artwork, side).pixels).toString("base64"),
    side,
    things: groupsOf(scene).map(({ noun, objects }) => ({ noun, ...hull(objects.map(({ box }) => box)) })),
  }));
}
