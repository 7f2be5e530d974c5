import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { projectRoot } from "../core/project";

/** What numbers depend on besides the options: one hash of the code, one of the data. */
export interface Fingerprint {
  /** Of lib/ and of package-lock.json, which pins every package and with them the texts and emoji that come as packages. */
  readonly code: string;
  /** Of everything in data/, what was put there by hand included. */
  readonly data: string;
}

export async function fingerprint(root = projectRoot): Promise<Fingerprint> {
  const files = (await filesIn(path.join(root, "lib"))).filter((file) => /\.(ts|py)$/.test(file));
  return {
    code: await hashOf([...files, path.join(root, "package-lock.json")], root),
    data: await hashOf(await filesIn(path.join(root, "data")), root),
  };
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/** SHA-256 of names and contents, in the names' order; its first twelve digits. */
async function hashOf(files: readonly string[], root: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...files].sort()) {
    hash.update(`\0${path.relative(root, file)}\0`);
    for await (const chunk of createReadStream(file)) hash.update(chunk);
  }
  return hash.digest("hex").slice(0, 12);
}
