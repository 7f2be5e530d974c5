import assert from "node:assert/strict";
import { test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { Records } from "../../lib/data/records";
import { heard } from "./scratch";

/** What is said of so many records, of which the first `bad` are. */
async function skipped(all: number, bad: number): Promise<string> {
  const { said } = await heard(async () => {
    const records = new Records("lines of captions.csv");
    for (let i = 0; i < all; i++) {
      records.use(() => {
        if (i < bad) throw new LabError(`captions.csv:${i + 1}: text expected`);
      });
    }
    records.end();
  });
  return said;
}

test("few bad records are named and counted; of many the first complaint is the refusal", async () => {
  assert.equal(await skipped(8000, 0), "");
  assert.equal(await skipped(8000, 1), "1 of 8,000 lines of captions.csv skipped: captions.csv:1: text expected\n");
  assert.match(
    await skipped(8000, 5),
    /^5 of 8,000 .*csv:1: .*; captions.csv:2: .*; captions.csv:3: .*; and 2 more\n$/,
  );
  assert.match(await skipped(10, 1), /^1 of 10 /);
  for (const [all, bad] of [
    [9, 1],
    [8000, 801],
    [1, 1],
  ]) {
    await assert.rejects(skipped(all, bad), { message: "captions.csv:1: text expected" });
  }
});

test("an error that is no mistake in the file is not skipped", () => {
  const records = new Records("lines");
  assert.throws(
    () =>
      records.use(() => {
        throw new TypeError("of the program");
      }),
    TypeError,
  );
});
