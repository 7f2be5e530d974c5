import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { projectRoot } from "../../lib/core/project";
import { type Reader, readers } from "./readers";
import { heard } from "./scratch";

/** What is wrong with how a reader takes an altered file: nothing, where it is read rightly or refused in a sentence. */
async function fault(reader: Reader, folder: string, { whole, how }: { whole: number; how: string }) {
  const outcome = await heard(async () => {
    try {
      return await reader.read(folder);
    } catch (error) {
      return error;
    }
  });
  const { value, said } = { ...outcome, value: outcome.value };
  const told = (why: string) => `${reader.name}, ${how}: ${why}`;
  if (value instanceof Error) {
    if (!(value instanceof LabError) || value.stack !== value.message) return told(`${value.stack}`);
    const sentence = value.message.includes(folder) && /expected/.test(value.message) && value.message.length < 1000;
    return sentence && !/undefined|TypeError|RangeError/.test(value.message) ? undefined : told(value.message);
  }
  const list = value as readonly never[];
  const wrong = list.find((one) => !reader.right(one));
  if (wrong !== undefined) return told(`wrong values ${JSON.stringify(wrong)}`);
  if (list.length === 0) return told("nothing read, without a word");
  // An image without a question is nothing amiss.
  if (list.length < whole && / is (?!\[\]$)/.test(how) && !said.includes(" skipped: ")) return told("lost in silence");
  return undefined;
}

describe("whatever a file holds, it is read rightly or refused in a sentence with its name", () => {
  for (const reader of readers) {
    test(reader.name, async (context) => {
      const root = mkdtempSync(path.join(os.tmpdir(), "lab-readers-"));
      try {
        const put = (name: string, content: Buffer) => {
          const folder = path.join(root, name);
          mkdirSync(folder);
          writeFileSync(path.join(folder, reader.file), content);
          return folder;
        };
        const sound = await reader.sound();
        const { value, said } = await heard(async () => reader.read(put("sound", sound)));
        assert.equal(said, "", "nothing is to be said of a sound file");
        assert.ok(value.length > 0 && value.every((one) => reader.right(one as never)));
        const faults: string[] = [];
        let count = 0;
        for (const [how, content] of reader.alterations(sound)) {
          const folder = put(`${count++}`, content);
          const found = await fault(reader, folder, { whole: value.length, how });
          if (found) faults.push(found);
          rmSync(folder, { recursive: true });
        }
        context.diagnostic(`${count} altered files`);
        assert.ok(count > 90);
        assert.deepEqual(faults, []);
      } finally {
        rmSync(root, { recursive: true });
      }
    });
  }
});

/** What reads through another that is tried, is tried elsewhere as hard, or reads what ships with the lab. */
const elsewhere = new Set([
  "data/textFile.ts", // the way to bytes of all readers here; encodings.test.ts
  "data/text.ts", // any text is a corpus; text.test.ts
  ...["data/digits.ts", "data/sprites.ts"], // ship with the lab
  ...["data/photographs.ts", "data/features/looks.ts"], // damagedPhotographs.test.ts
  ...[
    "models/efficientnet.ts",
    "models/torchFile.ts",
    "models/vggTorch.ts",
    "models/vggWeights.ts",
    "train/checkpoint.ts",
  ], // their own tests
]);

test("every file of lib/data, lib/models and lib/train that opens files is tried", () => {
  const opens = /\b(readText|readJson|textLines|readFileSync|openSync|createReadStream|readSealed|sharp|fileSystem)\(/;
  const files = ["data", "models", "train"].flatMap((folder) =>
    readdirSync(path.join(projectRoot, "lib", folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.replaceAll(path.sep, "/")}`),
  );
  const opening = files.filter((file) => opens.test(readFileSync(path.join(projectRoot, "lib", file), "utf8")));
  const tried = new Set(readers.map(({ source }) => source));
  assert.deepEqual(
    opening.filter((file) => !tried.has(file) && !elsewhere.has(file)),
    [],
  );
});
