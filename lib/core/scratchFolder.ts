import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ownerOf, ownMark } from "./owner";

const prefix = "lecture-lab-";

/** Does something with a folder of its own, which is gone afterwards. */
export function inScratchFolder<T>(use: (folder: string) => T): T {
  const folder = fresh();
  try {
    mkdirSync(folder);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const spares = new Map<string, string>();

/**
 * Where this process, and those that it starts, may keep what cannot be kept in `folder`; whoever writes there makes it.
 * It goes with the process.
 */
export function spareFolder(folder: string): string {
  let spare = spares.get(folder);
  if (!spare) {
    if (spares.size === 0) process.on("exit", removeSpares);
    spare = fresh();
    spares.set(folder, spare);
  }
  return spare;
}

function removeSpares(): void {
  for (const spare of spares.values()) rmSync(spare, { recursive: true, force: true });
}

let cleared = false;

function fresh(): string {
  if (!cleared) clearScratch(tmpdir());
  cleared = true;
  return path.join(tmpdir(), `${prefix}${ownMark()}`);
}

/**
 * Makes a folder inside another, for this process alone, which removes it. What killed ones have left there goes first; of
 * what does not say whose it is, and of other machines', what is older than a day.
 */
export function ownFolder(inside: string, name: string): string {
  for (const left of readdirSync(inside)) {
    if (!left.startsWith(`.${name}-`)) continue;
    const file = path.join(inside, left);
    const old = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 24 * 3600_000;
    const owner = ownerOf(left);
    if (owner === "is gone" || (old && owner !== "lives")) remove(file);
  }
  const own = path.join(inside, `.${name}-${ownMark()}`);
  mkdirSync(own);
  return own;
}

/** Removes what killed processes of this machine have left. */
export function clearScratch(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || ownerOf(name) !== "is gone") continue;
    remove(path.join(folder, name));
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {} // another user's
}
