import { statesAlong } from "../../../data/structure";
import type { Corpus } from "../../../data/text";
import type { Count, Counts } from "./config";
import { added, type TextKind } from "./textKinds";

/** Texts that are written from the same places of the held-out text on, and what is counted in them. */
export interface Desk {
  /** What a writer reads first: the end of the text before each place. */
  readonly prompts: readonly Int32Array[];
  /** Of texts, one from each place. */
  count(texts: readonly Int32Array[]): Counts;
  /** The held-out text that does go on there, of the same length. */
  readonly real: readonly Int32Array[];
}

export interface DeskOptions {
  readonly texts: number;
  readonly textLength: number;
  readonly promptLength: number;
}

/**
 * The structure at each place is that of the whole held-out text before it: a bracket that was opened there may be closed in
 * the text that is written.
 */
export function desk<S>(text: Corpus, kind: TextKind<S>, { texts, textLength, promptLength }: DeskOptions): Desk {
  const { vocabulary, heldOut } = text;
  const words = new Set(wordsOf(vocabulary.decode(text.train)));
  const states = statesAlong(kind.reader, vocabulary.decode(heldOut));
  const stride = (heldOut.length - promptLength - textLength) / texts;
  const places = Array.from({ length: texts }, (_, i) => promptLength + Math.floor(i * stride));
  return {
    prompts: places.map((at) => heldOut.subarray(at - promptLength, at)),
    real: places.map((at) => heldOut.subarray(at, at + textLength)),
    count: (all) =>
      added(
        all.map((tokens, i) => {
          const written = vocabulary.decode(tokens);
          return { "words that exist": knownWords(written, words), ...events(kind, written, states[places[i] - 1]) };
        }),
      ),
  };
}

/** Of whole words: the first and the last of a text may be parts of words. */
function knownWords(text: string, words: ReadonlySet<string>): Count {
  const all = wordsOf(text).slice(1, -1);
  return { right: all.filter((word) => words.has(word)).length, all: all.length };
}

const wordsOf = (text: string): string[] => text.match(/\p{Letter}+/gu) ?? [];

/** How often each event of the kind happens in a text that begins in the state `from`, and how often it goes right. */
function events<S>({ reader, events: kinds }: TextKind<S>, text: string, from: S): Counts {
  const characters = [...text];
  const states = [from, ...statesAlong(reader, characters, from)];
  return Object.fromEntries(
    Object.entries(kinds).map(([name, judge]) => {
      const judged = characters
        .map((character, i) => judge(states[i], states[i + 1], character))
        .filter((right) => right !== undefined);
      return [name, { right: judged.filter(Boolean).length, all: judged.length }];
    }),
  );
}
