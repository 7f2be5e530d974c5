import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { cocoCaptions } from "../../lib/data/cocoCaptions";
import { collect, complaint, needs, scratch } from "./scratch";

const { folder, write } = scratch();
const images = [
  { id: 42, file_name: "forty-two.jpg", license: 3 },
  { id: 7, file_name: "seven.jpg" },
];
const annotations = [
  { image_id: 7, id: 1, caption: "A kettle boils ." },
  { image_id: 42, id: 2, caption: "Two gulls fight\nover bread " },
  { image_id: 7, id: 3, caption: "Steam rises." },
];
const whole = { info: {}, images, annotations };

function holding(name: string, content: object | string, file = "captions_val2014.json"): string {
  write(path.join(name, file), content);
  return path.join(folder, name);
}

test("images in the order of the file, each with all its captions as they were written", () => {
  const root = holding("whole", whole, "annotations/captions_val2014.json");
  write("whole/val2014/seven.jpg", "a photograph");
  assert.deepEqual(
    [...cocoCaptions({ folder: root, split: "val" })],
    [
      { id: "42", file: null, captions: ["Two gulls fight\nover bread "], split: "val" },
      {
        id: "7",
        file: path.join(root, "val2014", "seven.jpg"),
        captions: ["A kettle boils .", "Steam rises."],
        split: "val",
      },
    ],
  );
});

test("a part of a split goes by its name, and a results file beside it is none", () => {
  const root = holding("part", whole, "captions_val2014_9.json");
  write("part/captions_val2014_9_results.json", []);
  assert.equal([...cocoCaptions({ folder: root, split: "val" })].length, 2);
});

describe("damage is told with file, place, field, what was expected and what was got", () => {
  const first = (change: object) => ({ ...whole, annotations: [{ ...annotations[0], ...change }] });
  const cases: Record<string, [content: object | string, message: RegExp]> = {
    "not JSON": ['{\n  "images": [}', /captions_val2014\.json(:2:\d+)?: JSON expected, got text that is not: /],
    "cut off": [
      JSON.stringify(whole, null, 1).slice(0, 150),
      /captions_val2014\.json:\d+:\d+: JSON expected, got text that is not: .+ at position 150/,
    ],
    empty: ["", /captions_val2014\.json: a text expected, got an empty file$/],
    "a list": [[], /captions_val2014\.json: an object expected, got a list of 0$/],
    "no annotations": [{ images }, /captions_val2014\.json: annotations: a list expected, got nothing$/],
    "an image that is no object": [{ ...whole, images: [1] }, /: images\[0\]: an object expected, got 1$/],
    "an image twice": [
      { ...whole, images: [...images, images[0]] },
      /: images\[2\] \(id 42\): id: one image of an id expected, got 42$/,
    ],
    "no file name": [
      { ...whole, images: [{ id: 42 }] },
      /: images\[0\] \(id 42\): file_name: text expected, got nothing$/,
    ],
    "an id that is a text": [
      first({ image_id: "7" }),
      /: annotations\[0\] \(id 1\): image_id: a whole number expected, got "7"$/,
    ],
    "an image that is not there": [
      first({ image_id: 8 }),
      /: annotations\[0\] \(id 1\): image_id: the id of one of the images expected, got 8$/,
    ],
    "a caption that is a number": [
      first({ caption: 12 }),
      /: annotations\[0\] \(id 1\): caption: text expected, got 12$/,
    ],
    "a caption of white space": [
      first({ caption: " " }),
      /: annotations\[0\] \(id 1\): caption: text expected, got " "$/,
    ],
    "an image without captions": [
      first({}),
      /: images\[0\] \(id 42\): at least one caption in annotations expected, got none$/,
    ],
  };
  for (const [name, [content, message]] of Object.entries(cases)) {
    test(name, async () => {
      const root = holding(name, content);
      assert.match(await complaint(() => collect(cocoCaptions({ folder: root, split: "val" }))), message);
    });
  }

  test("no file, and two files", async () => {
    const none = holding("train only", whole, "captions_train2014.json");
    const read = () => collect(cocoCaptions({ folder: none, split: "val" }));
    assert.match(await complaint(read), /train only: one file captions_val2014\.json .* expected, got none$/);
    holding("train only", whole, "captions_val2014.json");
    holding("train only", whole, "captions_val2017.json");
    assert.match(await complaint(read), /expected, got .*captions_val2014\.json, .*captions_val2017\.json$/);
  });
});

test("the real set reads whole", needs("COCO_DIR"), () => {
  const real = [...cocoCaptions({ split: "val" })];
  assert.ok(real.length > 0 && real.every(({ captions }) => captions.length >= 5));
});
