import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import sharp from "sharp";
import { LabError } from "../../lib/core/errors";
import { photographs } from "../../lib/data/photographs";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-photographs-"));
after(() => rmSync(folder, { recursive: true }));

/** Left half red, right half blue, wider than high. */
async function picture(name: string, orientation = 1): Promise<string> {
  const file = path.join(folder, name);
  const pixels = Buffer.from(
    Array.from({ length: 40 * 20 }, (_, i) => (i % 40 < 20 ? [255, 0, 0] : [0, 0, 255])).flat(),
  );
  await sharp(pixels, { raw: { width: 40, height: 20, channels: 3 } })
    .withMetadata({ orientation })
    .toFile(file);
  return file;
}

test("photographs become squares in red, green, blue, the right side up", async () => {
  const files = [await picture("a.png"), await picture("turned.jpg", 6)];
  const { pixels, shape } = await photographs(files, 8);
  assert.deepEqual(shape, [2, 8, 8, 3]);
  const at = (n: number, row: number, column: number) => [
    ...pixels.slice(((n * 8 + row) * 8 + column) * 3).subarray(0, 3),
  ];
  assert.deepEqual(
    [at(0, 0, 0), at(0, 7, 7)],
    [
      [255, 0, 0],
      [0, 0, 255],
    ],
  );
  // Turned by a quarter: red is above.
  assert.ok(at(1, 0, 7)[0] > 200 && at(1, 7, 0)[2] > 200);
});

test("grey and transparent pictures have three colours, too", async () => {
  const grey = path.join(folder, "grey.png");
  await sharp(Buffer.alloc(16, 90), { raw: { width: 4, height: 4, channels: 1 } })
    .toColourspace("b-w")
    .toFile(grey);
  const clear = path.join(folder, "clear.png");
  await sharp(Buffer.alloc(64), { raw: { width: 4, height: 4, channels: 4 } }).toFile(clear);
  const { pixels } = await photographs([grey, clear], 2);
  assert.deepEqual([...pixels], [...Array(12).fill(90), ...Array(12).fill(255)]);
});

test("a missing file and one that is no picture are named", async () => {
  const text = path.join(folder, "text.jpg");
  writeFileSync(text, "no picture");
  for (const file of [text, path.join(folder, "none.jpg")]) {
    await assert.rejects(
      photographs([file], 8),
      (error) => error instanceof LabError && error.message.startsWith(file),
    );
  }
});
