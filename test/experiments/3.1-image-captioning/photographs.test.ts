import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import sharp from "sharp";
import type { Photograph } from "../../../lib/experiments/3.1-image-captioning/photographs/album";
import { photographCaptions } from "../../../lib/experiments/3.1-image-captioning/photographs/claims";
import { consensusCaptions } from "../../../lib/experiments/3.1-image-captioning/photographs/consensus";

const folder = mkdtempSync(path.join(tmpdir(), "photographs-"));
after(() => rmSync(folder, { recursive: true }));

const colours = ["red", "green", "blue", "white"];
const names = Array.from({ length: 24 }, (_, i) => `${i}.jpg`);
const captionsOf = (i: number) => [`a ${colours[i % 4]} picture .`, `it is all ${colours[i % 4]} .`];

async function photographsIn(where: string, some: readonly string[]): Promise<void> {
  mkdirSync(where, { recursive: true });
  for (const name of some) {
    const background = colours[Number.parseInt(name, 10) % 4];
    await sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .jpeg()
      .toFile(path.join(where, name));
  }
}

/** COCO's JSON: the first twenty are for training, the last four for validation. */
function cocoFile(split: "train" | "val", from: number, to: number): void {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const annotations = numbers.flatMap((n) =>
    captionsOf(n).map((caption, i) => ({ id: 2 * n + i, image_id: n, caption })),
  );
  const images = numbers.map((id) => ({ id, file_name: names[id] }));
  writeFileSync(path.join(folder, `captions_${split}2014.json`), JSON.stringify({ images, annotations }));
}

const variables = ["FLICKR8K_DIR", "COCO_DIR"];
const kept = variables.map((name) => process.env[name]);
afterEach(() => {
  variables.forEach((name, i) => {
    if (kept[i] === undefined) delete process.env[name];
    else process.env[name] = kept[i];
  });
});

const small = { ...photographCaptions.presets.smoke, shownPhotographs: 2 };

test("the nearest photographs' captions agree on the one that is most like the others; far photographs are not asked", () => {
  const photograph = (caption: string, x: number, y: number): Photograph => ({
    image: { id: caption, file: null, split: null, captions: [caption] },
    captions: [caption.split(" ")],
    view: Float32Array.of(x, y),
    map: Float32Array.of(),
  });
  const near = ["a dog runs on grass", "a dog runs on the beach", "a brown dog runs on grass", "two men sit down"];
  const train = [
    ...near.flatMap((caption, i) => Array.from({ length: 5 }, (_, k) => photograph(caption, 1, 0.1 * (i + k)))),
    ...Array.from({ length: 30 }, () => photograph("two men sit down", -1, 0)),
  ];
  assert.deepEqual(consensusCaptions(train, [photograph("?", 1, 0)]), ["a dog runs on grass".split(" ")]);
});

describe("captions of the user's photographs", () => {
  before(async () => {
    await photographsIn(path.join(folder, "images"), names);
    const rows = names.flatMap((name, i) => captionsOf(i).map((caption) => `${name},${caption}`));
    writeFileSync(path.join(folder, "captions.txt"), ["image,caption", ...rows].join("\n"));
    cocoFile("train", 0, 20);
    cocoFile("val", 20, 24);
  });

  for (const [set, variable, counts] of [
    ["flickr8k", "FLICKR8K_DIR", { train: 21, test: 3 }],
    ["coco", "COCO_DIR", { train: 20, test: 4 }],
  ] as const) {
    test(`${set}: photographs are learnt from and described`, async () => {
      process.env[variable] = folder;
      const result = await photographCaptions.run({ ...small, photographs: set }, {});
      const { vocabSize, ...found } = result.counts ?? { vocabSize: 0 };
      assert.deepEqual(found, counts);
      assert.ok(vocabSize >= 10);
      assert.equal(result.shown.length, 2);
      assert.equal(result.models[0].shown.length, 2);
      assert.match(
        photographCaptions.verdict(result, "photographs").measured,
        /^2 captioners, \d photographs: CIDEr-D/,
      );
      assert.equal(photographCaptions.tables.scores(result).rows.length, 8);
      const [{ caption, looks }] = result.models.find(({ reads }) => reads === "attention")!.shown;
      assert.equal(looks.length, caption.split(" ").filter(Boolean).length);
      for (const alpha of looks) {
        assert.equal(alpha.length, 49);
        assert.ok(Math.abs(alpha.reduce((a, b) => a + b) - 1) < 1e-5);
      }
      assert.match(photographCaptions.figures.looks(result).alt, /2 held-out photographs/);
      assert.match(photographCaptions.figures.photographs(result).alt, /2 held-out photographs/);
      const unknown = {
        ...result,
        models: [
          { ...result.models[0], shown: ["a <unk>", "a <unk> <unk>"].map((caption) => ({ caption, looks: [] })) },
        ],
      };
      assert.match(JSON.stringify(photographCaptions.figures.photographs(unknown)), /captioner: a ‹unk›/);
    });
  }

  test("captions of a photograph that is damaged are left out", async () => {
    const where = path.join(folder, "damaged");
    await photographsIn(path.join(where, "images"), names);
    writeFileSync(path.join(where, "images", names[5]), "no picture");
    const rows = names.map((name, i) => `${name},${captionsOf(i)[0]}${i === 5 ? " nobody else says this ." : ""}`);
    writeFileSync(path.join(where, "captions.txt"), ["image,caption", ...rows].join("\n"));
    process.env.FLICKR8K_DIR = where;
    const { counts, ...result } = await photographCaptions.run({ ...small, minCount: 1 }, {});
    assert.deepEqual([counts?.train, counts?.test], [20, 3]);
    assert.equal(result.models.length, 2 * small.seeds!);
    assert.ok((counts?.vocabSize ?? 99) < 14, "words that only its caption has");
  });

  test("no more than the options say", async () => {
    process.env.COCO_DIR = folder;
    const { counts } = await photographCaptions.run(
      { ...small, photographs: "coco", mostLearnt: 9, mostTested: 2 },
      {},
    );
    assert.deepEqual([counts?.train, counts?.test], [9, 2]);
  });

  test("without a folder it says how to name one", async () => {
    delete process.env.COCO_DIR;
    const result = await photographCaptions.run({ ...small, photographs: "coco" }, {});
    assert.match(photographCaptions.figures.photographs(result).alt, /^Set COCO_DIR to the folder of COCO captions/);
    assert.equal(photographCaptions.verdict(result, "photographs").outcome, "undecided");
  });

  test("captions without photographs are told", async () => {
    const bare = path.join(folder, "bare");
    mkdirSync(bare);
    writeFileSync(path.join(bare, "captions.txt"), "image,caption\n1.jpg,a dog .\n");
    process.env.FLICKR8K_DIR = bare;
    await assert.rejects(async () => photographCaptions.run(small, {}), {
      message: `${bare}: photographs of Flickr8k beside their captions expected, got 0 to learn from and 0 to describe`,
    });
  });
});
