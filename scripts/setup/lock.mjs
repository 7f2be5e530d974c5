// @ts-check
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "./project.mjs";

// Who is to change the project puts a claim into the folder, then looks for others' claims, and withdraws if there is
// one: of any two, the later to look sees the other's. A claim is a file that lists programs which set-up has started.
// Those outlive a killed set-up (npm does), so a claim is abandoned only when its process and all of them are gone.
const folder = inProject(".cache", "setup.claims");
/** @type {string | undefined} */
let held;

/**
 * Runs `work` while no other set-up of this project does.
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} claims
 */
export async function exclusively(work, claims = folder) {
  mkdirSync(claims, { recursive: true });
  // With a time, since an abandoned claim's process number can be given out again.
  const own = join(claims, `${process.pid}.${Date.now()}`);
  for (let waited = false; ; waited = true) {
    const others = claim(own, claims);
    if (others.length === 0) break;
    if (!waited) console.error(`Waiting for another set-up of this project (process ${others.join(", ")}) …`);
    // Two that withdrew from each other must not meet again.
    await sleep(100 + 200 * Math.random());
  }
  held = own;
  try {
    return await work();
  } finally {
    held = undefined;
    rmSync(own, { force: true });
  }
}

/** @param {number} pid of a program that set-up has started */
export function alsoHeldBy(pid) {
  if (held) appendFileSync(held, `${pid}\n`);
}

/** Puts the claim, unless there are others: returns whose. @param {string} own @param {string} claims */
function claim(own, claims) {
  const before = rivals(own, claims);
  if (before.length > 0) return before;
  writeFileSync(own, "");
  const after = rivals(own, claims);
  if (after.length > 0) rmSync(own);
  return after;
}

/** The processes behind the other claims; removes claims that are abandoned. @param {string} own @param {string} claims */
function rivals(own, claims) {
  return readdirSync(claims)
    .map((name) => join(claims, name))
    .filter((file) => file !== own)
    .flatMap((file) => {
      const alive = holders(file);
      if (alive.length === 0) rmSync(file, { force: true });
      return alive;
    });
}

/** @param {string} file */
function holders(file) {
  const claimant = Number.parseInt(basename(file), 10);
  // In this order: the list is complete once the process that writes it is gone.
  if (claimant !== process.pid && isAlive(claimant)) return [claimant];
  try {
    return readFileSync(file, "utf8").split("\n").map(Number).filter(isAlive);
  } catch {
    return []; // withdrawn meanwhile
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
