import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import sharp from "sharp";
import { cachedFeatures } from "../../lib/data/features/cachedFeatures";
import { photographs } from "../../lib/data/photographs";
import { heard, scratch } from "./scratch";

const { folder } = scratch();
const kind = { backbone: "x", tap: "y", shape: [4] };

interface Image {
  readonly id: string;
  readonly file: string;
}

async function draw({ id, file }: Image, format: "jpeg" | "png"): Promise<void> {
  const background = { r: (7 * Number(id)) % 256, g: 9, b: 99 };
  const noise = { type: "gaussian", mean: 128, sigma: 30 } as const; // so that a half is not all of one colour
  await sharp({ create: { width: 64, height: 48, channels: 3, background, noise } })
    .tint(background)
    .toFormat(format)
    .toFile(file);
}

async function album(name: string, { count, format = "jpeg" }: { count: number; format?: "jpeg" | "png" }) {
  const where = path.join(folder, name);
  mkdirSync(where);
  const images = Array.from({ length: count }, (_, i) => ({ id: `${i}`, file: path.join(where, `${i}.jpg`) }));
  for (const image of images) await draw(image, format);
  return { images, file: path.join(where, "kept.features") };
}

/** Looks at images and says at how many, which features there are then, and what was said. */
async function look(
  { images, file }: { images: readonly Image[]; file: string },
  before: (batch: number) => void = () => {},
) {
  let looked = 0;
  let batches = 0;
  const extract = async (files: readonly string[]) => {
    before(batches++);
    const { pixels } = await photographs(files, 8);
    looked += files.length;
    return files.map((_, i) => Float32Array.from(pixels.subarray(i * 192, i * 192 + 4)));
  };
  const { value, said } = await heard(async () => {
    try {
      const found = await cachedFeatures(file, kind, { images, batchSize: 4, extract });
      const ids = images.filter(({ id }) => found.has(id)).map(({ id }) => id);
      found.close();
      return { ids };
    } catch (error) {
      return { error: error as Error };
    }
  });
  return { looked, said, ids: [] as string[], error: undefined, ...value };
}

/** What may have become of a photograph. */
const damages: Readonly<Record<string, (file: string) => void>> = {
  "cut in half": (file) => writeFileSync(file, readFileSync(file).subarray(0, readFileSync(file).length >> 1)),
  "cut to its head": (file) => writeFileSync(file, readFileSync(file).subarray(0, 20)),
  empty: (file) => writeFileSync(file, ""),
  "a web page": (file) => writeFileSync(file, "<!doctype html><title>404</title>"),
  zeros: (file) => writeFileSync(file, Buffer.alloc(2000)),
  "not there": (file) => rmSync(file),
  "a folder": (file) => {
    rmSync(file);
    mkdirSync(file);
  },
};

describe("one damaged photograph of many is named and left out, whatever is wrong with it", () => {
  for (const format of ["jpeg", "png"] as const) {
    for (const [how, damage] of Object.entries(damages)) {
      test(`${format}: ${how}`, async () => {
        const all = await album(`${format} ${how}`, { count: 21, format });
        const bad = all.images[10];
        damage(bad.file);
        const first = await look(all);
        assert.ifError(first.error);
        assert.equal(first.ids.length, 20);
        assert.ok(!first.ids.includes(bad.id));
        assert.ok(
          first.said.startsWith(`1 of 21 photographs skipped: ${bad.file}: `) && first.said.includes(" expected"),
          first.said,
        );
        assert.equal((await look(all)).looked, 0, "the others are kept");
        rmSync(bad.file, { recursive: true, force: true });
        await draw(bad, format);
        const mended = await look(all);
        assert.deepEqual([mended.looked, mended.ids.length], [1, 21]);
        damage(bad.file);
        assert.ok(!(await look(all)).ids.includes(bad.id), "features of a photograph that is no longer there");
      });
    }
  }
});

test("more than a tenth damaged: refused with the first, and the others are kept", async () => {
  const all = await album("tenth", { count: 19 });
  for (const n of [3, 12]) damages.empty(all.images[n].file);
  const { error, looked } = await look(all);
  assert.ok(error?.message.startsWith(`${all.images[3].file}: a photograph expected`), error?.message);
  assert.equal(looked, 17);
  assert.equal((await look({ ...all, images: all.images.filter((_, i) => i !== 3 && i !== 12) })).looked, 0);
});

test("what ends the looks early costs none of those before", async () => {
  const all = await album("early", { count: 21 });
  const { error, looked } = await look(all, (batch) => {
    if (batch === 3) throw new Error("stopped");
  });
  assert.deepEqual([error?.message, looked], ["stopped", 12]);
  assert.equal((await look(all)).looked, 9);
});

test("of many, what a killed process has seen is on disk, round by round", async () => {
  const all = await album("rounds", { count: 300 });
  const { looked } = await look(all, (batch) => {
    if (batch === 64) assert.ok(readFileSync(all.file).length > 256 * 16);
  });
  assert.equal(looked, 300);
});
