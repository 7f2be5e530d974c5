import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { textReader } from "../../lib/data/decode";
import { flickr8k } from "../../lib/data/flickr8k";
import { corpus } from "../../lib/data/text";
import { readJson, readText, textLines, textParts } from "../../lib/data/textFile";
import { collect, complaint, scratch } from "./scratch";

const { folder, write } = scratch();

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const encoders = {
  "UTF-8": (text: string) => Buffer.from(text),
  "UTF-8 with its mark": (text: string) => Buffer.from(`\uFEFF${text}`),
  "UTF-16LE with its mark": (text: string) => utf16(`\uFEFF${text}`),
  "UTF-16BE with its mark": (text: string) => utf16(`\uFEFF${text}`).swap16(),
  "UTF-16LE": utf16,
  "UTF-16BE": (text: string) => utf16(text).swap16(),
};
const texts = {
  English: "It was the best of times, it was the worst of times.\n",
  German: "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.\n",
  Russian: "Все счастливые семьи похожи друг на друга.\n",
  Greek: "Ἄνδρα μοι ἔννεπε, Μοῦσα, πολύτροπον.\n",
  Hebrew: "בראשית ברא אלהים את השמים ואת הארץ\n",
  Arabic: "كان يا ما كان في قديم الزمان\n",
  Chinese: "道可道，非常道。名可名，非常名。一二三。\n",
  Japanese: "吾輩は猫である。名前はまだ無い。\n",
  Korean: "나랏말싸미 듕귁에 달아\n",
  emoji: "👩‍👩‍👧 🇩🇪 👍🏽 e\u0301 𠮷\n",
  "U+FEFF and U+FFFD inside": "a\uFEFFb\uFFFDc d\n",
  letters: "a\n",
};
const lineEnds = { "\\n": "\n", "\\r\\n": "\r\n", "\\r": "\r", "\\r\\r\\n": "\r\r\n" };

/** What a reader makes of bytes that come in parts of a length. */
function inParts(bytes: Buffer, length: number): string {
  const reader = textReader("file");
  let text = "";
  for (let at = 0; at < bytes.length; at += length) text += reader.read(bytes.subarray(at, at + length));
  return text + reader.end();
}

for (const [encoding, encode] of Object.entries(encoders)) {
  test(`${encoding}: every script and line end is read as the same text, wherever its parts are cut`, () => {
    for (const [script, text] of Object.entries(texts)) {
      for (const [name, end] of Object.entries(lineEnds)) {
        const whole = text.repeat(20);
        const bytes = encode(whole.replaceAll("\n", end));
        for (const length of [1, 2, 3, 7, bytes.length]) {
          assert.equal(inParts(bytes, length), whole, `${script}, ${name}, parts of ${length}`);
        }
      }
    }
  });

  test(`${encoding}: every reader reads it`, async () => {
    const line = "Zwölf Katzen, ein Käfer 🪲.";
    const file = write(`${encoding}.txt`, encode(`${line}\r\n`.repeat(30)));
    assert.equal(readText(file), `${line}\n`.repeat(30));
    assert.equal((await collect(textParts(file))).join(""), `${line}\n`.repeat(30));
    assert.deepEqual([...new Set((await collect(textLines(file))).map((one) => one.line))], [line]);
    assert.deepEqual(corpus(file, { windowLength: 8 }).vocabulary.characters, [...new Set(`${line}\n`)].sort());
    const json = { name: "Käfer", more: ["a", "b"] };
    assert.deepEqual(readJson(write(`${encoding}.json`, encode(JSON.stringify(json)))), json);
    const captions = {
      "captions.txt": 'image,caption\r\na.jpg,"A dog, a cat."\r\n',
      "Flickr8k.token.txt": "a.jpg#0\tA dog, a cat.\r\n",
    };
    for (const [name, content] of Object.entries(captions)) {
      write(path.join(encoding, name, name), encode(content));
      const [{ id, captions }] = await collect(flickr8k({ folder: path.join(folder, encoding, name) }));
      assert.deepEqual([id, captions], ["a.jpg", ["A dog, a cat."]]);
    }
  });
}

describe("the first byte that is no text is found", () => {
  const wrong = {
    "UTF-8": {
      "a byte of Latin-1": [0xe4],
      "a continuation": [0x80],
      "half a character": [0xe2, 0x82],
      "5 bytes": [0xf8],
    },
    "UTF-16LE": { "half a pair": [0x00, 0xd8], "the other half": [0x00, 0xdc] },
  };
  const before = "wie 🪲\ngrün\uFFFD ";
  for (const [encoding, kinds] of Object.entries(wrong)) {
    for (const [kind, bytes] of Object.entries(kinds)) {
      test(`${encoding}: ${kind}, in files of any size, wherever the parts are cut`, async () => {
        for (const [name, end] of Object.entries(lineEnds)) {
          // Of several of a stream's parts, and, with the longest line ends, of several of the other reader's.
          for (const lines of [0, 3, 6_000, 20_000, ...(end.length === 3 ? [150_000] : [])]) {
            const encode = encoding === "UTF-8" ? (text: string) => Buffer.from(text) : utf16;
            const start = encode(`\uFEFF${`zwölf\n`.repeat(lines)}${before}`.replaceAll("\n", end));
            const file = write("wrong.txt", Buffer.concat([start, Buffer.from(bytes), encode("nd\nx")]));
            const place = `${file}:${lines + 2}:7: ${encoding} text expected, got bytes that are not `;
            for (const read of [() => readText(file), () => collect(textParts(file)), () => collect(textLines(file))]) {
              const got = await complaint(read);
              assert.ok(got.startsWith(place), `${name}, ${lines} lines: ${got}`);
            }
          }
        }
      });
    }
  }

  test("at the very end", async () => {
    const half = write("half.txt", Buffer.from("ab\ncö").subarray(0, -1));
    assert.match(await complaint(() => readText(half)), /half\.txt:2:2: UTF-8 text expected/);
    const odd = write("odd.txt", utf16("\uFEFFab\ncd").subarray(0, -1));
    assert.match(await complaint(() => readText(odd)), /odd\.txt:2:2: UTF-16LE text expected/);
  });

  test("UTF-32 is called by its name", async () => {
    const file = write("utf32.txt", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]));
    assert.match(await complaint(() => readText(file)), /utf32\.txt: UTF-8 or UTF-16 text expected, got UTF-32$/);
  });
});
