import { renderScene } from "../../../data/sceneRender";
import { sprites } from "../../../data/sprites";
import { atOwnRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { type Prepared, prepare, preparedFiles, questionsOf } from "../../shared/preparedFeatures";
import { askedScenes, countsOf, isOfSeed } from "../askedScenes";
import {
  descriptions,
  type PointingConfig,
  type PointingModelResult,
  type PointingQuestions,
  type PointingResult,
  pointers,
  pointingNames,
} from "./config";
import { trainPointer } from "./job";
import { askedScene, pointingRecipe, sceneMapRecipe } from "./pointingRecipe";

/** Trains one model a seed and a way of scoring on the same questions in the same order. */
export async function runPointing(config: PointingConfig, context: RunContext): Promise<PointingResult> {
  const { seeds, learningRates: rates, ...each } = config;
  const total = pointers.length * seeds * config.steps;
  const prepared = await prepare(config, pointingRecipe(config), { ...context, total });
  const maps = prepared && (await prepare(config, sceneMapRecipe(config), { ...context, total }));
  if (!prepared || !maps) return { config, models: [], tried: [], trainQuestions: 0, asked: {}, shown: [] };
  const trained = await atOwnRates({ arms: pointers, rates, seeds: seedNumbers(seeds) }, (jobs) =>
    runJobs(
      trainPointer,
      jobs.map((own) => ({ ...each, ...own, prepared, maps })),
      {
        context,
        file: require.resolve("./job"),
        needs: [prepared, maps].flatMap(preparedFiles),
        size: ({ steps }) => steps,
        unit: "steps",
        inProcesses: config.steps >= 300,
      },
    ),
  );
  const { train, test } = questionsOf<PointingQuestions>(prepared);
  return {
    ...{ config, ...trained, trainQuestions: train.length, asked: countsOf(test, seeds, pointingNames) },
    shown: await shownOf(config, prepared, trained.models),
  };
}

/** Pixels a side of a picture that is shown. */
const shownSide = 128;

/** Of the first seed's test one question of each description, and the first that the dot product gets wrong. */
async function shownOf(
  config: PointingConfig,
  prepared: Prepared,
  models: readonly PointingModelResult[],
): Promise<PointingResult["shown"]> {
  const own = models.filter(({ seed, chosen }) => seed === 1 && chosen.length > 0);
  if (own.length === 0) return [];
  const drawn = await sprites();
  const scenes = [...askedScenes(config)].filter(({ id }) => isOfSeed(id, 1));
  const pointed = new Map(scenes.map((named) => [named.id, askedScene(named, config.questionsPerScene)]));
  const asked = questionsOf<PointingQuestions>(prepared).test.filter(({ id }) => isOfSeed(id, 1));
  const dotProduct = own.find(({ condition }) => condition === "dot product")?.chosen;
  const first = (isShown: (i: number) => boolean, count: number): number[] =>
    [...asked.keys()].filter((i) => asked[i].needs === "interaction" && isShown(i)).slice(0, count);
  const chosen = [
    ...descriptions.flatMap((description, n) => first((i) => i >= n * 9 && asked[i].description === description, 1)),
    ...first((i) => dotProduct !== undefined && dotProduct[i] !== asked[i].answer, 3),
  ].slice(0, 6);
  return [...new Set(chosen)].map((i) => {
    const { id, text, answer, boxes } = asked[i];
    const { named, boxes: places } = pointed.get(id)!;
    return {
      ...{ text, answer, side: shownSide },
      boxes: boxes.map((name) => [...places].find(([, own]) => own === name)![0]),
      chosen: Object.fromEntries(own.map((model) => [model.condition, model.chosen[i]])),
      pixels: Buffer.from(renderScene(named.scene, drawn, shownSide)).toString("base64"),
    };
  });
}
