import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { vocabulary } from "../../../lib/data/vocabulary";
import { codeStructure } from "../../../lib/experiments/3-case-study/textStructure/claims";
import type { TextResult } from "../../../lib/experiments/3-case-study/textStructure/config";
import { farPlaces, meanOver } from "../../../lib/experiments/3-case-study/textStructure/far";
import { textKinds } from "../../../lib/experiments/3-case-study/textStructure/textKinds";
import { desk } from "../../../lib/experiments/3-case-study/textStructure/written";

const corpusOf = (train: string, heldOut: string) => {
  const all = vocabulary(train + heldOut);
  return { name: "a text", vocabulary: all, train: all.encode(train), heldOut: all.encode(heldOut) };
};

describe("what is counted in texts", () => {
  const source = "f({ a: 'b' });\n/**\n * c\n */\nwhile (x) {\n  g(long_name_here);\n}\n";
  const text = corpusOf(source.repeat(3), source.repeat(3));
  const place = desk(text, textKinds.code, { texts: 2, textLength: source.length, promptLength: 3 });

  test("in the text itself all is right", () => {
    const counts = place.count(place.real);
    for (const [name, { right, all }] of Object.entries(counts))
      assert.ok(all > 0 && right === all, `${name} ${right}/${all}`);
  });

  test("and in one with mistakes they are found", () => {
    const base = corpusOf("[]", source.repeat(2));
    const from = desk(base, textKinds.code, { texts: 1, textLength: 1, promptLength: source.length });
    const written = "f({ a: 'b\n}];\n/**\n c\n */\nwhile (x) {\ng(long_name_here}\n";
    const counts = from.count([base.vocabulary.encode(written)]);
    assert.deepEqual(counts["strings closed"], { right: 0, all: 1 });
    assert.deepEqual(counts["brackets closed"], { right: 2, all: 4 });
    assert.deepEqual(counts["far brackets closed"], { right: 0, all: 1 });
    assert.deepEqual(counts["comment lines begun with *"], { right: 1, all: 2 });
  });

  test("words are known where the text that is learnt has them", () => {
    const prose = corpusOf("one two three. ".repeat(9), 'one two six. "Two" '.repeat(9));
    const from = desk(prose, textKinds.prose, { texts: 1, textLength: 20, promptLength: 4 });
    const counts = from.count([prose.vocabulary.encode(" one six two Two one ")]);
    assert.deepEqual(counts["words that exist"], { right: 1, all: 3 }, "the first and the last do not count");
  });

  test("far ends are those out of a 10-gram's sight", () => {
    const places = farPlaces(
      corpusOf("x", `${" ".repeat(70)}(1); (22333444555); 'abc'; 'abcdefghijklm';${" ".repeat(1100)}`),
      "code",
    );
    const at = (end: string) => 70 + "(1); (22333444555); 'abc'; 'abcdefghijklm';".indexOf(end);
    assert.deepEqual(places["bracket closed"], [at("); 'abc'") - 1]);
    assert.deepEqual(places["string closed"], [at("m';")]);
    assert.deepEqual(meanOver(places, (place) => place)["string closed"], at("m';"));
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  let result: TextResult;
  before(async () => {
    process.env.LAB_PRESET = "smoke";
    result = await codeStructure.run({ steps: 4, evaluateEvery: 2 }, {});
    delete process.env.LAB_PRESET;
  });

  const made = (change: (model: TextResult["models"][0], shift: number) => object): TextResult => ({
    ...result,
    models: [-0.01, 0.01].map((shift, i) => ({ ...result.models[i], ...change(result.models[i], shift) })),
  });

  test("more that is right at the end than at the first checkpoint: structure appears", () => {
    const written = (first: number, last: number) =>
      made(({ curve }, shift) => ({
        curve: [first, last].map((right, i) => ({
          ...curve[i],
          written: { counts: { words: { right: right + 100 * shift, all: 100 } }, sample: "" },
        })),
      }));
    const verdict = codeStructure.verdict(written(20, 60), "structure-appears");
    assert.equal(verdict.outcome, "holds");
    assert.ok(Math.abs(verdict.effect! - 0.4) < 1e-9);
    assert.equal(codeStructure.verdict(written(60, 20), "structure-appears").outcome, "fails");
  });

  test("far ends cheaper than the best n-gram's: it sees further; dearer: it does not", () => {
    const best = (name: string) => Math.min(...result.counting.map(({ far }) => far[name]));
    const far = (less: number) =>
      made((_, shift) => ({
        far: Object.fromEntries(Object.keys(result.farCharacters).map((name) => [name, best(name) - less + shift])),
      }));
    assert.equal(codeStructure.verdict(far(1), "beyond-ngrams").outcome, "holds");
    assert.ok(Math.abs(codeStructure.verdict(far(1), "beyond-ngrams").effect! - 1) < 1e-9);
    assert.equal(codeStructure.verdict(far(-1), "beyond-ngrams").outcome, "fails");
  });

  test("far brackets closed more often than a 10-gram's, seed by seed", () => {
    const name = "far brackets closed";
    const changed = (networks: number, tengram: number): TextResult => ({
      ...made(({ curve }, shift) => ({
        curve: [
          { ...curve[0], written: { counts: { [name]: { right: networks + 100 * shift, all: 100 } }, sample: "" } },
        ],
      })),
      counting: result.counting.map((one) => ({
        ...one,
        counts: one.counts.map((counts) => ({
          ...counts,
          [name]: { right: one.order === 10 ? tengram : 0, all: 100 },
        })),
      })),
    });
    assert.equal(codeStructure.verdict(changed(90, 50), "writes-beyond-ngrams").outcome, "holds");
    assert.equal(codeStructure.verdict(changed(30, 50), "writes-beyond-ngrams").outcome, "fails");
  });
});

describe("options that make no sense are told", () => {
  const complaints: [() => Promise<unknown>, RegExp][] = [
    [() => codeStructure.run({ kind: "verse" }, {}), /kind: code, prose expected, got "verse"$/],
    [() => codeStructure.run({ stretch: 102_400 }, {}), /rxjs: at least \d+ held-out characters expected, got \d+$/],
    [() => codeStructure.run({ orders: [2.5] }, {}), /orders: a list of positive whole numbers expected, got \[2.5\]$/],
  ];
  for (const [run, message] of complaints) test(message.source, () => assert.rejects(run, { message }));
});
