import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../data/textFile";

/** Where the result of one computation is kept. */
export interface Slot {
  /** Undefined where nothing is kept: the computation was never finished, or its inputs or the code have changed since. */
  load<R>(): R | undefined;
  store(result: unknown): void;
  /** A file that the computation may save itself in meanwhile. */
  readonly checkpoint: string;
}

/**
 * The slots of the computations called `name` in `folder`: another one for each configuration (plain data), each content
 * of the files that are read, and each version of lib/.
 */
export function slots(folder: string, { name, reads }: { name: string; reads: readonly string[] }) {
  const common = createHash("sha256");
  for (const file of [...reads, ...codeFiles()]) common.update(`\0${file}\0`).update(readFileSync(file));
  return (config: unknown): Slot => {
    const hash = common.copy().update(`\0${JSON.stringify(config)}`);
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
        writeWhole(`${file}.json`, JSON.stringify(result));
      },
      checkpoint: `${file}.checkpoint`,
    };
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
