// @ts-check
// npm test: the quick checks first, and the first stage that fails ends it. `npm test -- cells` runs only the test files
// whose path contains "cells".
import { readdirSync } from "node:fs";
import { removeOrphans } from "./setup/build.mjs";
import { command } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { jupyterEnvironment } from "./setup/venv.mjs";
import { setup } from "./setup.mjs";

const bin = (/** @type {string[]} */ ...path) => inProject("node_modules", ...path);
const tsc = bin("typescript", "bin", "tsc");

await command(async () => {
  await setup();
  const filters = process.argv.slice(2);
  return (
    (await stage("types", [tsc, "-b", "test"])) ||
    (await stage("types of scripts", [tsc, "-p", "scripts"])) ||
    (await stage("lint", [bin("@biomejs", "biome", "bin", "biome"), "check"])) ||
    (await runTests(filters))
  );
});

/** @param {string[]} filters */
async function runTests(filters) {
  removeOrphans("test");
  const files = testFiles().filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)));
  if (files.length === 0) {
    console.error(`No test file has ${filters.join(" or ")} in its path.`);
    return 1;
  }
  // These start kernels and browsers: alone, and after all that can fail sooner.
  const slow = files.filter((file) => /^(notebooks|lab)/.test(file));
  const quick = files.filter((file) => !slow.includes(file));
  return (await nodeTest("tests", quick, 2)) || (await nodeTest("slow tests", slow, 1));
}

function testFiles() {
  return readdirSync(inProject("dist", "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.js"))
    .sort();
}

/** @param {string} name @param {string[]} files @param {number} concurrency */
function nodeTest(name, files, concurrency) {
  if (files.length === 0) return 0;
  const options = ["--enable-source-maps", "--test", "--test-reporter=spec", `--test-concurrency=${concurrency}`];
  return stage(name, [...options, ...files.map((file) => inProject("dist", "test", file))]);
}

/** Runs one stage and sums it up in a line. @param {string} name @param {string[]} args for Node */
async function stage(name, args) {
  const began = performance.now();
  const code = await handOver(process.execPath, args, { env: { TF_CPP_MIN_LOG_LEVEL: "2", ...jupyterEnvironment() } });
  console.log(`${code === 0 ? "✔" : "✖"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return code;
}
