import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { type Flickr8kOptions, flickr8k } from "../../lib/data/flickr8k";
import { captionWords } from "../../lib/data/ptbTokens";
import { collect, complaint, needs, scratch } from "./scratch";

const { folder, write } = scratch();
const tokens = "one.jpg#0\tA crow sits on a gate .\r\none.jpg#1\tA black bird .\ntwo.jpg.1#0\tRain, again";
const csv = 'image,caption\none.jpg,A crow sits on a gate .\none.jpg,A black bird .\ntwo.jpg,"""Rain"", it says"\n';
const lists = {
  "Flickr_8k.trainImages.txt": "one.jpg\n",
  "Flickr_8k.devImages.txt": "three.jpg\n",
  "Flickr_8k.testImages.txt": "four.jpg\n",
};

/** A folder with some files of the set. */
function holding(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [file, content] of Object.entries(files)) write(path.join(name, file), content);
  return path.join(folder, name);
}

const read = (options: Flickr8kOptions) => collect(flickr8k(options));

test("the token file: captions image by image, splits from the lists, photographs where they are", async () => {
  const root = holding("whole", { "Flickr8k.token.txt": tokens, "images/one.jpg": "a photograph", ...lists });
  assert.deepEqual(await read({ folder: root }), [
    {
      id: "one.jpg",
      file: path.join(root, "images", "one.jpg"),
      captions: ["A crow sits on a gate .", "A black bird ."],
      split: "train",
    },
    { id: "two.jpg.1", file: null, captions: ["Rain, again"], split: null },
  ]);
});

test("the CSV form: quotes are CSV's, and without lists there are no splits", async () => {
  const root = holding("csv", { "captions.txt": csv });
  const images = await read({ folder: root });
  assert.deepEqual(
    images.map(({ captions, split }) => ({ captions, split })),
    [
      { captions: ["A crow sits on a gate .", "A black bird ."], split: null },
      { captions: ['"Rain", it says'], split: null },
    ],
  );
});

test("a long file is read part by part, wherever a part ends", async () => {
  const captions = Array.from({ length: 3000 }, (_, i) => `${"🪲ä".repeat(20)} ${i}`);
  const root = holding("long", {
    "Flickr8k.token.txt": captions.map((caption, i) => `${i}.jpg#0\t${caption}\n`).join(""),
    "captions.txt": `image,caption\n${captions.map((caption, i) => `${i}.jpg,${caption}\n`).join("")}`,
  });
  for (const form of ["token", "csv"] as const) {
    const images = await read({ folder: root, form });
    assert.deepEqual(
      images.flatMap((image) => image.captions),
      captions,
    );
  }
});

test("where both forms are there the token file is read, or the one that is asked for", async () => {
  const root = holding("both", { "captions.txt": csv, "Flickr8k.token.txt": tokens });
  assert.equal((await read({ folder: root }))[1].id, "two.jpg.1");
  assert.equal((await read({ folder: root, form: "csv" }))[1].id, "two.jpg");
});

test("it is read as it is asked for: damage at the end does not keep the first images back", async () => {
  const root = holding("late", { "Flickr8k.token.txt": `${tokens}\nno caption` });
  const images = flickr8k({ folder: root });
  assert.equal((await images.next()).value?.id, "one.jpg");
  assert.match(await complaint(() => collect(images)), /late\/Flickr8k\.token\.txt:4: /);
});

describe("damage is told with file, line, what was expected and what was got", () => {
  const cases: Record<string, [files: Record<string, string | Uint8Array>, message: RegExp]> = {
    "no captions": [{}, /captions\.txt: a text file expected, got no such file$/],
    "an empty token file": [{ "Flickr8k.token.txt": "" }, /token\.txt: captions expected, got an empty file$/],
    "only a header": [{ "captions.txt": "image,caption\n" }, /captions\.txt: captions expected, got an empty file$/],
    "a token line without a tab": [
      { "Flickr8k.token.txt": `${tokens}\nthree.jpg#0 A crow` },
      /token\.txt:4: image#number, a tab and a caption expected, got "three\.jpg#0 A crow"$/,
    ],
    "a token line without a caption": [
      { "Flickr8k.token.txt": "one.jpg#0\t \n" },
      /token\.txt:1: image#number, a tab and a caption expected, got "one\.jpg#0\\t "$/,
    ],
    "another header": [
      { "captions.txt": "name,text\none.jpg,A crow\n" },
      /captions\.txt:1: the header image,caption expected, got name,text$/,
    ],
    "too many columns": [
      { "captions.txt": `${csv}three.jpg,A crow, a gate, and rain\n` },
      /captions\.txt:5: 2 columns expected \(image, caption\), got 4$/,
    ],
    "no caption in a row": [
      { "captions.txt": `${csv}three.jpg, \n` },
      /captions\.txt:5: caption: text expected, got " "$/,
    ],
    "a quote that is not closed": [
      { "captions.txt": `${csv}three.jpg,"A crow\n` },
      /captions\.txt:5: a row of CSV expected, got damaged quotes \(.*\)$/,
    ],
    "captions of an image in two places": [
      { "Flickr8k.token.txt": `${tokens}\none.jpg#2\tThe crow` },
      /token\.txt:4: the captions of one image in one place expected, got one more of one\.jpg, whose others end at line 2$/,
    ],
    "bytes that are not UTF-8": [
      { "Flickr8k.token.txt": Buffer.from("one.jpg#0\tA caf\xe9 .\n", "latin1") },
      /token\.txt:1:16: UTF-8 text expected, got bytes that are not \(e9\)$/,
    ],
    "a list that is missing": [
      { "Flickr8k.token.txt": tokens, "Flickr_8k.trainImages.txt": "one.jpg\n" },
      /Flickr_8k\.devImages\.txt: a text file expected, got no such file$/,
    ],
    "an image in two lists": [
      { "Flickr8k.token.txt": tokens, ...lists, "Flickr_8k.testImages.txt": "four.jpg\none.jpg\n" },
      /testImages\.txt:2: an image that is in no split yet expected, got one\.jpg, which is in Flickr_8k\.trainImages\.txt$/,
    ],
  };
  for (const [name, [files, message]] of Object.entries(cases)) {
    test(name, async () => {
      const root = holding(name, { "notes.txt": "", ...files });
      assert.match(await complaint(() => read({ folder: root })), message);
    });
  }
});

test("the real set reads whole", needs("FLICKR8K_DIR"), async () => {
  const images = await read({});
  assert.ok(images.length >= 1000);
  assert.ok(
    images.every(({ captions }) => captions.length <= 5 && captions.every((one) => captionWords(one).length > 0)),
  );
  assert.ok(images.some(({ file }) => file !== null));
});
