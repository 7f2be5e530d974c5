import { type Key, uniforms } from "../../core/random";
import { padded } from "../../data/padding";
import type { WordVocabulary } from "../../data/wordVocabulary";
import type { TargetBatch } from "../../models/decoder";
import type { CaptionedScene } from "./captionedScenes";

/** One caption to learn: START, its words, END; and of which picture it is. */
export interface CaptionItem {
  readonly image: number;
  readonly tokens: Int32Array;
}

/** Every caption of at most so many words. */
export const captionItems = (
  scenes: readonly CaptionedScene[],
  vocabulary: WordVocabulary,
  maxWords: number,
): CaptionItem[] =>
  scenes.flatMap(({ captions }, image) =>
    captions
      .filter(({ words }) => words.length <= maxWords)
      .map(({ words }) => ({ image, tokens: vocabulary.encode(words) })),
  );

/** What is read and what is to be said, for `length` words and END; the caller disposes it. */
export function targetBatch(items: readonly CaptionItem[], length: number): TargetBatch {
  const read = padded(
    items.map(({ tokens }) => tokens.subarray(0, -1)),
    { length: length + 1 },
  );
  const wanted = padded(
    items.map(({ tokens }) => tokens.subarray(1)),
    { length: length + 1 },
  );
  read.mask.dispose();
  return { inputs: read.tokens, targets: wanted.tokens, mask: wanted.mask };
}

/** Captions drawn at random without end. */
export function* drawItems(items: readonly CaptionItem[], batchSize: number, key: Key): Generator<CaptionItem[]> {
  const next = uniforms(key);
  for (;;) yield Array.from({ length: batchSize }, () => items[Math.floor(next() * items.length)]);
}
