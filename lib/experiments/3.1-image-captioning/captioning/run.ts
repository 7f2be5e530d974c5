import type { Words } from "../../../analysis/captionMetrics/ngrams";
import { fork, seed } from "../../../core/random";
import { sceneCaptions } from "../../../data/sceneCaptions";
import { renderScenes } from "../../../data/sceneRender";
import { sprites } from "../../../data/sprites";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedGroups } from "../../../lab/sweep";
import {
  type CaptionedScene,
  type CaptionedScenes,
  captionedScenes,
  type PreparedScenes,
  prepareScenes,
} from "../../shared/captionedScenes";
import { preparedFiles } from "../../shared/preparedFeatures";
import { nearest, viewsOf } from "../views";
import {
  type CaptioningConfig,
  type CaptioningJob,
  type CaptioningResult,
  captionArms,
  type DescribedScene,
  describedScenes,
} from "./config";
import { captionLearningFigure } from "./figures";
import { type CaptioningTold, trainCaptioners } from "./job";
import { sceneScores } from "./scores";

/** Trains the captioners of every arm on the same scenes, and has them describe scenes with pairs that they never saw. */
export async function runCaptioning(config: CaptioningConfig, context: RunContext): Promise<CaptioningResult> {
  const set = captionedScenes(config);
  const known = { config, vocabSize: set.vocabulary.size, scenes: await shownOf(set.test) };
  const total = captionArms.length * config.seeds * config.steps;
  const prepared = await prepareScenes(config, "vectors", { ...context, total });
  if (!prepared) return { ...known, baselines: [], models: [] };
  const groups = seedGroups(config.seeds, config.steps);
  const jobs = product({ arm: captionArms, seeds: groups }).map(
    (own): CaptioningJob => ({ ...config, ...own, prepared }),
  );
  const models = await runJobs(trainCaptioners, jobs, {
    context,
    file: require.resolve("./job"),
    needs: preparedFiles(prepared),
    size: ({ steps, seeds }) => steps * seeds.length,
    unit: "steps",
    inProcesses: config.steps >= 100,
    watch: (now: readonly CaptioningTold[]) => ({
      figure: () => captionLearningFigure({ models: now.map(({ arm, curve }) => ({ condition: arm, curve })) }),
    }),
  });
  return { ...known, baselines: baselinesOf(set, { ...config, prepared }), models: models.flat() };
}

function baselinesOf({ train, test }: CaptionedScenes, scenes: PreparedScenes): CaptioningResult["baselines"] {
  const views = viewsOf(scenes, "fc7");
  const neighbours = views.test.map((view) => train[nearest(view, views.train)].captions[0].words);
  return [
    { name: "nearest training scene's", scores: sceneScores(test, neighbours) },
    { name: "one more of the scene's own", scores: sceneScores(test, test.map(another)) },
  ];
}

/** A caption that is not among the scene's references. */
function another({ scene, captions }: CaptionedScene, i: number): Words {
  const known = new Set(captions.map(({ text }) => text));
  const more = sceneCaptions(scene, fork(seed(33), i), { count: known.size + 1 });
  return more.find(({ text }) => !known.has(text))!.words;
}

/** On the screen a scene is larger than what the network sees. */
const side = 112;

async function shownOf(test: readonly CaptionedScene[]): Promise<DescribedScene[]> {
  const shown = test.slice(0, describedScenes);
  const artwork = await sprites();
  return shown.map(({ scene, captions }) => {
    const { pixels } = renderScenes([scene], artwork, side);
    return { pixels: Buffer.from(pixels).toString("base64"), side, reference: captions[0].text };
  });
}
