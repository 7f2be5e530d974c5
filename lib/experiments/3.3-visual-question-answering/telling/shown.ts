import type { ToldQuestion } from "./config";

/** What the questions that are shown begin with; of the first the attention is shown too. */
const beginnings = ["where in the picture", "what", "how", "who", "why", "where is the"] as const;

/** Which of a seed's test questions are shown: for each beginning the first that needs the picture, of a scene of its own. */
export function shownOf(asked: readonly ToldQuestion[]): number[] {
  const scenes = new Set<string>();
  return beginnings.flatMap((beginning) => {
    const found = asked.findIndex(
      ({ id, text, needs }) => text.startsWith(beginning) && needs !== "question" && !scenes.has(id),
    );
    if (found < 0) return [];
    scenes.add(asked[found].id);
    return [found];
  });
}
