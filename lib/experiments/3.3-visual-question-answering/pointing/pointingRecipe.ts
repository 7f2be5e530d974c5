import type { tf } from "../../../core/tf";
import type { Box } from "../../../data/box";
import { crop } from "../../../data/crop";
import { emoji } from "../../../data/emoji";
import { renderScene } from "../../../data/sceneRender";
import { relationWords } from "../../../data/sceneWords";
import { type Sprites, sprites } from "../../../data/sprites";
import { pooled } from "../../shared/pooled";
import type { Recipe, Shot } from "../../shared/preparedFeatures";
import { askedOf, askedScenes, expectNeeds, type NamedScene, split } from "../askedScenes";
import type { Description, PointingConfig, PointingQuestionAsked, PointingQuestions } from "./config";

/** fc7 of every scene, and of every box that is a choice. */
export function pointingRecipe({
  imageSize: S,
  trainScenes,
  testScenes,
  questionsPerScene,
  seeds,
}: PointingConfig): Recipe<PointingQuestions> {
  const sizes = { trainScenes, testScenes, questionsPerScene, seeds };
  return {
    config: { ...sizes, S },
    file: __filename,
    shapeOf: ({ taps }) => taps.fc7,
    featuresOf: ({ fc7 }) => fc7,
    async make() {
      const [drawn, all] = [
        await sprites(),
        [...askedScenes(sizes)].map((named) => askedScene(named, questionsPerScene)),
      ];
      const questions = split(all.flatMap((one) => one.questions));
      expectNeeds(questions.test, seeds, ["interaction", "picture"]);
      return { shots: shots(all, { drawn, S }), questions };
    },
  };
}

/** conv5_3 of every scene, pooled to the places that are asked for. */
export function sceneMapRecipe(config: PointingConfig): Recipe<null> {
  const { imageSize: S, placesPerSide, trainScenes, testScenes, seeds } = config;
  const sizes = { trainScenes, testScenes, questionsPerScene: 0, seeds };
  return {
    config: { ...sizes, S, placesPerSide },
    file: __filename,
    shapeOf: ({ taps }) => [placesPerSide ** 2 * taps.conv5_3[1]],
    featuresOf: ({ conv5_3 }) => pooled(conv5_3 as tf.Tensor3D, placesPerSide),
    async make() {
      const drawn = await sprites();
      function* scenes(): Generator<Shot> {
        for (const { id, scene } of askedScenes(sizes)) yield { id, pixels: renderScene(scene, drawn, S) };
      }
      return { shots: scenes(), questions: null };
    },
  };
}

export interface AskedScene {
  readonly named: NamedScene;
  readonly questions: readonly PointingQuestionAsked[];
  readonly boxes: ReadonlyMap<Box, string>;
}

/** What is asked of a scene, and an id for each box among the choices. */
export function askedScene(named: NamedScene, count: number): AskedScene {
  const { id } = named;
  const asked = askedOf<"pointing">(named, { count, types: ["which"] });
  const different = [...new Set(asked.flatMap(({ choices }) => choices))];
  const boxes = new Map(different.map((box, i) => [box, `${id} box ${i}`]));
  const questions = asked.map(({ type, needs, text, answer, choices }) => ({
    ...{ id, type, needs, text, answer, description: descriptionOf(text), things: named.scene.objects.length },
    boxes: choices.map((box) => boxes.get(box)!),
  }));
  return { named, questions, boxes };
}

const colours = new Set<string>(emoji.flatMap(({ colour }) => colour ?? []));

/** By what the question tells the thing apart. */
export function descriptionOf(text: string): Description {
  if (Object.values(relationWords).some(([words]) => text.includes(` is ${words} the `))) return "relation";
  if (text.startsWith("which one is the ")) return "name";
  return colours.has(text.split(" ").at(-1)!) ? "color" : "kind";
}

/** The scene, and each box cut out of it at twice the size. */
function* shots(
  all: readonly AskedScene[],
  { drawn, S }: { readonly drawn: Sprites; readonly S: number },
): Generator<Shot> {
  for (const { named, boxes } of all) {
    yield { id: named.id, pixels: renderScene(named.scene, drawn, S) };
    const large = { pixels: renderScene(named.scene, drawn, 2 * S), side: 2 * S };
    for (const [box, id] of boxes) yield { id, pixels: crop(large, box, { S }) };
  }
}
