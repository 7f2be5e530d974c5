import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { refusals } from "../refusals";
import { importScript, inScripts, output, root } from "./project.js";

test("set-up is silent and quick when there is nothing to do", async () => {
  const began = performance.now();
  assert.deepEqual(await output(process.execPath, [inScripts("setup.mjs")]), { code: 0, stdout: "", stderr: "" });
  assert.ok(performance.now() - began < 2000);
});

test("a step that fails is pending, done only when it has succeeded, and pending again when its input changes", async () => {
  const { isPending, perform } = await importScript("setup", "step.mjs");
  const folder = mkdtempSync(join(tmpdir(), "step-"));
  const step = {
    name: "(a step of the test)",
    stamp: join(folder, "stamp"),
    result: folder,
    fingerprint: () => "1",
    install: async () => {},
  };
  await perform(step);
  assert.ok(!isPending(step));
  assert.ok(isPending({ ...step, fingerprint: () => "2" }));
  await assert.rejects(perform({ ...step, install: () => Promise.reject(new Error("no")) }));
  assert.ok(isPending(step));
  rmSync(folder, { recursive: true });
});

test("the kernelspec starts files that exist", () => {
  const file = join(root, ".venv", "share", "jupyter", "kernels", "lecture-lab", "kernel.json");
  const { argv, language } = JSON.parse(readFileSync(file, "utf8"));
  assert.equal(language, "typescript");
  assert.ok(argv.includes("{connection_file}"));
  for (const path of argv.filter((part: string) => part.startsWith("/"))) assert.ok(existsSync(path), path);
});

test("a place where a program is to write is looked at before it begins", async () => {
  const { expectWritable, Mistake } = await importScript("setup", "mistake.mjs");
  expectWritable(join(root, "dist", "not", "yet"));
  for (const file of [join(__filename, "report"), join(__filename, "report", "api")]) {
    assert.throws(() => expectWritable(file), { message: new RegExp(`^${file} must be written, and cannot be: `) });
    assert.throws(() => expectWritable(file), Mistake);
  }
});

test("a project that cannot be written to is said in one sentence", async () => {
  const { asMistake, Mistake } = await importScript("setup", "mistake.mjs");
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });
  assert.ok(asMistake(full) instanceof Mistake);
  for (const refused of refusals) assert.ok(asMistake(refused) instanceof Mistake, refused.message);
  const other = new Error("other");
  assert.equal(asMistake(other), other);
});

test("TensorFlow.js takes nothing from Node that newer ones lack; other text than the expected is refused", async () => {
  const { withOwnUtilities } = await importScript("setup", "tfjsNode.mjs");
  const program = 'var util_1 = require("util");\nvar one = (0, util_1.isNullOrUndefined)(k) ? 1 : k;\n';
  const changed = withOwnUtilities(program, "TopK.js");
  assert.doesNotMatch(changed, /require/);
  assert.equal(withOwnUtilities(changed, "TopK.js"), changed);
  assert.throws(() => withOwnUtilities(`${program}util_1.inspect(k);\n`, "TopK.js"), /TopK\.js is not as .* has it/);
  assert.throws(() => withOwnUtilities('var util_2 = require("util");', "TopK.js"), /TopK\.js is not as .* has it/);
});
