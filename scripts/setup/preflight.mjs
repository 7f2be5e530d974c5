// @ts-check
import { statfsSync } from "node:fs";
import { findCompiler } from "./compiler.mjs";
import { Mistake } from "./mistake.mjs";
import { root } from "./project.mjs";
import { findPython, isNewEnough, OLDEST_PYTHON } from "./python.mjs";

/**
 * What set-up must know of the machine; null where the steps to be done do not need it.
 * @typedef {object} Facts
 * @property {string} node
 * @property {NodeJS.Platform} platform
 * @property {{ version: [number, number], hasVenv: boolean } | "missing" | null} python
 * @property {string | "missing" | null} compiler
 * @property {{ needed: number, free: number }} disk in MB
 */

/** Complains about all that the machine lacks, before anything is downloaded. @param {import("./step.mjs").Step[]} steps */
export function preflight(steps) {
  const lacks = complaints({
    node: process.versions.node,
    platform: process.platform,
    python: steps.some((step) => step.needsPython) ? (findPython() ?? "missing") : null,
    compiler: steps.some((step) => step.needsCompiler) ? (findCompiler() ?? "missing") : null,
    disk: { needed: steps.reduce((sum, { disk = 0 }) => sum + disk, 0), free: freeSpace() },
  });
  if (lacks.length > 0) throw new Mistake(lacks.join("\n"));
}

/** One sentence for each thing that the machine lacks, with the remedy. @param {Facts} facts */
export function complaints({ node, platform, python, compiler, disk }) {
  return [
    platform === "win32" && "Windows itself is not supported: use the lab inside WSL (wsl --install), as on Linux.",
    nodeComplaint(node),
    pythonComplaint(python),
    compiler === "missing" &&
      "There is no C++ compiler for TensorFlow's binding: install one (Debian, Ubuntu: apt install g++) or set CXX.",
    disk.free < disk.needed &&
      `Set-up needs ${gigabytes(disk.needed)} of disk and ${gigabytes(disk.free)} are free: make room where the project is.`,
  ].filter((complaint) => typeof complaint === "string");
}

/** @param {string} version */
function nodeComplaint(version) {
  const [major, minor] = version.split(".").map(Number);
  // As jsdom asks for: what it needs came to the two older lines late, and to 21 and 23 never.
  if (major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19)) return;
  return `Node ${version} is too old: use Node 24 or later, or the last of Node 22 or 20.`;
}

/** @param {Facts["python"]} python */
function pythonComplaint(python) {
  const oldest = OLDEST_PYTHON.join(".");
  if (python === null) return;
  if (python === "missing")
    return `There is no Python: install ${oldest} or later (Debian, Ubuntu: apt install python3-venv) or set PYTHON to it.`;
  if (!isNewEnough(python))
    return `Python ${python.version.join(".")} is too old: install ${oldest} or later, or set PYTHON to one.`;
  if (!python.hasVenv)
    return "This Python cannot make virtual environments: install its venv module (Debian, Ubuntu: apt install python3-venv).";
}

/** @param {number} megabytes */
const gigabytes = (megabytes) => `${(megabytes / 1000).toFixed(1)} GB`;

function freeSpace() {
  const { bavail, bsize } = statfsSync(root);
  return (bavail * bsize) / 1e6;
}
