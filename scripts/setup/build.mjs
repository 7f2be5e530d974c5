// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { inProject, sha256 } from "./project.mjs";
import { run } from "./run.mjs";

const tsc = inProject("node_modules", "typescript", "bin", "tsc");

/** @type {import("./step.mjs").Step} */
export const build = {
  name: "Build of lib/",
  stamp: inProject("dist", "lib.stamp"),
  result: inProject("dist", "lib", "index.js"),
  fingerprint() {
    const files = [inProject("tsconfig.json"), inProject("package-lock.json"), ...sources("lib")];
    return sha256(...files.flatMap((file) => [file, readFileSync(file)]));
  },
  async install() {
    removeOrphans("lib");
    await run(process.execPath, [tsc, "-b"]);
  },
};

/** Removes what was compiled from files that are no more: a deleted module must not go on working. @param {string} folder */
function removeOrphans(folder) {
  if (!existsSync(inProject("dist", folder))) return;
  for (const output of readdirSync(inProject("dist", folder), { recursive: true, encoding: "utf8" })) {
    const source = output.replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (source !== output && !existsSync(inProject(folder, source))) rmSync(inProject("dist", folder, output));
  }
}

/** @param {string} folder */
function sources(folder) {
  return readdirSync(inProject(folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => inProject(folder, file));
}
