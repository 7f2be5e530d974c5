import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { claimsMarkdown, withClaims } from "../../lib/report/readme";

const readme = readFileSync(path.join(projectRoot, "notebooks", "README.md"), "utf8");

test("its table says what the saved notebooks show", async () => {
  const table = await claimsMarkdown(path.join(projectRoot, "notebooks"));
  assert.ok(table.split("\n").length > 60);
  assert.ok(withClaims(readme, table) === readme, "npm start -- --save writes the table");
  assert.notEqual(withClaims(readme, "another"), readme);
  assert.equal(withClaims("no table here", table), "no table here");
});
