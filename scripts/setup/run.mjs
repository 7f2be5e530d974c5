// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { alsoHeldBy } from "./lock.mjs";
import { Mistake } from "./mistake.mjs";
import { inProject, root } from "./project.mjs";

/** Of a failed program's output: the cause tends to stand at one of the two ends. */
const SHOWN_LINES = 15;

/** For what a program still has to do when it is told to end: whoever tells it waits no longer than five seconds. */
const PATIENCE = 3000; // ms

/** As the command began: it may be gone by the time that set-up is done. */
const parent = process.ppid;

/**
 * Runs a program of set-up's silently and resolves to its output; shows what it said only when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 */
export function run(program, args, { cwd = root, env = process.env, onLine } = {}) {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid) alsoHeldBy(child.pid);
  /** @type {string[]} */
  const said = [];
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
    said.push(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text) => said.push(text));
  if (onLine) createInterface(child.stdout).on("line", onLine);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Mistake(`${program} cannot be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(output);
      reject(
        new Mistake(
          `${ends(said.join(""))}\n${[program, ...args].join(" ")} failed (${signal ?? `exit code ${code}`}).`,
        ),
      );
    });
  });
}

/** @param {string} output */
function ends(output) {
  const lines = output.trimEnd().split("\n");
  if (lines.length > 2 * SHOWN_LINES) lines.splice(SHOWN_LINES, lines.length - 2 * SHOWN_LINES, "…");
  return lines.join("\n");
}

/** @param {string} program Node or Python */
const endsWithParent = (program) =>
  program === process.execPath
    ? ["--require", inProject("scripts", "endWithParent.cjs")]
    : [inProject("scripts", "endWithParent.py")];

/**
 * Gives the terminal to a program and resolves to its exit code; the program ends with this one, however that one ends.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, endWith?: NodeJS.Signals }} [options] the signal where not the one that came
 * @returns {Promise<number>}
 */
export function handOver(program, args, { endWith, ...options } = {}) {
  const child = spawn(program, [...endsWithParent(program), ...args], { cwd: root, ...options, stdio: "inherit" });
  /** @type {NodeJS.Timeout | undefined} */
  let patience;
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    child.kill(endWith ?? signal);
    patience ??= setTimeout(() => child.kill("SIGKILL"), PATIENCE);
  };
  // A terminal sends Ctrl-C to both processes; here it only must not end the parent before the child.
  const signals = {
    SIGINT: () => process.stdin.isTTY || child.kill("SIGINT"),
    SIGTERM: end,
    SIGHUP: end,
  };
  for (const [signal, pass] of Object.entries(signals)) process.on(signal, pass);
  // An npm that was killed says nothing. Without npm (`setsid node scripts/lab.mjs &`) whoever asked may leave.
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) end("SIGTERM");
  }, 300).unref();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const [signal, pass] of Object.entries(signals)) process.off(signal, pass);
      clearTimeout(patience);
      clearInterval(watch);
      resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]);
    });
  });
}
