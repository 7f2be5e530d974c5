import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Where the result of one computation is kept. */
export interface Slot {
  /** Undefined where nothing is kept: the computation was never finished, or its inputs or the code have changed since. */
  load<R>(): R | undefined;
  store(result: unknown): void;
  /** A file that the computation may save itself in meanwhile. */
  readonly checkpoint: string;
}

/** What a result depends on besides the code. */
export interface Identity {
  readonly name: string;
  /** Plain data: another value is another result. */
  readonly config: unknown;
  /** Files that are read; another content is another result. */
  readonly reads: readonly string[];
}

/** The slot of a computation in `folder`: another one for each configuration, content of what is read, and version of lib/. */
export function slot(folder: string, { name, config, reads }: Identity): Slot {
  const hash = createHash("sha256").update(JSON.stringify(config));
  for (const file of [...reads, ...codeFiles()]) hash.update(`\0${file}\0`).update(readFileSync(file));
  const file = path.join(folder, `${name}-${hash.digest("hex").slice(0, 16)}`);
  return {
    load<R>() {
      try {
        return JSON.parse(readFileSync(`${file}.json`, "utf8")) as R;
      } catch {
        return undefined;
      }
    },
    store(result) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(result));
      renameSync(`${file}.new`, `${file}.json`);
    },
    checkpoint: `${file}.checkpoint`,
  };
}

/** The compiled library without what only shows results. */
function codeFiles(): string[] {
  const lib = path.join(__dirname, "..");
  return ["core", "cells", "data", "train", "analysis", "models", "experiments"]
    .flatMap((folder) =>
      readdirSync(path.join(lib, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        path.join(lib, folder, file),
      ),
    )
    .filter((file) => file.endsWith(".js"))
    .sort();
}
