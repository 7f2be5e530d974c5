// @ts-check
// @tensorflow/tfjs-node 4.22, the last there is, takes two functions from node:util that warn in Node 22 and are gone
// in later ones.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Mistake } from "./mistake.mjs";
import { inProject, sha256 } from "./project.mjs";

export const tfjsNode = inProject("node_modules", "@tensorflow", "tfjs-node");

const FILES = ["dist/nodejs_kernel_backend.js", "dist/kernels/TopK.js"];
const BEFORE = `var util_1 = require("util");`;
const AFTER = "var util_1 = { isNullOrUndefined: function (x) { return x == null; }, isArray: Array.isArray };";

/** @type {import("./step.mjs").Step} */
export const ownUtilities = {
  name: "TensorFlow.js on current Node",
  stamp: `${tfjsNode}/lecture-lab-utilities.stamp`,
  result: `${tfjsNode}/${FILES[0]}`,
  fingerprint: () => sha256(AFTER, ...FILES),
  async install() {
    for (const file of FILES.map((name) => `${tfjsNode}/${name}`)) {
      const changed = withOwnUtilities(readFileSync(file, "utf8"), file);
      writeFileSync(`${file}.partial`, changed);
      renameSync(`${file}.partial`, file);
    }
  },
};

/** The program with these two functions of its own; one that has them already stays as it is. @param {string} program @param {string} file */
export function withOwnUtilities(program, file) {
  const changed = program.replace(BEFORE, AFTER);
  // Whatever else it takes from there would be missing.
  const taken = [...changed.matchAll(/\butil_1\.(\w+)/g)].map(([, name]) => name);
  const others = taken.filter((name) => name !== "isNullOrUndefined" && name !== "isArray");
  if (changed.includes(AFTER) && others.length === 0) return changed;
  throw new Mistake(
    `${file} is not as @tensorflow/tfjs-node 4.22.0 has it: delete node_modules and run the same command again.`,
  );
}
