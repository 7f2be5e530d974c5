import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { karpathyCaptions } from "../../lib/data/karpathy";
import { collect, complaint, scratch } from "./scratch";

const { folder, write } = scratch();
const image = (imgid: number, more: object = {}) => ({
  ...{ imgid, filename: `${imgid}.jpg`, split: "train", sentences: [{ sentid: imgid, raw: "A kettle boils." }] },
  ...more,
});

test("images in the order of their features, restval being train", () => {
  write("imgs/1.jpg", "a photograph");
  const file = write("dataset.json", {
    images: [image(0, { split: "restval", cocoid: 99 }), image(1, { split: "val" })],
  });
  assert.deepEqual(
    [...karpathyCaptions(file)],
    [
      { id: "99", file: null, captions: ["A kettle boils."], split: "train" },
      { id: "1.jpg", file: path.join(folder, "imgs", "1.jpg"), captions: ["A kettle boils."], split: "val" },
    ],
  );
});

test("damage", async () => {
  const read = (images: object[]) => complaint(() => collect(karpathyCaptions(write("damaged.json", { images }))));
  assert.match(
    await read([image(1)]),
    /damaged\.json: images\[0\] \(imgid 1\): imgid: the image's place in the list, 0, expected, got 1$/,
  );
  assert.match(await read([image(0, { sentences: [] })]), /sentences: at least one expected, got a list of 0$/);
});
