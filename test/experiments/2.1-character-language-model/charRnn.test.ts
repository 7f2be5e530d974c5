import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { charRnn } from "../../../lib/experiments/2.1-character-language-model/charRnn/claims";
import type { CharRnnResult } from "../../../lib/experiments/2.1-character-language-model/charRnn/config";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-char-rnn-"));
after(() => rmSync(folder, { recursive: true }));
const text = path.join(folder, "text.txt");
writeFileSync(text, "a bad cab had a fab gab; ".repeat(80)); // 2,000 characters: 1,900 and 100

describe("char-rnn's recipe on a text of one's own", () => {
  let result: CharRnnResult;
  before(async () => {
    result = await charRnn.run(
      {
        ...{ corpus: text, hiddenSize: 10, layers: 2, batchSize: 5, windowLength: 10, epochs: 12 },
        ...{ learningRate: 0.01, textLength: 30, seeds: 2 },
      },
      {},
    );
  });

  test("a point stands after each epoch, of as many characters as the text is read in", () => {
    assert.equal(result.corpus.characters, 2000);
    for (const { curve, ended } of result.models) {
      assert.equal(ended, "finished");
      assert.deepEqual(
        curve.map(({ epoch, characters }) => [epoch, characters]),
        Array.from({ length: 12 }, (_, i) => [i + 1, (i + 1) * 1900]),
      );
    }
  });

  test("weights begin small: the first loss is that of a guess among all characters; then it is learnt", () => {
    const { vocabSize } = result.corpus;
    for (const { curve } of result.models) {
      assert.ok(curve[0].trainNats < Math.log(vocabSize) + 0.05);
      assert.ok(curve[11].heldOutNats < 0.7 * curve[0].heldOutNats, `${curve[11].heldOutNats}`);
    }
    assert.notEqual(result.models[0].curve[0].trainNats, result.models[1].curve[0].trainNats);
  });

  test("it tells its speed, its loss in nats and bits, and writes", () => {
    const { rows } = charRnn.tables.benchmark(result);
    const number = (name: string) => Number(rows.find(([first]) => first.startsWith(name))![1]);
    assert.ok(number("characters a second") > 0);
    assert.ok(
      Math.abs(number("held-out bits per character, at") * Math.LN2 - number("held-out nats per character, at")) < 2e-3,
    );
    assert.equal(result.models[0].text.length, 30);
    assert.match(charRnn.figures.epochs(result).alt, /of 2 models/);
  });
});
