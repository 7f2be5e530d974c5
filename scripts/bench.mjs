// @ts-check
// npm run bench: the lab beside PyTorch and NumPy, which live in a virtual environment of the benchmark's own.
import { command, expectWritable, Mistake } from "./setup/mistake.mjs";
import { inProject, root, sha256 } from "./setup/project.mjs";
import { findPython } from "./setup/python.mjs";
import { handOver, run } from "./setup/run.mjs";
import { setup } from "./setup.mjs";

// NumPy as this Python has it: no one version has wheels for every Python from 3.10 on. The report names it.
const REQUIREMENTS = ["torch==2.13.0", "numpy>=2.2,<3"];

const venv = inProject(".cache", "bench-venv");
const python = inProject(".cache", "bench-venv", "bin", "python");

/** @type {import("./setup/step.mjs").Step} */
const rivals = {
  name: "PyTorch and NumPy for the benchmark (.cache/bench-venv)",
  stamp: inProject(".cache", "bench-venv", "lecture-lab.stamp"),
  result: python,
  disk: 1200,
  needsPython: true,
  fingerprint: () => sha256(root, ...REQUIREMENTS),
  async install() {
    await run(findPython()?.path ?? "python3", ["-m", "venv", "--clear", venv]);
    await run(python, ["-m", "pip", "install", "--quiet", ...REQUIREMENTS]);
    await run(python, ["-c", "import torch, numpy"]);
  },
};

await command(async () => {
  const args = process.argv.slice(2);
  await setup();
  expectWritable(inProject("dist", "test"));
  await run(process.execPath, [inProject("node_modules", "typescript", "bin", "tsc"), "-b", "test"]);
  // Before a download that a mistyped flag does not need.
  const { parseOptions } = await import(inProject("dist", "test", "bench", "options.js"));
  if (!asksForHelp(parseOptions, args)) await rivalsIfPossible();
  return handOver(process.execPath, ["--enable-source-maps", inProject("dist", "test", "bench", "bench.js"), ...args]);
});

/** @param {(args: string[]) => { help: boolean }} parseOptions @param {string[]} args */
function asksForHelp(parseOptions, args) {
  try {
    return parseOptions(args).help;
  } catch (error) {
    throw new Mistake(/** @type {Error} */ (error).message);
  }
}

/** Without PyTorch the benchmark still tells how fast the lab is. */
async function rivalsIfPossible() {
  try {
    await setup([rivals]);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const lines = error.message.split("\n");
    const cause = lines.reverse().find((line) => /^(ERROR|\w*Error)/.test(line)) ?? lines[0];
    console.error(`PyTorch cannot be installed, so its column will be missing: ${cause}`);
  }
}
