import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect } from "../core/errors";

/** A lecture section's notebook: notebooks/2.1-character-language-model.ipynb. */
export interface Section {
  /** The number that the file's name starts with: "2.1". */
  readonly number: string;
  /** The file's name without its extension. */
  readonly name: string;
  readonly file: string;
}

/** The notebooks of `folder` in the lecture's order. */
export async function findSections(folder: string): Promise<Section[]> {
  const sections = (await readdir(folder)).flatMap((file): Section[] => {
    const match = file.match(/^((\d+(?:\.\d+)*)-.+)\.ipynb$/);
    return match ? [{ number: match[2], name: match[1], file: path.join(folder, file) }] : [];
  });
  return sections.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/**
 * The sections that were asked for: "2.1" is one, "5" all of 5.1, 5.2, …; nothing asked means all.
 * @throws {LabError} naming the sections that exist, when one does not
 */
export function selectSections(all: readonly Section[], asked: readonly string[]): readonly Section[] {
  if (asked.length === 0) return all;
  const isAsked = ({ number, name }: Section, wish: string) =>
    number === wish || number.startsWith(`${wish}.`) || name === path.basename(wish, ".ipynb");
  for (const wish of asked) {
    const known = all.map(({ number }) => number).join(", ");
    expect(
      all.some((section) => isAsked(section, wish)),
      `unknown section ${wish}: there are ${known || "none yet"}`,
    );
  }
  return all.filter((section) => asked.some((wish) => isAsked(section, wish)));
}
