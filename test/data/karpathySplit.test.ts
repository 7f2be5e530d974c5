import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { captionResults } from "../../lib/data/captionResults";
import { cocoCaptions } from "../../lib/data/cocoCaptions";
import { flickr8k } from "../../lib/data/flickr8k";
import { collect, scratch } from "./scratch";

const { folder, write } = scratch();

const image = (id: number, split: string, filepath = "val2014") => ({
  ...{ cocoid: id, imgid: id, filename: `${id}.jpg`, filepath, split, sentids: [10 * id] },
  sentences: [{ raw: `A dog at ${id}.`, tokens: ["a", "dog"], imgid: id, sentid: 10 * id }],
});

test("of Karpathy's split of COCO each split is read, restval is learnt from, photographs of both folders are found", () => {
  const images = [image(1, "train", "train2014"), image(2, "restval"), image(3, "val"), image(4, "test")];
  write("coco/dataset_coco.json", { images, dataset: "coco" });
  write("coco/train2014/1.jpg", "a photograph");
  write("coco/val2014/4.jpg", "a photograph");
  const root = path.join(folder, "coco");
  const read = (split: "train" | "val" | "test") =>
    [...cocoCaptions({ folder: root, split })].map(({ id, file }) => [id, file && path.relative(root, file)]);
  assert.deepEqual(read("train"), [
    ["1", path.join("train2014", "1.jpg")],
    ["2", null],
  ]);
  assert.deepEqual(read("val"), [["3", null]]);
  assert.deepEqual(read("test"), [["4", path.join("val2014", "4.jpg")]]);
});

test("of Flickr8k Karpathy's split is read where it is there, by the images' names", async () => {
  const { cocoid, filepath, ...own } = image(5, "test");
  write("flickr/dataset_flickr8k.json", { images: [own], dataset: "flickr8k" });
  write("flickr/Flickr8k.token.txt", "6.jpg#0\tA cat .\n");
  const root = path.join(folder, "flickr");
  const read = async (form?: "token") =>
    (await collect(flickr8k({ folder: root, form }))).map(({ id, split }) => [id, split]);
  assert.deepEqual(await read(), [["5.jpg", "test"]]);
  assert.deepEqual(await read("token"), [["6.jpg", null]]);
});

test("COCO's own test captions are not public, and that is said", () => {
  write("plain/captions_val2014.json", { images: [], annotations: [] });
  const read = () => [...cocoCaptions({ folder: path.join(folder, "plain"), split: "test" })];
  assert.throws(read, /no captions of its test images; dataset_coco\.json has a test split$/);
});

test("each result is judged whose image has references, as words", () => {
  const images = ["1", "2"].map((id) => ({ id, file: null, captions: [`Dogs, ${id}!`], split: null }));
  const entry = (image_id: unknown, caption = "a dog . ") => ({ image_id, caption });
  write("results.json", [entry(1), entry(9), entry("1", "a cat")]);
  write("others.json", [entry(8), entry(9)]);
  const results = (name: string) => captionResults(path.join(folder, name), images);
  assert.deepEqual(results("results.json"), [
    { candidate: ["a", "dog"], references: [["dogs", "1"]] },
    { candidate: ["a", "cat"], references: [["dogs", "1"]] },
  ]);
  assert.throws(() => results("others.json"), /others\.json: captions of the 2 images expected, got none$/);
});
