import type { Stretch } from "../../../analysis/stretch";
import { statesAlong } from "../../../data/structure";
import type { Corpus } from "../../../data/text";
import { readBefore } from "../inspect";
import { textKinds } from "./textKinds";

/** By what decides them: the places of the held-out text before such characters, where there are any. */
export type FarPlaces = Readonly<Record<string, readonly number[]>>;

/** Nearly all of the held-out text, in parts of whole blocks. */
export function wholeText({ length }: Int32Array): Stretch {
  const readers = 64;
  const block = 16 * readers;
  return {
    from: readBefore,
    length: block * Math.floor((length - readBefore - 1) / block),
    readers,
    warmUp: readBefore,
  };
}

/** Where a character comes next that something decides which lies out of a 10-gram's sight. */
export function farPlaces({ vocabulary, heldOut }: Corpus, kind: string): FarPlaces {
  const { reader, far } = textKinds[kind];
  const text = vocabulary.decode(heldOut);
  const [states, characters] = [statesAlong(reader, text), [...text]];
  const { from, length } = wholeText(heldOut);
  const places = Array.from({ length }, (_, i) => from + i);
  const found = Object.entries(far).map(
    ([name, is]) => [name, places.filter((at) => is(states[at], states[at + 1], characters[at + 1]))] as const,
  );
  return Object.fromEntries(found.filter(([, { length }]) => length > 0));
}

/** The mean of what the characters after the places cost. */
export function meanOver(places: FarPlaces, bits: (at: number) => number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(places).map(([name, all]) => [name, all.reduce((sum, at) => sum + bits(at), 0) / all.length]),
  );
}
