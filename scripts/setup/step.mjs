// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expectWritable } from "./mistake.mjs";

/**
 * One thing that set-up brings about. Its stamp holds the fingerprint of what it was made from and is written last,
 * so that an interrupted step is never taken for done.
 * @typedef {object} Step
 * @property {string} name
 * @property {string} stamp file, inside what the step makes, so that both go together
 * @property {string} result path that exists when the step is done
 * @property {number} [disk] space that it needs, in MB
 * @property {boolean} [needsPython]
 * @property {boolean} [needsCompiler]
 * @property {() => string} fingerprint of everything that the result depends on
 * @property {(report: (progress: string) => void) => Promise<unknown>} install
 */

/** @param {Step} step */
export function isPending(step) {
  if (!existsSync(step.stamp) || !existsSync(step.result)) return true;
  return readFileSync(step.stamp, "utf8") !== step.fingerprint();
}

/** Does the step and writes one line about it. @param {Step} step */
export async function perform(step) {
  const began = performance.now();
  // Taken before, so that what changes during the work is noticed by the next run.
  const fingerprint = step.fingerprint();
  expectWritable(step.stamp);
  const line = progressLine(step.name);
  rmSync(step.stamp, { force: true });
  try {
    await step.install(line.report);
    stamp(step.stamp, fingerprint);
    line.end(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    line.end("failed");
    throw error;
  }
}

/** @param {string} file @param {string} content */
function stamp(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, content);
  renameSync(`${file}.partial`, file);
}

/** A line that a terminal rewrites in place, and a log file adds to. @param {string} name */
function progressLine(name) {
  const { stderr } = process;
  const write = stderr.isTTY
    ? (/** @type {string} */ text) => stderr.write(`\r\x1b[K${name} … ${text}`)
    : (/** @type {string} */ text) => stderr.write(text.endsWith("\n") ? text : `${text} `);
  stderr.write(`${name} … `);
  return { report: write, end: (/** @type {string} */ text) => write(`${text}\n`) };
}
