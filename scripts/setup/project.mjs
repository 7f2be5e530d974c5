// @ts-check
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Not import.meta.dirname: too old a Node must get as far as preflight.mjs, which says so.
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/.$/, "");

/** A path in the project. @param {string[]} parts */
export const inProject = (...parts) => join(root, ...parts);

/** @param {(string | Buffer)[]} contents */
export function sha256(...contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content).update("\0");
  return hash.digest("hex");
}
