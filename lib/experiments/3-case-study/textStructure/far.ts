import type { Stretch } from "../../../analysis/stretch";
import { statesAlong } from "../../../data/structure";
import type { Corpus } from "../../../data/text";
import { blockMeans } from "../blocks";
import { readBefore } from "../inspect";
import type { FarBits } from "./config";
import { textKinds } from "./textKinds";

/** The name of all characters together. */
export const everyCharacter = "every character";

/** By what decides them: the places of the held-out text before such characters, where there are any; and before all. */
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

/** Where a character comes next that something decides which lies out of every n-gram's sight. */
export function farPlaces({ vocabulary, heldOut }: Corpus, kind: string): FarPlaces {
  const { reader, far } = textKinds[kind];
  const text = vocabulary.decode(heldOut);
  const [states, characters] = [statesAlong(reader, text), [...text]];
  const { from, length } = wholeText(heldOut);
  const places = Array.from({ length }, (_, i) => from + i);
  const found = Object.entries(far).map(
    ([name, is]) => [name, places.filter((at) => is(states[at], states[at + 1], characters[at + 1]))] as const,
  );
  return Object.fromEntries([...found.filter(([, { length }]) => length > 0), [everyCharacter, places]]);
}

/** The mean of what the characters after the places cost, block by block. */
export const farBits = (places: FarPlaces, bitsAt: (place: number) => number): FarBits =>
  Object.fromEntries(Object.entries(places).map(([name, all]) => [name, blockMeans(all, bitsAt)]));
