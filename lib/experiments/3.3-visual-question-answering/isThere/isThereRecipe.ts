import { presenceQuestions } from "../../../data/scenePresence";
import { renderScene } from "../../../data/sceneRender";
import { sprites } from "../../../data/sprites";
import type { Recipe } from "../../shared/preparedFeatures";
import { askedScenes, type NamedScene, split } from "../askedScenes";
import type { AskedPresence, IsThereConfig, PresenceQuestions } from "./config";

/**
 * Of every scene the mean over its places, each of which knows what is there. (fc7 of a network that has seen single things hardly tells the
 * second thing of a scene; what the vector does not hold, no way of joining finds.)
 */
export function isThereRecipe(config: IsThereConfig): Recipe<PresenceQuestions> {
  const { imageSize: S, trainScenes, testScenes, seeds } = config;
  const sizes = { trainScenes, testScenes, seeds, questionsPerScene: 0 };
  return {
    config: { ...sizes, S },
    file: __filename,
    shapeOf: ({ taps }) => taps.places.slice(1),
    featuresOf: ({ places }) => places.mean(1),
    async make() {
      const [drawn, all] = [await sprites(), [...askedScenes(sizes)]];
      function* shots() {
        for (const { id, scene } of all) yield { id, pixels: renderScene(scene, drawn, S) };
      }
      return { shots: shots(), questions: split(presenceOf(all)) };
    },
  };
}

/** What is asked of these scenes. No pair is of two sets: each set's scenes are a list of their own. */
export function presenceOf(all: readonly NamedScene[]): AskedPresence[] {
  const setOf = ({ id }: NamedScene) => id.slice(0, id.lastIndexOf(" "));
  return [...new Set(all.map(setOf))].flatMap((set) => {
    const own = all.filter((named) => setOf(named) === set);
    return presenceQuestions(own.map(({ scene }) => scene)).map(({ scene, ...question }) => ({
      id: own[scene].id,
      ...question,
    }));
  });
}
