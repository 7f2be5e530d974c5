import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bleu } from "../../lib/analysis/captionMetrics/bleu";
import { captionScores } from "../../lib/analysis/captionMetrics/captionScores";
import { ciderD } from "../../lib/analysis/captionMetrics/ciderD";
import { rougeL } from "../../lib/analysis/captionMetrics/rougeL";

const words = (text: string) => text.split(" ").filter((word) => word);
const judged = (candidate: string, ...references: string[]) => ({
  candidate: words(candidate),
  references: references.map(words),
});

function assertNear(actual: readonly number[], expected: readonly number[], what = ""): void {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < 1e-9, `${what}[${i}]: ${expected[i]} expected, got ${value}`);
  });
}

/** A whole match; shorter than 4 words; empty; no match; words that come too often. */
const corpus = [
  judged("a dog runs over the green grass", "a dog runs over the green grass", "the brown dog is running on grass"),
  judged("two boats", "two small boats lie on the calm lake", "boats on a lake in the evening", "two boats on a lake"),
  judged("", "a man reads a newspaper on a bench"),
  judged("purple elephants", "a child builds a tower of blocks", "the child plays with wooden blocks"),
  judged(
    "a a a a red bus on on the street the",
    "a red bus drives down the street",
    "a bus on the street",
    "the red bus is on a street in town",
  ),
];

describe("values that pycocoevalcap 1.2 gave", () => {
  test("BLEU of the corpus", () => {
    assertNear(bleu(corpus), [0.3776069862139168, 0.37338778131496786, 0.33797705469537154, 0.2905547365976239]);
  });

  test("ROUGE-L of each caption", () => {
    assertNear(rougeL(corpus), [1, 0.5304347826086957, 0, 0, 0.6703296703296704]);
  });

  test("CIDEr-D of each caption", () => {
    assertNear(ciderD(corpus), [5.539392106322179, 1.5341485188075663, 0, 0, 2.162626585188666]);
  });

  test("one caption shorter than the n-grams, and one that is empty", () => {
    const short = [0.22313015992530005, 0.22313015986951756, 0.002231301599253001, 0.00022313015995319128];
    assertNear(bleu([corpus[1]]), short);
    assertNear(bleu([corpus[2]]), [0, 0, 0, 0]);
    assertNear([...rougeL([corpus[2]]), ...ciderD([corpus[2]]), ...ciderD([corpus[1]])], [0, 0, 0]);
  });

  test("empty references: to ROUGE-L an empty caption and an empty reference are the same", () => {
    const empty = [judged("a b", "", "a c"), judged("", "", "x")];
    assertNear(rougeL(empty), [0.5, 1]);
    assertNear(bleu(empty), [0.49999999950000074, 2.2360679747047065e-8, 7.937005251904006e-8, 1.4953487799127914e-7]);
    assertNear(ciderD(empty), [0.625, 0]);
  });
});

describe("BLEU by hand", () => {
  test("an n-gram counts as often as in the reference that has it most often (Papineni et al. 2002, example 2)", () => {
    const the = judged("the the the the the the the", "the cat is on the mat", "there is a cat on the mat");
    assertNear(bleu([the], 1), [2 / 7]);
    assertNear(bleu([judged("a b c", "a a b")], 1), [2 / 3]);
  });

  test("precisions are pooled over the corpus before the mean is taken", () => {
    // Unigrams 3 of 3 and 1 of 2, bigrams 2 of 2 and 0 of 1; 5 words against 5.
    const [bleu1, bleu2] = bleu([judged("a b c", "a b c"), judged("a x", "a y")], 2);
    assertNear([bleu1, bleu2], [4 / 5, Math.sqrt((4 / 5) * (2 / 3))]);
  });

  test("brevity: against the closest reference, of two as close the shorter", () => {
    assertNear(bleu([judged("a b", "a b c", "a b c d e f")], 1), [Math.exp(1 - 3 / 2)]);
    assertNear(bleu([judged("a b c", "a b c d", "a b")], 1), [1]);
    assertNear(bleu([judged("a b c d e", "a b")], 1), [2 / 5]);
  });
});

describe("ROUGE-L by hand", () => {
  const f = (precision: number, recall: number) => (2.44 * precision * recall) / (recall + 1.44 * precision);

  test("the words in common need not stand together, but in order (Lin 2004, §3.1)", () => {
    assertNear(rougeL([judged("police kill the gunman", "police killed the gunman")]), [3 / 4]);
    assertNear(rougeL([judged("the gunman kill police", "police killed the gunman")]), [2 / 4]);
  });

  test("precision and recall each from the reference where it is highest", () => {
    assertNear(rougeL([judged("a b c d", "a b c x y z", "a b")]), [f(3 / 4, 1)]);
  });
});

describe("CIDEr-D by hand", () => {
  const other = judged("u v w x", "u v w x");

  test("a caption that is its image's only reference scores 10, for each n-gram length that it has", () => {
    assertNear(ciderD([judged("a b c d", "a b c d"), other]), [10, 10]);
    assertNear(ciderD([judged("a b", "a b"), other]), [5, 10]);
  });

  test("n-grams that all images have weigh nothing", () => {
    const [first] = ciderD([judged("the cat", "the cat"), judged("the dog", "the dog")], { n: 1 });
    assertNear([first], [10]);
    assertNear(ciderD([judged("the", "the"), judged("the", "the")]), [0, 0]);
  });

  test("another length costs a Gaussian, and a word said twice is cut to once", () => {
    // tf-idf: candidate (2, 1) against (1, 1), cut to (1, 1): cosine 2 / √10; lengths 2 and 1 bigrams.
    const [score] = ciderD([judged("a a b", "a b"), other], { n: 1 });
    assertNear([score], [(10 * 2 * Math.exp(-1 / 72)) / Math.sqrt(10)]);
    const [narrow] = ciderD([judged("a a b", "a b"), other], { n: 1, sigma: 1 });
    assertNear([narrow], [(10 * 2 * Math.exp(-1 / 2)) / Math.sqrt(10)]);
  });
});

test("all scores together are those of the parts, whatever the order of the images", () => {
  const { bleu1, bleu4, rougeL: rouge, ciderD: cider } = captionScores(corpus);
  assertNear(
    [bleu1, bleu4, rouge, cider],
    [0.3776069862139168, 0.2905547365976239, 0.44015289058767326, 1.847233442063682],
  );
  const turned = captionScores([...corpus].reverse());
  assertNear([turned.bleu1, turned.bleu4, turned.rougeL, turned.ciderD], [bleu1, bleu4, rouge, cider]);
});

test("nothing to judge, and nothing to judge it by", () => {
  for (const metric of [bleu, rougeL, ciderD, captionScores]) {
    assert.throws(() => metric([]), {
      message: `${metric.name}: captions: a list of at least 1 expected, got an empty list`,
    });
    assert.throws(() => metric([corpus[0], judged("a")]), {
      message: `${metric.name}: captions[1].references: a list of at least 1 expected, got an empty list`,
    });
  }
});
