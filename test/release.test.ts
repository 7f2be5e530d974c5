import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../lib/core/project";

const read = (file: string): string => readFileSync(path.join(projectRoot, file), "utf8");
const [, version, date] = read(".github/CHANGELOG.md").match(/^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$/m) ?? [];

test("a version is one number: in the changelog, the package, its lock and the citation", () => {
  const lock = JSON.parse(read("package-lock.json"));
  const versions = [JSON.parse(read("package.json")).version, lock.version, lock.packages[""].version];
  assert.deepEqual(versions, [version, version, version]);
  assert.match(read("CITATION.cff"), new RegExp(`^version: ${version}$`, "m"));
  assert.match(read("CITATION.cff"), new RegExp(`^date-released: "${date}"$`, "m"));
});

test("the changelog tells each version once, the newest first, and only in the form's own headings", () => {
  const headings = [...read(".github/CHANGELOG.md").matchAll(/^(##+) (.+)$/gm)].map(([, level, text]) => [level, text]);
  const releases = headings.filter(([level]) => level === "##").map(([, text]) => text);
  const numbered = releases.filter((text) => text !== "[Unreleased]");
  for (const text of numbered) assert.match(text, /^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
  assert.deepEqual(
    [...new Set(numbered)].sort((a, b) => b.localeCompare(a, "en", { numeric: true })),
    numbered,
  );
  const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
  for (const [, text] of headings.filter(([level]) => level === "###")) assert.ok(kinds.includes(text), text);
});
