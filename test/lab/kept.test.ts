import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, mock, test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { codeKey } from "../../lib/lab/codeReached";
import { slots } from "../../lib/lab/kept";
import { clearKept, listKept } from "../../lib/lab/keptList";
import { altered } from "../altered";

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

  test("what is named for another process is reached, too", () => {
    assert.equal(computedAnew("networks/recipes", "networks/openTextNetwork"), true);
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

  test("altered in any byte, cut anywhere, or another's, it counts as not there, and a word says so", () => {
    const file = `${slotOf({ n: 1 }).stem}.json`;
    const sound = readFileSync(file);
    slotOf({ n: 9 }).store({ value: 0.2 });
    const said = mock.method(process.stderr, "write", () => true);
    for (const content of [...altered(sound), Buffer.concat([sound, Buffer.from("\n")])]) {
      writeFileSync(file, content);
      assert.equal(slotOf({ n: 1 }).load(), undefined);
    }
    assert.ok(listKept([kept]).some(({ state }) => state === "unfinished or damaged"));
    const words = said.mock.calls.map(({ arguments: [text] }) => `${text}`);
    said.mock.restore();
    assert.deepEqual([words.length, words[0].startsWith(`${file}: damaged`)], [1, true]);
    writeFileSync(file, readFileSync(`${slotOf({ n: 9 }).stem}.json`));
    assert.equal(slotOf({ n: 1 }).load(), undefined, "another's result under this name");
    writeFileSync(file, sound);
    assert.deepEqual(slotOf({ n: 1 }).load(), { value: 0.1 });
    clearKept(listKept([kept]).filter(({ files }) => files.some((one) => one.startsWith(slotOf({ n: 9 }).stem))));
  });

  test("a file beside it that has changed or gone takes it with it", () => {
    const slot = slotOf({ n: 4 });
    writeFileSync(`${slot.stem}.features`, "numbers");
    slot.store("questions", [".features"]);
    assert.equal(slot.load(), "questions");
    const said = mock.method(process.stderr, "write", () => true);
    writeFileSync(`${slot.stem}.features`, "numbert");
    assert.equal(slot.load(), undefined);
    rmSync(`${slot.stem}.features`);
    assert.equal(slot.load(), undefined);
    said.mock.restore();
    rmSync(`${slot.stem}.json`);
  });

  test("numbers that JSON has no word for are kept as they are; what is no plain data is refused by name", () => {
    const slot = slotOf({ n: 5 });
    const value = { loss: [Number.NaN, -0, -Infinity, null] };
    slot.store(value);
    assert.deepStrictEqual(slot.load(), value);
    assert.throws(() => slot.store({ w: new Float32Array(1) }), /^Error: what sum returns: plain data expected .*\.w$/);
    assert.deepStrictEqual(slot.load(), value);
    rmSync(`${slot.stem}.json`);
  });

  test("what a computation has saved of itself goes once its result is there, and not before", () => {
    const slot = slotOf({ n: 6 });
    const own = [`${slot.stem}.checkpoint`, `${slot.stem}.checkpoint-2`, `${slot.stem}.safetensors.checkpoint`];
    const other = `${slotOf({ n: 7 }).stem}.checkpoint`;
    for (const file of [...own, other]) writeFileSync(file, "half way");
    mkdirSync(`${slot.stem}.json`); // in the way
    const said = mock.method(process.stderr, "write", () => true);
    slot.store("whole");
    assert.ok(own.every(existsSync));
    rmdirSync(`${slot.stem}.json`);
    slot.store("whole");
    said.mock.restore();
    assert.deepEqual([...own, other].map(existsSync), [false, false, false, true]);
    for (const file of [`${slot.stem}.json`, other]) rmSync(file);
  });

  test("the list has what was written this very moment, or by a clock that is ahead", () => {
    const slot = slotOf({ n: 8 });
    for (const ahead of [0, 0.5, 60_000]) {
      slot.store(1);
      const time = (Date.now() + ahead) / 1000;
      utimesSync(`${slot.stem}.json`, time, time);
      assert.ok(listKept([kept]).some(({ files }) => files.includes(`${slot.stem}.json`)));
    }
    rmSync(`${slot.stem}.json`);
  });

  test("at the first use of a folder, what counts no more and nobody has used for a month goes", () => {
    const swept = path.join(folder, "swept");
    const [counts, fresh] = [{ n: 1 }, { n: 2 }].map((config) =>
      slots(path.join(folder, "filled"), computation)(config),
    );
    for (const slot of [counts, fresh]) slot.store(1);
    cpSync(path.join(folder, "filled"), swept, { recursive: true });
    const longAgo = new Date(Date.now() - 40 * 24 * 3600_000);
    for (const [name, old] of [
      ["left.checkpoint", true],
      ["new.checkpoint", false],
    ] as const) {
      writeFileSync(path.join(swept, name), "half way");
      if (old) utimesSync(path.join(swept, name), longAgo, longAgo);
    }
    utimesSync(path.join(swept, path.basename(`${counts.stem}.json`)), longAgo, longAgo);
    slots(swept, computation);
    const names = [counts, fresh].map(({ stem }) => path.basename(`${stem}.json`));
    assert.deepEqual(readdirSync(swept).sort(), [...names, "new.checkpoint"].sort());
  });

  test("beside what cannot be looked at or removed: a link to nowhere, a checkpoint that is a folder", () => {
    const odd = path.join(folder, "odd");
    const slot = slots(odd, computation)({ n: 1 });
    mkdirSync(`${slot.stem}.checkpoint`, { recursive: true });
    symlinkSync("/nowhere", path.join(odd, "link.json"));
    slot.store({ value: 1 });
    assert.deepEqual(slots(odd, computation)({ n: 1 }).load(), { value: 1 });
    assert.equal(listKept([odd]).length, 1);
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
