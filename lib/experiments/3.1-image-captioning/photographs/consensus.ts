import { ciderSimilarity } from "../../../analysis/captionMetrics/ciderD";
import type { Words } from "../../../analysis/captionMetrics/ngrams";
import { nearestFew } from "../views";
import type { Photograph } from "./album";

/** How many of the nearest training photographs lend their captions. */
const neighbours = 20;

/**
 * For each photograph the caption that the nearest training photographs agree on: of all their captions the one that is most like
 * the others, by CIDEr-D. No network writes; where there are few photographs to learn from, few networks write better.
 * @see Devlin et al. 2015
 */
export function consensusCaptions(train: readonly Photograph[], test: readonly Photograph[]): Words[] {
  const views = train.map(({ view }) => view);
  const similarity = ciderSimilarity(train.map(({ captions }) => captions));
  return test.map(({ view }) => {
    const lent = nearestFew(view, views, neighbours).flatMap((i) => train[i].captions);
    const agreement = lent.map((one) =>
      lent.reduce((sum, other) => sum + (other === one ? 0 : similarity(one, other)), 0),
    );
    return lent[agreement.indexOf(Math.max(...agreement))];
  });
}
