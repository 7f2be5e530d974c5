import assert from "node:assert/strict";
import { test } from "node:test";
import { wordsInOrder, wordVocabulary } from "../../lib/data/wordVocabulary";
import { complaint } from "./scratch";

const sentences = ["a gull eats bread", "a gull sleeps", "the <start> a"].map((text) => text.split(" "));

test("words by frequency, then alphabet, after the special ones", () => {
  assert.deepEqual(wordVocabulary(sentences, { minCount: 2 }).words, ["<start>", "<end>", "<unk>", "a", "gull"]);
  const all = wordVocabulary(sentences, { minCount: 1 });
  assert.deepEqual(all.words.slice(3), ["a", "gull", "bread", "eats", "sleeps", "the"]);
  assert.equal(all.size, 9);
});

test("what is encoded decodes to itself, rare words to <unk>", () => {
  const { encode, decode, start, end, unknown } = wordVocabulary(sentences, { minCount: 2 });
  assert.deepEqual([...encode(["a", "gull", "sings"])], [start, 3, 4, unknown, end]);
  assert.deepEqual(decode(encode(["a", "gull"])), ["a", "gull"]);
  assert.deepEqual(decode(encode(["a", "gull", "sings"])), ["a", "gull", "<unk>"]);
  assert.deepEqual(decode(encode([])), []);
});

test("decoding ends at the first end, and needs neither start nor end", () => {
  const { decode, end } = wordVocabulary(sentences, { minCount: 2 });
  assert.deepEqual(decode([4, 3, end, 3, end]), ["gull", "a"]);
  assert.deepEqual(decode([4, 3]), ["gull", "a"]);
});

test("a word that is spelt like a special one is unknown", () => {
  const { encode, unknown } = wordVocabulary(sentences, { minCount: 1 });
  assert.deepEqual([...encode(["<start>", "<end>"]).slice(1, 3)], [unknown, unknown]);
});

test("a vocabulary comes back from its words", async () => {
  const { words, encode } = wordVocabulary(sentences, { minCount: 1 });
  assert.deepEqual(wordsInOrder(words).encode(["gull", "x"]), encode(["gull", "x"]));
  assert.match(
    await complaint(() => wordsInOrder(["a", "gull", "<start>"])),
    /^<start>, <end>, <unk> and then different/,
  );
  assert.match(await complaint(() => wordsInOrder([...words, "a"])), /different words expected/);
});

test("mistakes", async () => {
  assert.equal(
    await complaint(() => wordVocabulary(sentences, { minCount: 4 })),
    "wordVocabulary: words that come at least 4 times expected, got none among 7",
  );
  const { decode } = wordVocabulary(sentences, { minCount: 2 });
  assert.equal(await complaint(() => decode([17])), "wordVocabulary.decode: a token below 5 expected, got 17");
});
