import { expectForms, forms } from "../../core/argumentForms";

/** A caption as words, as the metrics take it. */
export type Words = readonly string[];

/** What a model wrote about an image, and what people did. */
export interface JudgedCaption {
  readonly candidate: Words;
  readonly references: readonly Words[];
}

/** How often each n-gram of each length up to `most` occurs: element n - 1 counts the n-grams. */
export function ngramCounts(words: Words, most: number): Map<string, number>[] {
  return Array.from({ length: most }, (_, i) => {
    const counts = new Map<string, number>();
    for (let at = 0; at + i < words.length; at++) {
      const gram = words.slice(at, at + i + 1).join(" ");
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    return counts;
  });
}

const words = forms.list(forms.text);
const judged = forms.list(forms.fields({ candidate: words, references: forms.list(words, 1) }), 1);

/** @throws where there is no caption, or one without references */
export function expectJudged(where: string, captions: readonly JudgedCaption[]): void {
  expectForms(where, { captions: [judged, captions] });
}
