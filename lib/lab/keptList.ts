import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { clearUnfinished } from "../core/writeWhole";
import { textTable } from "../view/textTable";
import { originOf } from "./keptFile";
import { computationOf, type Origin, originNow } from "./origin";

/** A kept result with all files that belong to it, or files that belong to none, such as the checkpoint of an unfinished job. */
export interface KeptEntry {
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
  /** Undefined where it is unfinished, damaged, or of an earlier lab. */
  readonly origin?: Origin;
  /** Whether it would be taken instead of computing anew; otherwise what has changed since. */
  readonly state: "counts" | "other code" | "other data" | "other versions" | "unfinished or damaged";
}

/**
 * What lies in these folders, by the part of the files' names that they share.
 * @param usedBefore a time in milliseconds: only what has not been taken or written since
 */
export function listKept(folders: readonly string[], usedBefore = Infinity): KeptEntry[] {
  const now = new Map<string, Origin | undefined>();
  return folders.filter(existsSync).flatMap((folder) => {
    // What another process removes meanwhile is not there.
    const statsOf = (file: string) => statSync(file, { throwIfNoEntry: false });
    const names = readdirSync(folder).filter((name) => statsOf(path.join(folder, name))?.isFile());
    const stems = [...new Set(names.map((name) => name.split(".")[0]))].sort();
    return stems.flatMap((stem): KeptEntry[] => {
      const files = names.filter((name) => name.split(".")[0] === stem).map((name) => path.join(folder, name));
      const stats = files.flatMap((file) => statsOf(file) ?? []);
      if (Math.max(...stats.map(({ mtimeMs }) => mtimeMs)) >= usedBefore) return [];
      const bytes = stats.reduce((sum, { size }) => sum + size, 0);
      const origin = originOf(path.join(folder, `${stem}.json`));
      if (origin) return [{ folder, files, bytes, origin, state: stateOf(origin, now) }];
      // Features of a user's photographs: each is looked up by its photograph's hash.
      const byContent = files.every((file) => file.endsWith(".features"));
      return [{ folder, files, bytes, state: byContent ? "counts" : "unfinished or damaged" }];
    });
  });
}

function stateOf(origin: Origin, seen: Map<string, Origin | undefined>): KeptEntry["state"] {
  const key = JSON.stringify([origin.module, origin.name, origin.reads]);
  if (!seen.has(key))
    seen.set(
      key,
      tried(() => originNow(computationOf(origin))),
    );
  const now = seen.get(key);
  if (now?.code !== origin.code) return "other code"; // or the module is gone
  if (now.data !== origin.data) return "other data";
  return now.versions === origin.versions ? "counts" : "other versions";
}

function tried<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

const month = 30 * 24 * 3600_000;
const swept = new Set<string>();

/**
 * Tidies a folder at its first use in a process: what killed processes have left goes, and what counts no more and nobody has
 * used for a month.
 */
export function sweep(folder: string): void {
  if (swept.has(folder) || !existsSync(folder)) return;
  swept.add(folder);
  tried(() => {
    clearUnfinished(folder);
    clearKept(listKept([folder], Date.now() - month).filter(({ state }) => state !== "counts"));
  }); // it may be another's
}

/** Deletes the files of these entries. */
export function clearKept(entries: readonly KeptEntry[]): void {
  for (const { files } of entries) for (const file of files) rmSync(file, { force: true });
}

/** "12.3 MB" */
export const megabytes = (entries: readonly KeptEntry[]): string => `${(sizeOf(entries) / 1e6).toFixed(1)} MB`;

/** A row for what was computed by one function of one module, the largest first. */
export function keptText(entries: readonly KeptEntry[], width: number): string {
  const nameOf = ({ folder, origin, state }: KeptEntry) =>
    [
      path.basename(folder),
      origin?.name ?? (state === "counts" ? "photographs" : "(unfinished or damaged)"),
      origin?.module.replace(/\.js$/, "") ?? "",
    ].join("\n");
  const names = [...new Set(entries.map(nameOf))];
  const groups = names.map((name) => ({ name, all: entries.filter((entry) => nameOf(entry) === name) }));
  const rows = groups
    .sort((a, b) => sizeOf(b.all) - sizeOf(a.all))
    .map(({ name, all }) => {
      const count = all.filter(({ state }) => state === "counts").length;
      return [...name.split("\n"), String(all.length), String(count), megabytes(all)];
    });
  const titles = ["in", "what", "computed by lib/", "kept", "count", "size"];
  return textTable(
    titles.map((title, i) => ({ title, flexible: i === 2 })),
    rows,
    width,
  );
}

const sizeOf = (entries: readonly KeptEntry[]): number => entries.reduce((sum, { bytes }) => sum + bytes, 0);
