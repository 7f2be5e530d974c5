// @ts-check
// npm test: the quick checks first, and the first stage that fails ends it. `npm test -- cells` runs only the test files
// whose path contains "cells"; a whole path will do, too.
import { readdirSync } from "node:fs";
import { command, expectWritable, Mistake } from "./setup/mistake.mjs";
import { inProject } from "./setup/project.mjs";
import { handOver } from "./setup/run.mjs";
import { jupyterEnvironment } from "./setup/venv.mjs";
import { setup } from "./setup.mjs";

const bin = (/** @type {string[]} */ ...path) => inProject("node_modules", ...path);
const tsc = bin("typescript", "bin", "tsc");

await command(async () => {
  const files = testFiles(process.argv.slice(2));
  await setup();
  expectWritable(inProject("dist", "test"));
  return (
    (await stage("types", [tsc, "-b", "test"])) ||
    (await stage("types of scripts", [tsc, "-p", "scripts"])) ||
    (await stage("lint", [bin("@biomejs", "biome", "bin", "biome"), "check"])) ||
    (await runTests(files))
  );
});

/** Paths such as test/cells/cells.test.ts. @param {string[]} filters */
function testFiles(filters) {
  const files = readdirSync(inProject("test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `test/${file}`)
    .filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)))
    .sort();
  if (files.length === 0) throw new Mistake(`No test file has ${filters.join(" or ")} in its path.`);
  return files;
}

/** @param {string[]} files */
async function runTests(files) {
  // These start kernels and browsers: alone, and after all that can fail sooner.
  const slow = files.filter((file) => /^test\/(notebooks\.|newestNode\.|lab\.|kernel\/)/.test(file));
  const quick = files.filter((file) => !slow.includes(file));
  return (await nodeTest("tests", quick, 2)) || (await nodeTest("slow tests", slow, 1));
}

/** @param {string} name @param {string[]} files @param {number} concurrency */
function nodeTest(name, files, concurrency) {
  if (files.length === 0) return 0;
  const options = [
    ...["--enable-source-maps", "--test", "--test-reporter=spec", `--test-concurrency=${concurrency}`],
    "--test-force-exit", // a test that has timed out and still waits must not keep the others waiting
  ];
  return stage(name, [...options, ...files.map((file) => inProject("dist", file.replace(/ts$/, "js")))]);
}

/** Runs one stage and sums it up in a line. @param {string} name @param {string[]} args for Node */
async function stage(name, args) {
  const began = performance.now();
  const code = await handOver(process.execPath, args, {
    env: jupyterEnvironment(),
    // At any other, the runner ends its files, and not what they have started.
    endWith: "SIGKILL",
  });
  console.log(`${code === 0 ? "✔" : "✖"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return code;
}
