import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fingerprint } from "../../lib/report/fingerprint";

test("one hash of the code and one of the data: names and contents count, and nothing else", async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "lecture-lab-"));
  t.after(() => rmSync(root, { recursive: true }));
  const put = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  };
  put("package-lock.json", "{}");
  put("lib/cells/lstm.ts", "i f o g");
  put("data/digits/digits.csv", "0,1");
  const first = await fingerprint(root);
  assert.match(first.code, /^[0-9a-f]{12}$/);
  put("lib/report/template/page.css", "p {}");
  assert.deepEqual(await fingerprint(root), first);
  put("lib/cells/lstm.ts", "i f g o");
  const changed = await fingerprint(root);
  assert.notEqual(changed.code, first.code);
  assert.equal(changed.data, first.data);
  put("package-lock.json", '{ "another": "version" }');
  assert.notEqual((await fingerprint(root)).code, changed.code);
  renameSync(path.join(root, "data/digits"), path.join(root, "data/letters"));
  assert.notEqual((await fingerprint(root)).data, first.data);
});
