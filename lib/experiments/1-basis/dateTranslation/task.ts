import { type Key, seed, uniforms } from "../../../core/random";
import { type DateFormat, type Day, dateFormats, daysOf, iso } from "../../../data/dates";
import { padded } from "../../../data/padding";
import { vocabulary } from "../../../data/vocabulary";
import type { TranslationBatch } from "../../../models/seq2seq";

/** Three centuries of days; a tenth of them, the same always, is held out. */
export function days(): { readonly train: readonly Day[]; readonly heldOut: readonly Day[] } {
  const next = uniforms(seed(1851));
  const all = daysOf(1800, 2099).map((day) => ({ day, out: next() < 0.1 }));
  const those = (held: boolean) => all.filter(({ out }) => out === held).map(({ day }) => day);
  return { train: those(false), heldOut: those(true) };
}

/** A day as it is to be read; what is to be written is `iso(day)`. */
export interface Writing {
  readonly day: Day;
  readonly format: DateFormat;
}

export const sourceOf = ({ day, format }: Writing): string => format.write(day);

const someDays = daysOf(1888, 1890);
const alphabet = vocabulary(dateFormats.map(({ write }) => someDays.map(write).join("")).join(""));
export const sourceSize = alphabet.size;
const longest = Math.max(...dateFormats.flatMap(({ write }) => someDays.map((day) => write(day).length)));

const isoAlphabet = vocabulary("-0123456789");
/** The characters of sources and of targets. */
export const alphabets = { source: alphabet.characters, target: isoAlphabet.characters };
/** 1851-10-18 */
export const isoLength = 10;
export const START = isoAlphabet.size;
export const END = START + 1;
export const targetSize = END + 1;
/** Targets as text; what is no character is shown as it is. */
export const readTarget = (tokens: ArrayLike<number>): string =>
  Array.from(tokens, (token) => isoAlphabet.characters[token] ?? "⊢").join("");

/** Sources padded to the longest, and targets for teacher forcing; the caller disposes it. */
export function translationBatch(writings: readonly Writing[]): TranslationBatch {
  const sources = writings.map((writing) => alphabet.encode(sourceOf(writing)));
  const targets = writings.map(({ day }) => [...isoAlphabet.encode(iso(day))]);
  const read = padded(
    targets.map((target) => [START, ...target]),
    { length: isoLength + 1 },
  );
  const wanted = padded(
    targets.map((target) => [...target, END]),
    { length: isoLength + 1 },
  );
  read.mask.dispose();
  return {
    source: padded(sources, { length: longest }),
    inputs: read.tokens,
    targets: wanted.tokens,
    mask: wanted.mask,
  };
}

/** Days and formats drawn at random without end. */
export function* drawWritings(all: readonly Day[], batchSize: number, key: Key): Generator<Writing[]> {
  const next = uniforms(key);
  const one = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  for (;;) yield Array.from({ length: batchSize }, () => ({ day: one(all), format: one(dateFormats) }));
}

/** So many days at equal distances, each in all formats. */
export function everyFormat(all: readonly Day[], count: number): Writing[] {
  const chosen = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
  return chosen.flatMap((day) => dateFormats.map((format) => ({ day, format })));
}
