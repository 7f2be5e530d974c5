import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { codeKey } from "../../lib/lab/codeReached";
import { slots } from "../../lib/lab/kept";
import { clearKept, listKept } from "../../lib/lab/keptList";

const folder = mkdtempSync(path.join(tmpdir(), "lab-code-"));
after(() => rmSync(folder, { recursive: true }));
const compiled = path.join(folder, "lib");
cpSync(path.join(projectRoot, "dist", "lib"), compiled, { recursive: true });
const languageModel = "experiments/2.1-character-language-model/languageModel";
const moduleOf = (name: string): string => path.join(compiled, `${name}.js`);

/** Whether what a module computes is computed anew once this file has changed. */
function computedAnew(module: string, changed: string, addition = "\nexports.added = 1;\n"): boolean {
  const before = codeKey(moduleOf(module));
  writeFileSync(moduleOf(changed), addition, { flag: "a" });
  return codeKey(moduleOf(module)) !== before;
}

describe("a kept result counts as long as the code that its job reaches is the same", () => {
  const job = `${languageModel}/job`;

  test("a changed claim, figure or other study leaves it", () => {
    const others = [`${languageModel}/claims`, `${languageModel}/figures`, "view/figure", "report/ledger"];
    for (const other of [...others, "experiments/5.2-lstm/forgetGates/job"])
      assert.equal(computedAnew(job, other), false, other);
  });

  test("a changed kernel, learner or loop does not", () => {
    for (const reached of ["cells/vanillaSequence", "lab/textLearner", "train/step", "core/graph/recorder"])
      assert.equal(computedAnew(job, reached), true, reached);
  });

  test("comments and line breaks are no change", () => {
    assert.equal(computedAnew(job, "train/step", "\n\n// says why\n/* at length */\n"), false);
  });

  test("what runs in a process of its own is reached, too", () => {
    assert.equal(computedAnew("experiments/2.2-truncated-bptt/windowMemory/job", "train/step"), true);
  });

  test("the lab's folder may move", () => {
    const moved = path.join(folder, "elsewhere", "lib");
    cpSync(compiled, moved, { recursive: true });
    assert.equal(codeKey(path.join(moved, `${job}.js`)), codeKey(moduleOf(job)));
  });
});

describe("slots", () => {
  const read = path.join(folder, "read.txt");
  const computation = { name: "sum", module: path.join(projectRoot, "dist/lib/analysis/statistics.js"), reads: [read] };
  const kept = path.join(folder, "kept");
  writeFileSync(read, "one");
  const slotOf = (config: unknown) => slots(kept, computation)(config);

  test("a configuration's result comes back, another's does not", () => {
    slotOf({ n: 1 }).store({ value: 0.1 });
    assert.deepEqual(slotOf({ n: 1 }).load(), { value: 0.1 });
    assert.equal(slotOf({ n: 2 }).load(), undefined);
  });

  test("what was altered by hand, or cut, counts as not there", () => {
    const file = `${slotOf({ n: 1 }).stem}.json`;
    const text = readFileSync(file, "utf8");
    for (const damaged of [text.replace("0.1", "0.2"), text.slice(0, -4), text.split("\n")[0], ""]) {
      writeFileSync(file, damaged);
      assert.equal(slotOf({ n: 1 }).load(), undefined);
      assert.equal(listKept([kept])[0].state, "unfinished or damaged");
    }
    writeFileSync(file, text);
    assert.deepEqual(slotOf({ n: 1 }).load(), { value: 0.1 });
  });

  test("the list says what counts, and why something does not; clearing deletes it", () => {
    writeFileSync(`${slotOf({ n: 3 }).stem}.checkpoint`, "half way");
    const states = () => listKept([kept]).map(({ state }) => state);
    assert.deepEqual(states().sort(), ["counts", "unfinished or damaged"]);
    writeFileSync(read, "two");
    assert.ok(states().includes("other data"));
    clearKept(listKept([kept]).filter(({ state }) => state === "unfinished or damaged"));
    assert.deepEqual(states(), ["other data"]);
    clearKept(listKept([kept]));
    assert.deepEqual(listKept([kept]), []);
    assert.deepEqual(listKept([path.join(folder, "none")]), []);
  });

  test("npm run kept lists, and an unknown flag is told", () => {
    const run = (...args: string[]) => {
      const program = path.join(projectRoot, "dist/lib/lab/keptMain.js");
      const { stdout, status } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
      return { stdout, status };
    };
    assert.match(run().stdout, /--clear-old|^Nothing is kept/);
    assert.deepEqual(run("--claer"), {
      stdout: "kept: nothing, --clear or --clear-old expected, got --claer\n",
      status: 1,
    });
  });
});
