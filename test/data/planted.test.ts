import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seed } from "../../lib/core/random";
import { planted, plantedAlphabet, plantedGrammar, plantedText } from "../../lib/data/planted";
import { statesAlong } from "../../lib/data/structure";

const { text, states, bits } = plantedText(seed(7), 30_000);

test("the same key writes the same text, another key another; all its characters are in the alphabet", () => {
  assert.equal(plantedText(seed(7), 30_000).text, text);
  assert.notEqual(plantedText(seed(8), 30_000).text, text);
  assert.equal([...new Set(text)].sort().join(""), plantedAlphabet);
});

test("whoever reads the text knows the truth, and the bits are those of the grammar", () => {
  const read = statesAlong(plantedGrammar, text);
  assert.deepEqual(read, states);
  [...text].forEach((character, i) => {
    const next = plantedGrammar.next(i === 0 ? plantedGrammar.start : read[i - 1]);
    const [, probability] = next.find(([one]) => one === character)!;
    assert.equal(bits[i], -Math.log2(probability));
  });
});

test("in every state that occurs the probabilities are positive and sum to 1", () => {
  const distinct = new Map(states.map((state) => [JSON.stringify(state), state]));
  assert.ok(distinct.size > 300);
  for (const state of distinct.values()) {
    const next = plantedGrammar.next(state);
    assert.ok(next.every(([, probability]) => probability > 0));
    assert.ok(Math.abs(next.reduce((sum, [, probability]) => sum + probability, 0) - 1) < 1e-12);
  }
});

describe("the text has the structure that is promised", () => {
  const lines = text.split("\n").slice(0, -1);

  test("words have four letters", () => {
    const words = text.slice(0, text.lastIndexOf("\n")).match(/[abcd]+/g)!;
    assert.deepEqual([...new Set(words.map(({ length }) => length))], [planted.wordLength]);
  });

  test("quotations have no brackets inside, and brackets nest two deep and no deeper", () => {
    const quotations = text.split('"').filter((_, i) => i % 2 === 1);
    for (const inside of quotations.slice(0, -1)) assert.doesNotMatch(inside, /[()]/);
    let depth = 0;
    const depths = [...text].map((character) => (depth += character === "(" ? 1 : character === ")" ? -1 : 0));
    assert.deepEqual([Math.min(...depths), Math.max(...depths)], [0, planted.deepest]);
  });

  test("a line is indented by two spaces for each block that is open", () => {
    let level = 0;
    for (const line of lines) {
      assert.equal(line.match(/^ */)![0].length, 2 * level);
      level += line.endsWith("{") ? 1 : line.endsWith("}") ? -1 : 0;
      assert.ok(level >= 0 && level <= planted.deepest);
    }
  });

  test("a line ends at the first end of a word from column 24 on", () => {
    for (const line of lines) {
      const written = line.replace(/[{}]$/, "");
      assert.ok(written.length >= planted.lineLength, line);
      assert.ok(written.lastIndexOf(" ") < planted.lineLength, `${line}: it could have ended before its last space`);
    }
  });
});
