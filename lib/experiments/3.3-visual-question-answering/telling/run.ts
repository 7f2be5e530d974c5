import { expect } from "../../../core/errors";
import { renderScene } from "../../../data/sceneRender";
import { sprites } from "../../../data/sprites";
import { atOwnRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { type Prepared, prepare, preparedFiles, questionsOf } from "../../shared/preparedFeatures";
import { askedScenes, countsOf, isOfSeed } from "../askedScenes";
import {
  type TellingConfig,
  type TellingModelResult,
  type TellingResult,
  type ToldQuestions,
  tellers,
  tellingNames,
} from "./config";
import { tellingLearningFigure } from "./figures";
import { trainTeller } from "./job";
import { shownOf } from "./shown";
import { tellingRecipe } from "./tellingRecipe";

/** Trains one model a seed and a condition on the same questions in the same order. */
export async function runTelling(config: TellingConfig, context: RunContext): Promise<TellingResult> {
  const { seeds, learningRates: rates, ...each } = config;
  const total = tellers.length * seeds * config.steps;
  const { positions } = config;
  expect(positions === "told" || positions === "untold", () => `positions: told or untold expected, got ${positions}`);
  const prepared = await prepare(config, tellingRecipe(config), { ...context, total });
  if (!prepared) return resultOf(config, { models: [], tried: [] });
  const trained = await atOwnRates({ arms: tellers, rates, seeds: seedNumbers(seeds) }, (jobs) =>
    runJobs(
      trainTeller,
      jobs.map((own) => ({ ...each, ...own, prepared })),
      {
        context,
        file: require.resolve("./job"),
        needs: preparedFiles(prepared),
        size: ({ steps }) => steps,
        unit: "steps",
        inProcesses: config.steps >= 300,
        watch: (told) => ({ figure: () => tellingLearningFigure(told.map(({ curve }) => curve)) }),
      },
    ),
  );
  return { ...resultOf(config, { ...trained, prepared }), shown: await drawShown(config, prepared, trained.models) };
}

interface Known extends Pick<TellingResult, "models" | "tried"> {
  readonly prepared?: Prepared;
}

function resultOf(config: TellingConfig, { models, tried, prepared }: Known): TellingResult {
  const questions = prepared ? questionsOf<ToldQuestions>(prepared) : { train: [], test: [] };
  return {
    ...{ config, models, tried, networkAccuracy: prepared?.accuracy ?? null, trainQuestions: questions.train.length },
    asked: countsOf(questions.test, config.seeds, tellingNames),
    shown: [],
  };
}

/** Pixels a side of a picture that is shown. */
const shownSide = 128;

/** The questions that are shown of the first seed's test, with what its models chose. */
async function drawShown(
  config: TellingConfig,
  prepared: Prepared,
  models: readonly TellingModelResult[],
): Promise<TellingResult["shown"]> {
  const asked = questionsOf<ToldQuestions>(prepared).test.filter(({ id }) => isOfSeed(id, 1));
  const own = models.filter(({ seed, chosen }) => seed === 1 && chosen.length > 0);
  if (own.length === 0) return [];
  const drawn = await sprites();
  const scenes = new Map(
    [...askedScenes(config)].filter(({ id }) => isOfSeed(id, 1)).map(({ id, scene }) => [id, scene]),
  );
  return shownOf(asked).map((i) => ({
    ...{ text: asked[i].text, choices: asked[i].choices, answer: asked[i].answer, side: shownSide },
    chosen: Object.fromEntries(own.map((model) => [model.condition, model.chosen[i]])),
    pixels: Buffer.from(renderScene(scenes.get(asked[i].id)!, drawn, shownSide)).toString("base64"),
  }));
}
