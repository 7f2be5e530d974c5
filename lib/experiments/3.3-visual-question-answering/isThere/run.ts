import { renderScene } from "../../../data/sceneRender";
import { sprites } from "../../../data/sprites";
import { atOwnRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { joins } from "../../../models/joinLayer";
import { prepare, preparedFiles, questionsOf } from "../../shared/preparedFeatures";
import { askedScenes, isOfSeed } from "../askedScenes";
import type { AskedPresence, IsThereConfig, IsThereModel, IsThereResult, PresenceQuestions } from "./config";
import { isThereLearningFigure } from "./figures";
import { isThereRecipe } from "./isThereRecipe";
import { trainIsThere } from "./job";

/** Trains one model a seed and a way to join on the same questions in the same order. */
export async function runIsThere(config: IsThereConfig, context: RunContext): Promise<IsThereResult> {
  const { seeds, learningRates: rates, ...each } = config;
  const total = joins.length * seeds * config.steps;
  const prepared = await prepare({ ...config, network: "places" }, isThereRecipe(config), { ...context, total });
  if (!prepared) return { config, models: [], tried: [], shown: [], trainQuestions: 0, asked: 0 };
  const trained = await atOwnRates({ arms: joins, rates, seeds: seedNumbers(seeds) }, (jobs) =>
    runJobs(
      trainIsThere,
      jobs.map((own) => ({ ...each, ...own, prepared })),
      {
        context,
        file: require.resolve("./job"),
        needs: preparedFiles(prepared),
        size: ({ steps }) => steps,
        unit: "steps",
        inProcesses: config.steps >= 300,
        watch: (told) => ({ figure: () => isThereLearningFigure(told.map(({ curve }) => curve)) }),
      },
    ),
  );
  const { train, test } = questionsOf<PresenceQuestions>(prepared);
  const shown = await shownOf(config, trained.models, test);
  return { config, ...trained, shown, trainQuestions: train.length, asked: test.length / seeds };
}

/** Pixels a side of a picture that is shown, and how many pairs of pictures are. */
const [shownSide, shownPairs] = [128, 4];

/** The first pairs of scenes of the first seed's test that anything is asked of. */
async function shownOf(
  config: IsThereConfig,
  models: readonly IsThereModel[],
  test: readonly AskedPresence[],
): Promise<IsThereResult["shown"]> {
  const own = models.filter(({ seed, said }) => seed === 1 && said.length > 0);
  if (own.length === 0) return [];
  const drawn = await sprites();
  const scenes = new Map([...askedScenes({ ...config, questionsPerScene: 0 })].map(({ id, scene }) => [id, scene]));
  const asked = test
    .filter(({ id }) => isOfSeed(id, 1))
    .map(({ id, text, answer }, i) => {
      const said = Object.fromEntries(own.map((model) => [model.condition, model.said[i]]));
      return { id, text, answer, said };
    });
  const ids = [...new Set(asked.map(({ id }) => id))].slice(0, 2 * shownPairs);
  const pictures = ids.map((name) => ({
    // Of the first four questions about the pair; others may be asked of it, too.
    asked: asked
      .filter(({ id }) => id === name)
      .slice(0, 2)
      .map(({ id: _, ...question }) => question),
    pixels: Buffer.from(renderScene(scenes.get(name)!, drawn, shownSide)).toString("base64"),
    side: shownSide,
  }));
  return Array.from({ length: pictures.length / 2 }, (_, i) => pictures.slice(2 * i, 2 * i + 2));
}
