import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writeWhole } from "../core/writeWhole";

/** A folder in which the report takes away what it has written before, and nothing else. */
export interface OwnFiles {
  write(name: string, content: string | Uint8Array): void;
  /** Of what it has written; undefined where there is none, or somebody else's. */
  read(name: string): string | undefined;
  /** It is as it was written before. */
  keep(name: string): void;
  /** Takes it away, where it is the report's own. */
  forget(name: string): void;
  /** Takes away what of these was written before and was neither written nor kept since. */
  forgetOthers(these: (name: string) => boolean): void;
  /** Writes down what is the report's own. */
  close(): void;
}

const list = ".written.json";
const hashes = z.record(z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+$/), z.string());

/** What was written there before, with its hash: whatever somebody has changed or put there since is theirs. */
export function openOwnFiles(folder: string): OwnFiles {
  const own = new Map(Object.entries(readList(path.join(folder, list))));
  const current = new Set<string>();
  const forget = (name: string) => {
    const file = path.join(folder, name);
    if (own.has(name) && own.get(name) === hashOfFile(file)) rmSync(file);
    own.delete(name);
    current.delete(name);
  };
  return {
    write(name, content) {
      writeWhole(path.join(folder, name), content);
      own.set(name, hashOf(content));
      current.add(name);
    },
    read: (name) =>
      own.has(name) && own.get(name) === hashOfFile(path.join(folder, name))
        ? readFileSync(path.join(folder, name), "utf8")
        : undefined,
    keep: (name) => void current.add(name),
    forget,
    forgetOthers(these) {
      for (const name of [...own.keys()]) if (!current.has(name) && these(name)) forget(name);
    },
    close: () => writeWhole(path.join(folder, list), `${JSON.stringify(Object.fromEntries(own), null, 1)}\n`),
  };
}

function readList(file: string): Readonly<Record<string, string>> {
  try {
    return hashes.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {}; // none, or not one that was written here: then nothing is the report's own
  }
}

const hashOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

function hashOfFile(file: string): string | undefined {
  try {
    return hashOf(readFileSync(file));
  } catch {
    return undefined;
  }
}
