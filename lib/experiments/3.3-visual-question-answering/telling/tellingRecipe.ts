import { expect } from "../../../core/errors";
import { fork } from "../../../core/random";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
import type { TellingQuestion } from "../../../data/sceneQuestions";
import { renderScenes } from "../../../data/sceneRender";
import { sprites } from "../../../data/sprites";
import { pooled } from "../../shared/pooled";
import type { Recipe } from "../../shared/preparedFeatures";
import { askedOf, askedScenes, expectNeeds, type NamedScene, split } from "../askedScenes";
import { type TellingConfig, type ToldQuestions, toldTypes } from "./config";

/** fc7 and then conv5_3, pooled to the places that are asked for, of every scene. */
export function tellingRecipe(config: TellingConfig): Recipe<ToldQuestions> {
  const { imageSize: S, placesPerSide, trainScenes, testScenes, questionsPerScene, seeds } = config;
  const sizes = { trainScenes, testScenes, questionsPerScene, seeds };
  const sideOf = (L: number) => Math.sqrt(L);
  return {
    config: { ...sizes, S, placesPerSide },
    file: __filename,
    shapeOf({ taps: { conv5_3, fc7 } }) {
      const [side, D] = [sideOf(conv5_3[0]), conv5_3[1]];
      expect(side % placesPerSide === 0, `placesPerSide: a divisor of ${side} expected, got ${placesPerSide}`);
      return [fc7[0] + placesPerSide ** 2 * D];
    },
    featuresOf: ({ conv5_3, fc7 }) => tf.concat([fc7, pooled(conv5_3 as tf.Tensor3D, placesPerSide)], 1),
    async make() {
      const [drawn, all] = [await sprites(), [...askedScenes(sizes)]];
      const told = all.flatMap((named) => questionsAbout(named, questionsPerScene));
      expectNeeds(split(told).test, seeds, ["interaction", "both"]);
      function* shots() {
        for (const { id, scene } of all) yield { id, pixels: renderScenes([scene], drawn, S).pixels };
      }
      return {
        shots: shots(),
        questions: split(told),
      };
    },
  };
}

/** Of a kind's questions the share that is asked. */
const shares = { answeredByItself: 0.2, countedOne: 0.3 };

/**
 * What is asked of a scene. Not "where is this": as with "when", the network was trained to see things, whatever the
 * ground. Of questions that answer themselves and of counts that are one only some are asked, so that fewer answers can be
 * guessed from what is usual.
 * @see Goyal et al. 2017, whose VQA v2.0 is balanced for the same reason
 */
export function questionsAbout(named: NamedScene, count: number): ToldQuestions["train"] {
  const { chance } = draws(fork(named.key, "balance"));
  const isAsked = ({ needs, type, text, choices, answer }: TellingQuestion): boolean => {
    if (text === "where is this") return false;
    if (needs === "question") return chance(shares.answeredByItself);
    return type !== "how" || choices[answer] !== "one" || chance(shares.countedOne);
  };
  return askedOf<"telling">(named, { count: 100, types: toldTypes })
    .filter(isAsked)
    .slice(0, count)
    .map(({ type, needs, text, answer, choices }) => ({ id: named.id, type, needs, text, answer, choices }));
}
