import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect } from "../core/errors";

/** A lecture section's notebook: notebooks/2.1-character-language-model.ipynb. */
export interface Section {
  /** The number that the file's name starts with: "2.1"; of a reader's own notebook its name. */
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
 * What was asked for: "2.1" is one section, "5" all of 5.1, 5.2, …; a path is that of any notebook; nothing asked means all
 * sections.
 * @param folder the notebooks'; a path may start above it, or where the command was called
 * @throws {LabError} naming the sections that exist, when one does not
 */
export function selectSections(all: readonly Section[], asked: readonly string[], folder: string): readonly Section[] {
  if (asked.length === 0) return all;
  const own = asked.flatMap((wish) => ownNotebook(wish, folder) ?? []).filter(isNotOf(all));
  const isAsked = ({ number, name, file }: Section, wish: string) => {
    const path = notebookAt(wish, folder);
    return path
      ? file === path
      : number === wish || number.startsWith(`${wish}.`) || name === wish.replace(/\.ipynb$/, "");
  };
  for (const wish of asked) {
    const known = all.map(({ number }) => number).join(", ");
    expect(
      [...all, ...own].some((section) => isAsked(section, wish)),
      `unknown section ${wish}: there are ${known || "none yet"}, and the paths of notebooks`,
    );
  }
  return [...all.filter((section) => asked.some((wish) => isAsked(section, wish))), ...own];
}

/** Whether it is none of these. */
export const isNotOf =
  (these: readonly Section[]) =>
  ({ file }: Section): boolean =>
    these.every((one) => one.file !== file);

/** The file, if this is the path of a notebook. */
function notebookAt(wish: string, folder: string): string | undefined {
  const places = [process.env.INIT_CWD ?? "", "", path.dirname(folder)].map((place) => path.resolve(place, wish));
  return wish.endsWith(".ipynb") ? places.find((file) => existsSync(file)) : undefined;
}

/** A notebook in a folder of its own, called by its path among the notebooks: "week 3-plots" is week 3/plots.ipynb. */
function ownNotebook(wish: string, folder: string): Section | undefined {
  const file = notebookAt(wish, folder);
  if (!file) return undefined;
  const below = path.relative(folder, file);
  const name = (below.startsWith("..") ? path.basename(file) : below).replace(/\.ipynb$/, "").replaceAll(path.sep, "-");
  return { number: name, name, file };
}
