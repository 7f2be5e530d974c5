import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { clearScratch, inScratchFolder, ownFolder } from "../../lib/core/scratchFolder";

const module_ = JSON.stringify(require.resolve("../../lib/core/scratchFolder"));
const program = `
  const { writeFileSync, mkdirSync } = require("node:fs");
  const { inScratchFolder, spareFolder } = require(${module_});
  const spare = spareFolder("weights");
  mkdirSync(spare);
  writeFileSync(spare + "/weights", "");
  inScratchFolder((folder) => {
    writeFileSync(folder + "/graph", "");
    if (process.argv[1]) process.kill(process.pid, process.argv[1]);
  });`;

test("what a process keeps for itself goes with it; what a killed one has left goes at the next start", (t) => {
  const TMPDIR = mkdtempSync(path.join(tmpdir(), "scratch-"));
  t.after(() => rmSync(TMPDIR, { recursive: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["-e", program, ...args], { env: { ...process.env, TMPDIR } });
  assert.equal(run().status, 0);
  assert.deepEqual(readdirSync(TMPDIR), []);
  assert.equal(run("SIGKILL").signal, "SIGKILL");
  assert.equal(readdirSync(TMPDIR).length, 2);
  assert.equal(run().status, 0);
  assert.deepEqual(readdirSync(TMPDIR), []);
});

test("a folder of a living process, of another machine, or of another program stays", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "scratch-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const machine = hostname().replace(/[^\w]/g, "_");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const gone = path.join(folder, `lecture-lab-${machine}-${pid}-0a1b2c3d`);
  const names = [
    `lecture-lab-${machine}-${process.pid}-0a1b2c3d`,
    "lecture-lab-other-1-0a1b2c3d",
    "lecture-lab-XyZ",
    `x-${machine}-${pid}-0a1b2c3d`,
  ];
  for (const name of [gone, ...names.map((one) => path.join(folder, one))]) {
    mkdirSync(name);
    writeFileSync(path.join(name, "file"), "");
  }
  clearScratch(folder);
  assert.ok(!existsSync(gone));
  assert.deepEqual(readdirSync(folder).sort(), names.sort());
});

test("a scratch folder is gone after its use, whether that succeeds or not", () => {
  let used = "";
  const use = (folder: string) => {
    used = folder;
    writeFileSync(path.join(folder, "file"), "");
    return 3;
  };
  assert.equal(inScratchFolder(use), 3);
  assert.ok(!existsSync(used));
  assert.throws(() =>
    inScratchFolder((folder) => {
      use(folder);
      throw new Error("no");
    }),
  );
  assert.ok(!existsSync(used));
});

test("a folder that is made beside others' takes the place of those that were left, and of no other", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "scratch-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const machine = hostname().replace(/[^\w]/g, "_");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const stay = [
    `.running-${machine}-${process.pid}-0a1b2c3d`,
    ".running-other-1-0a1b2c3d",
    ".running-XyZ123",
    `.other-${machine}-${pid}-0a1b2c3d`,
    "running",
  ];
  const old = [".running-other-2-0a1b2c3d", ".running-Old123"];
  const go = [`.running-${machine}-${pid}-0a1b2c3d`, ...old];
  for (const name of [...stay, ...go]) mkdirSync(path.join(folder, name));
  const before = new Date(Date.now() - 48 * 3600_000);
  for (const name of old) utimesSync(path.join(folder, name), before, before);
  const own = ownFolder(folder, "running");
  assert.deepEqual(readdirSync(folder).sort(), [...stay, path.basename(own)].sort());
});
