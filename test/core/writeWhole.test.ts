import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { after, describe, mock, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { keepSealed, readSealed } from "../../lib/core/sealed";
import { beginFile, clearUnfinished, writeWhole } from "../../lib/core/writeWhole";

const folder = mkdtempSync(path.join(tmpdir(), "whole-"));
after(() => rmSync(folder, { recursive: true }));

const blocked = path.join(folder, "a file");
writeFileSync(blocked, "in the way");
mkdirSync(path.join(folder, "a folder", "with something"), { recursive: true });
/** Places that nobody can write to, root neither. */
const places = {
  "under a file": path.join(blocked, "result.json"),
  "of a name that is too long": path.join(folder, "x".repeat(250)),
  "where a folder is": path.join(folder, "a folder"),
  "in the kernel's own": "/proc/result.json",
};

describe("a file that cannot be written", () => {
  for (const [where, file] of Object.entries(places)) {
    test(`${where}: one sentence with its name, and nothing half done`, () => {
      const before = readdirSync(folder);
      assert.throws(
        () => writeWhole(file, "content"),
        (error) =>
          error instanceof LabError &&
          error.message.startsWith(`${file}: could not be written: `) &&
          /\(E[A-Z]+\)$/.test(error.message),
      );
      assert.deepEqual(readdirSync(folder), before);
    });

    test(`${where}: what is only kept is said once, and the work goes on`, () => {
      const said = mock.method(process.stderr, "write", () => true);
      const kept = [1, 2, 3].map(() => keepSealed(file, "content"));
      const words = said.mock.calls.map(({ arguments: [text] }) => `${text}`);
      said.mock.restore();
      assert.deepEqual(kept, [false, false, false]);
      assert.equal(words.length, 1);
      assert.ok(words[0].startsWith(`${file}: could not be written: `) && words[0].endsWith("the work goes on.\n"));
    });
  }

  test("because the disk is full: the old content stays, and the half file goes", () => {
    const file = path.join(folder, "large");
    writeWhole(file, "before");
    const module = JSON.stringify(require.resolve("../../lib/core/writeWhole"));
    const script = `require(${module}).writeWhole(${JSON.stringify(file)}, Buffer.alloc(1e6))`;
    // A limit on the size of files fails as a full disk does: after a part has been written.
    const { stderr } = spawnSync("bash", ["-c", 'trap "" XFSZ; ulimit -f 64; "$0" -e "$1"', process.execPath, script], {
      encoding: "utf8",
    });
    assert.match(stderr, /large: could not be written: file too large \(EFBIG\)/);
    assert.equal(readFileSync(file, "utf8"), "before");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("large")),
      ["large"],
    );
  });
});

test("a reader meets the old file or the new one, whoever writes", async () => {
  const file = path.join(folder, "contended");
  const module = JSON.stringify(require.resolve("../../lib/core/sealed"));
  const script = (fill: number) =>
    `for (let i = 0; i < 40; i++) require(${module}).keepSealed(${JSON.stringify(file)}, Buffer.alloc(2e5, ${fill}))`;
  const writers = [1, 2].map((fill) => spawn(process.execPath, ["-e", script(fill)], { stdio: "inherit" }));
  let running = writers.length;
  for (const writer of writers) writer.on("exit", () => running--);
  let seen = 0;
  while (running > 0) {
    await new Promise(setImmediate);
    if (!existsSync(file)) continue;
    const content = readSealed(file);
    assert.ok(content?.every((byte) => byte === content[0]));
    seen++;
  }
  assert.ok(seen > 10);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith("contended")),
    ["contended"],
  );
});

test("what a killed process has begun is cleared, what a living one is writing is not", () => {
  const own = beginFile(path.join(folder, "living"));
  const machine = hostname().replace(/[^\w]/g, "_");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const left = path.join(folder, `killed.${machine}-${pid}-0a1b2c3d.part`);
  const elsewhere = path.join(folder, "elsewhere.other-1-0a1b2c3d.part");
  for (const file of [left, elsewhere, path.join(folder, "a reader's.part")]) writeFileSync(file, "half");
  clearUnfinished(folder);
  assert.ok(!existsSync(left) && existsSync(elsewhere) && existsSync(path.join(folder, "a reader's.part")));
  own.write("whole");
  own.finish();
  own.drop();
  assert.equal(readFileSync(path.join(folder, "living"), "utf8"), "whole");
});
