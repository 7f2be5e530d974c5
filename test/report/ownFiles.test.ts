import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { openOwnFiles } from "../../lib/report/ownFiles";

const list = ".written.json";
const everything = () => true;

/** A folder in which a report has written a.html, b.html and deep/c.html, and beside which a stranger's file lies. */
function written(t: TestContext) {
  const outer = mkdtempSync(path.join(tmpdir(), "own-files-"));
  t.after(() => rmSync(outer, { recursive: true, force: true }));
  const folder = path.join(outer, "report");
  mkdirSync(path.join(folder, "deep"), { recursive: true });
  writeFileSync(path.join(outer, "theirs.html"), "theirs");
  writeFileSync(path.join(folder, "theirs.html"), "theirs");
  const own = openOwnFiles(folder);
  for (const name of ["a.html", "b.html", "deep/c.html"]) own.write(name, name);
  own.close();
  const at = (name: string) => path.join(folder, name);
  return { folder, outer, at, has: (name: string) => existsSync(at(name)) };
}

test("what was written before, and neither written nor kept since, is taken away; nothing else is", (t) => {
  const { folder, has } = written(t);
  const own = openOwnFiles(folder);
  own.write("a.html", "anew");
  own.keep("b.html");
  own.forgetOthers(everything);
  own.close();
  assert.deepEqual(["a.html", "b.html", "deep/c.html", "theirs.html"].map(has), [true, true, false, true]);
});

test("only what is asked for is taken away", (t) => {
  const { folder, has } = written(t);
  const own = openOwnFiles(folder);
  own.forgetOthers((name) => name.startsWith("deep/"));
  assert.deepEqual(["a.html", "b.html", "deep/c.html"].map(has), [true, true, false]);
});

test("what somebody has changed is theirs: it stays, is not read, and stays the next time too", (t) => {
  const { folder, at, has } = written(t);
  writeFileSync(at("a.html"), "changed");
  for (let round = 0; round < 2; round++) {
    const own = openOwnFiles(folder);
    assert.equal(own.read("a.html"), undefined);
    own.forgetOthers(everything);
    own.close();
    assert.deepEqual(["a.html", "b.html"].map(has), [true, false]);
  }
  assert.equal(readFileSync(at("a.html"), "utf8"), "changed");
});

test("what is gone already, or a folder now, is no matter", (t) => {
  const { folder, at, has } = written(t);
  rmSync(at("a.html"));
  rmSync(at("b.html"));
  mkdirSync(at("b.html"));
  const own = openOwnFiles(folder);
  own.forgetOthers(everything);
  own.close();
  assert.deepEqual(["a.html", "b.html", "deep/c.html"].map(has), [false, true, false]);
});

test("what has been forgotten is not the report's any more", (t) => {
  const { folder, at, has } = written(t);
  const own = openOwnFiles(folder);
  own.forget("a.html");
  own.forget("theirs.html");
  own.close();
  assert.deepEqual(["a.html", "theirs.html"].map(has), [false, true]);
  writeFileSync(at("a.html"), "a.html");
  const later = openOwnFiles(folder);
  later.forgetOthers(everything);
  assert.ok(has("a.html"));
});

const sound = { "a.html": "x" };
/** Lists that nobody has written here: without a list nothing is the report's own. */
const lists: Readonly<Record<string, string | undefined>> = {
  none: undefined,
  empty: "",
  "cut off": JSON.stringify(sound).slice(0, -2),
  "of another form": "[]",
  "with numbers": JSON.stringify({ "a.html": 1 }),
  "of hashes that are others": JSON.stringify(sound),
};
for (const [kind, text] of Object.entries(lists)) {
  test(`a list ${kind}: nothing is taken away`, (t) => {
    const { folder, at } = written(t);
    rmSync(at(list));
    if (text !== undefined) writeFileSync(at(list), text);
    const before = readdirSync(folder, { recursive: true });
    openOwnFiles(folder).forgetOthers(everything);
    assert.deepEqual(readdirSync(folder, { recursive: true }), before);
  });
}

for (const name of ["../theirs.html", "deep/../../theirs.html", "/theirs.html", ".."]) {
  test(`a list with ${name}: nothing outside the folder is taken away, nor within it`, (t) => {
    const { folder, outer, at, has } = written(t);
    const hashes = JSON.parse(readFileSync(at(list), "utf8")) as Record<string, string>;
    const own = openOwnFiles(outer);
    own.write("theirs.html", "theirs");
    own.close();
    const stranger = JSON.parse(readFileSync(path.join(outer, list), "utf8")) as Record<string, string>;
    writeFileSync(at(list), JSON.stringify({ ...hashes, [name]: stranger["theirs.html"] }));
    openOwnFiles(folder).forgetOthers(everything);
    assert.ok(existsSync(path.join(outer, "theirs.html")));
    assert.ok(has("a.html"));
  });
}

test("names that JavaScript's objects have are names", (t) => {
  const { folder, has } = written(t);
  const own = openOwnFiles(folder);
  for (const name of ["constructor", "toString"]) own.write(name, name);
  own.close();
  const later = openOwnFiles(folder);
  assert.equal(later.read("valueOf"), undefined);
  later.forgetOthers(everything);
  assert.deepEqual(["constructor", "toString"].map(has), [false, false]);
});
