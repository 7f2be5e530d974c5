// @ts-check
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { inProject } from "./project.mjs";

// The file lists the processes that may be changing the project: set-up itself and the programs it started. Those
// outlive a killed set-up (npm does), so the lock counts as abandoned only when every one of them is gone.
const file = inProject(".cache", "setup.lock");
let held = false;

/**
 * Runs `work` while no other set-up of this project does.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function exclusively(work) {
  mkdirSync(inProject(".cache"), { recursive: true });
  for (let waited = false; !tryToHold(); waited = true) {
    if (!waited) console.error(`Waiting for another set-up of this project (process ${holders().join(", ")}) …`);
    await sleep(200);
  }
  held = true;
  try {
    return await work();
  } finally {
    held = false;
    rmSync(file, { force: true });
  }
}

/** @param {number} pid of a program that set-up has started */
export function alsoHeldBy(pid) {
  if (held) appendFileSync(file, `${pid}\n`);
}

function tryToHold() {
  if (holders().length === 0) removeAbandoned();
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

function holders() {
  try {
    return readFileSync(file, "utf8").split("\n").map(Number).filter(isAlive);
  } catch {
    return [];
  }
}

/** Renames before removing: of two set-ups that find the same abandoned lock, one gets it. */
function removeAbandoned() {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    rmSync(aside);
  } catch {
    // there was none, or the other one got it
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
