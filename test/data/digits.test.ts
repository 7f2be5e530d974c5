import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "../../lib/core/project";
import { digits, digitsFile, parseDigits } from "../../lib/data/digits";

const { train, heldOut } = digits();

test("the digits are those that data/digits describes", () => {
  const description = readFileSync(path.join(projectRoot, "data", "digits", "README.md"), "utf8");
  const hash = createHash("sha256").update(readFileSync(digitsFile)).digest("hex");
  const [all, held] = [train.length + heldOut.length, heldOut.length];
  for (const fact of [hash, `${all.toLocaleString("en")} digits`, `${held} digits`]) {
    assert.ok(description.includes(fact), fact);
  }
});

test("each has 8 rows of 8 from 0 to 1, and every class is on both sides of the cut", () => {
  for (const { rows, label } of [...train, ...heldOut]) {
    assert.ok(rows.length === 8 && rows.every((row) => row.length === 8 && row.every((ink) => ink >= 0 && ink <= 1)));
    assert.ok(label >= 0 && label <= 9);
  }
  for (const part of [train, heldOut]) assert.equal(new Set(part.map(({ label }) => label)).size, 10);
  assert.equal(Math.max(...train.flatMap(({ rows }) => rows.flat())), 1);
});

test("the cut is where a form begins: the labels go on as at the beginning of the file", () => {
  const first = (part: typeof train) => part.slice(0, 30).map(({ label }) => label);
  assert.deepEqual(first(heldOut), first(train));
  assert.deepEqual(first(train).slice(0, 10), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("the rows are those of the file, in its order", () => {
  const line = [...Array.from({ length: 64 }, (_, i) => i % 17), 7].join(",");
  const [{ rows, label }] = parseDigits(`${line}\n`, "some.csv");
  assert.equal(label, 7);
  assert.deepEqual(
    rows.flat(),
    Array.from({ length: 64 }, (_, i) => (i % 17) / 16),
  );
});

test("a row that is no digit is told with its line", () => {
  const good = Array(65).fill(1).join(",");
  const told = /^some.csv:2: 64 whole numbers from 0 to 16 and a digit expected, got 6\d columns: …/;
  const bad = [
    good.replace("1", "17"),
    good.replace("1", "0.5"),
    good.replace("1", "x"),
    good.slice(2),
    `${good}0`,
    `${good},1`,
  ];
  for (const row of bad) assert.throws(() => parseDigits(`${good}\n${row}\n`, "some.csv"), { message: told }, row);
});
