import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { importScript, inScripts, output } from "./project.js";

let claims: string;
beforeEach(() => {
  claims = mkdtempSync(join(tmpdir(), "claims-"));
});
afterEach(() => rmSync(claims, { recursive: true }));

/** A number that no process has any more. */
async function gone() {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "close");
  return child.pid;
}

const rounds = 5;
// Only one process at a time can make the directory: a second one fails, and with it the test.
const contender = `
import { mkdirSync, rmdirSync, appendFileSync, writeFileSync } from "node:fs";
import { exclusively } from ${JSON.stringify(inScripts("setup", "lock.mjs"))};
const [claims, inside, gone] = process.argv.slice(1);
for (let round = 0; round < ${rounds}; round++) {
  writeFileSync(claims + "/" + gone + "." + process.pid + round, gone + "\\n");
  await exclusively(async () => {
    mkdirSync(inside);
    await new Promise((resolve) => setTimeout(resolve, 30));
    rmdirSync(inside);
    appendFileSync(inside + ".count", ".");
  }, claims);
}`;

test("six processes that find abandoned claims work one at a time", async () => {
  const inside = mkdtempSync(join(tmpdir(), "inside-"));
  const args = ["--input-type=module", "-e", contender, claims, join(inside, "now"), `${await gone()}`];
  const ends = await Promise.all(Array.from({ length: 6 }, () => output(process.execPath, args)));
  assert.deepEqual(
    ends.filter(({ code }) => code !== 0).map(({ stderr }) => stderr),
    [],
  );
  assert.equal(readFileSync(join(inside, "now.count"), "utf8").length, 6 * rounds);
  assert.deepEqual(readdirSync(claims), []);
  rmSync(inside, { recursive: true });
});

test("a claim holds as long as a program that its process started", async () => {
  const { exclusively } = await importScript("setup", "lock.mjs");
  const child: ChildProcess = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600)"], { stdio: "ignore" });
  const ended = once(child, "close").then(() => "ended");
  writeFileSync(join(claims, `${await gone()}.1`), `${child.pid}\n`);
  const first = await Promise.race([ended, exclusively(async () => "held", claims)]);
  assert.equal(first, "ended");
  await exclusively(async () => {}, claims);
});

test("a claim left by an earlier process with this one's number is no hindrance", async () => {
  const { exclusively } = await importScript("setup", "lock.mjs");
  writeFileSync(join(claims, `${process.pid}.1`), "");
  assert.equal(await exclusively(async () => "held", claims), "held");
});
