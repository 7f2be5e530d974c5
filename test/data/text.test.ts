import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { projectRoot } from "../../lib/core/project";
import { corpus, mobyDick, rxjs } from "../../lib/data/text";
import { vocabulary } from "../../lib/data/vocabulary";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-text-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

const window = { windowLength: 4 };

const shipped = {
  "moby-dick": { text: mobyDick, excerpts: [/Call me Ishmael\./, /It was the devious-cruising Rachel/] },
  rxjs: { text: rxjs, excerpts: [/export class Observable<T>/, / \* Use async scheduler to delay task/] },
};
for (const [name, { text: read, excerpts }] of Object.entries(shipped)) {
  test(`${name} is the text that data/${name} describes`, () => {
    const description = readFileSync(path.join(projectRoot, "data", name, "README.md"), "utf8");
    const text = read();
    for (const excerpt of excerpts) assert.match(text, excerpt);
    const hash = createHash("sha256").update(text).digest("hex");
    const size = `${text.length.toLocaleString("en")} characters, ${new Set(text).size} different`;
    for (const fact of [hash, size]) assert.ok(description.includes(fact), fact);
    assert.equal(corpus(name, window).name, name);
  });
}

test("a corpus is its file: training and held-out part, decoded, are the text", () => {
  const text = "Ein Käfer 🪲 lief,\nein Käfer blieb.\n".repeat(5);
  const { vocabulary: all, train, heldOut, name } = corpus(file("käfer.txt", text), { ...window, heldOutShare: 0.2 });
  assert.equal(name, "käfer.txt");
  assert.equal(all.decode(train) + all.decode(heldOut), text);
  assert.equal(heldOut.length, Math.round(0.2 * [...text].length));
});

test("Windows line ends and a byte order mark are not part of the text", () => {
  const { vocabulary: all } = corpus(file("windows.txt", `\uFEFF${"a\r\nb\r\n".repeat(30)}`), window);
  assert.deepEqual(all.characters, ["\n", "a", "b"]);
});

describe("a text that cannot be used is told in one sentence", () => {
  const complaint = (source: string, message: RegExp) =>
    assert.throws(
      () => corpus(source, window),
      (error: unknown) => {
        assert.ok(error instanceof LabError);
        assert.match(error.message, message);
        assert.equal(error.stack, error.message, "no stack trace");
        return true;
      },
    );

  test("missing", () => complaint(path.join(folder, "none.txt"), /none\.txt: a text file expected, got no such file$/));
  test("a folder", () => complaint(folder, /: a text file expected, got a folder$/));
  test("empty", () => complaint(file("empty.txt", ""), /empty\.txt: a text expected, got an empty file$/));
  test("not UTF-8", () =>
    complaint(
      file("latin1.txt", Buffer.from("ab\nc\xe4d", "latin1")),
      /latin1\.txt:2:2: UTF-8 text expected, got bytes that are not \(e4\)$/,
    ));
  test("shorter than one window", () =>
    complaint(
      file("short.txt", "0123456789".repeat(4)),
      /short\.txt: at least 50 characters expected \(10 % are held out and must fill a window of 4\), got 40$/,
    ));
});

test("a vocabulary encodes what it knows and names what it does not", () => {
  const { encode, decode, size } = vocabulary("hello");
  assert.equal(size, 4);
  assert.equal(decode(encode("hole")), "hole");
  assert.throws(() => encode("help"), { message: 'character "p" does not occur in the text' });
  assert.throws(() => encode("pelß"), { message: 'characters "p", "ß" do not occur in the text' });
});
