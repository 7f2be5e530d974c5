import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { sentenceOf } from "../../lib/core/refusal";
import { refusals } from "../refusals";
import { scratchLab } from "../report/scratch";

test("what a file system refuses is said in a sentence with its file, its reason and its code", () => {
  for (const refusal of refusals) {
    const sentence = sentenceOf(refusal) ?? refusal.message;
    assert.match(sentence, /^(\/.+|a file): could not be (?!used)\w+: [a-z][^,]* \(E[A-Z]+\)$/);
    assert.ok(sentence.includes(String(refusal.code)));
  }
});

test("a mistake of ours is not", () => {
  const missing = Object.assign(new Error("Cannot find module"), { code: "MODULE_NOT_FOUND" });
  for (const error of [new TypeError("x is not a function"), missing, "text", undefined])
    assert.equal(sentenceOf(error), undefined);
});

test("every command says it so", () => {
  const files = readdirSync(path.join(projectRoot, "lib"), { recursive: true, encoding: "utf8" });
  const mains = files.filter((file) => /Main\.ts$/.test(file)).map((file) => path.join("lib", file));
  assert.ok(mains.length > 3, mains.join(", "));
  for (const main of [...mains, "test/bench/bench.ts"]) {
    assert.match(readFileSync(path.join(projectRoot, main), "utf8"), /sentenceOf|runCommand|programOfJobs/, main);
  }
});

test("a report's folder in whose place is a file", async (t) => {
  const lab = scratchLab(t, { "1-none": [] });
  rmSync(lab.file("report"), { recursive: true });
  writeFileSync(lab.file("report"), "");
  for (const command of [lab.run, lab.export]) {
    await assert.rejects(command(), (error) => /report.*: could not be \w+: /.test(sentenceOf(error) ?? ""));
  }
});
