import { expectForms, forms } from "../core/argumentForms";
import { groupsOf, type Scene, sceneForm } from "./scenes";
import { withArticle } from "./sceneWords";

/** "is there a dog", asked of one of several scenes. */
export interface PresenceQuestion {
  /** The scene's number in the list. */
  readonly scene: number;
  readonly noun: string;
  /** In lower case and without punctuation. */
  readonly text: string;
  readonly answer: "yes" | "no";
}

/**
 * Questions whose answer neither the question nor the picture says anything of alone. Scenes come in pairs, the first and the second, the
 * third and the fourth, …; of a thing that only one of the two shows and a thing that only the other shows, both are asked of both:
 *   there(A, a) = there(B, b) = yes     there(A, b) = there(B, a) = no
 * So in every four questions each thing and each picture has one yes and one no. A score that adds up two opinions, s = f(thing) + g(picture),
 * cannot get all four right, for s(A, a) + s(B, b) = s(A, b) + s(B, a).
 * @see Goyal et al. 2017, whose VQA v2.0 pairs pictures for the same reason
 */
export function presenceQuestions(scenes: readonly Scene[]): PresenceQuestion[] {
  expectForms("presenceQuestions", { scenes: [forms.list(sceneForm), scenes] });
  const things = scenes.map((scene) => groupsOf(scene).map(({ noun }) => noun));
  const ask = (scene: number, noun: string): PresenceQuestion => ({
    ...{ scene, noun, text: `is there ${withArticle(noun)}` },
    answer: things[scene].includes(noun) ? "yes" : "no",
  });
  return Array.from({ length: Math.floor(scenes.length / 2) }, (_, pair) => {
    const [A, B] = [2 * pair, 2 * pair + 1];
    const own = things[A].filter((noun) => !things[B].includes(noun));
    const others = things[B].filter((noun) => !things[A].includes(noun));
    const fours = own.slice(0, others.length).map((noun, i) => [noun, others[i]]);
    return fours.flatMap((both) => [A, B].flatMap((scene) => both.map((noun) => ask(scene, noun))));
  }).flat();
}
