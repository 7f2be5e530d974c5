// @ts-check
import { readFileSync } from "node:fs";
import { inProject, sha256 } from "./project.mjs";
import { run } from "./run.mjs";

/** @type {import("./step.mjs").Step} */
export const npmPackages = {
  name: "npm packages",
  stamp: inProject("node_modules", ".lecture-lab.stamp"),
  result: inProject("node_modules", "typescript", "bin", "tsc"),
  disk: 900,
  fingerprint: () => sha256(process.platform, process.arch, readFileSync(inProject("package-lock.json"))),
  install() {
    // Under `npm start` the same npm; `npm ci` empties node_modules first, the stamp with it.
    const npm = process.env.npm_execpath;
    const args = ["ci", "--loglevel=error", "--no-update-notifier"];
    return npm ? run(process.execPath, [npm, ...args]) : run("npm", args);
  },
};
