import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { mean } from "../../../lib/analysis/statistics";
import { vocabulary } from "../../../lib/data/vocabulary";
import { codeStructure } from "../../../lib/experiments/3-case-study/textStructure/claims";
import type { TextResult } from "../../../lib/experiments/3-case-study/textStructure/config";
import { everyCharacter, farBits, farPlaces } from "../../../lib/experiments/3-case-study/textStructure/far";
import { textKinds } from "../../../lib/experiments/3-case-study/textStructure/textKinds";
import { desk } from "../../../lib/experiments/3-case-study/textStructure/written";

const corpusOf = (train: string, heldOut: string) => {
  const all = vocabulary(train + heldOut);
  return { name: "a text", vocabulary: all, train: all.encode(train), heldOut: all.encode(heldOut) };
};

describe("what is counted in texts", () => {
  const source = "f({ a: 'b' });\n/**\n * c\n */\nwhile (x) {\n  g(a_name_that_is_far_longer);\n}\n";
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
    const written = "f({ a: 'b\n}];\n/**\n c\n */\nwhile (x) {\ng(a_name_that_is_far_longer}\n";
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

  test("far ends are those out of every n-gram's sight", () => {
    const source = "(1); (22333444555666777888); 'abc'; 'abcdefghijklmnopqrstuvw';";
    const places = farPlaces(corpusOf("x", `${" ".repeat(70)}${source}${" ".repeat(1100)}`), "code");
    const at = (end: string) => 70 + source.indexOf(end);
    assert.deepEqual(places["bracket closed"], [at("); 'abc'") - 1]);
    assert.deepEqual(places["string closed"], [at("w';")]);
    assert.equal(places[everyCharacter].length, 1024);
    assert.deepEqual(farBits(places, (place) => place)["string closed"], [at("w';")]);
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  let result: TextResult;
  before(async () => {
    process.env.LAB_PRESET = "smoke";
    result = await codeStructure.run({ steps: 4, evaluateEvery: 2 }, {});
    delete process.env.LAB_PRESET;
  });

  const shifts = [-0.01, 0, 0.01];
  const made = (change: (model: TextResult["models"][0], shift: number) => object): TextResult => ({
    ...result,
    models: shifts.map((shift, i) => ({ ...result.models[0], seed: 1 + (i % 2), ...change(result.models[0], shift) })),
  });
  const structures = ["comment", "string", "round bracket", "indentation", "line position"];

  test("units for each structure alone, above chance and above the untrained ones: they follow", () => {
    const verdict = (aucs: number[], untrained: number, null95: number) =>
      codeStructure.verdict(
        made((_, shift) => {
          const units = (all: number[]) =>
            all.map((auc, s) => {
              const heldOut = auc + shift;
              return {
                structure: structures[s],
                heldOut,
                blocks: [-0.01, 0, 0, 0.01].map((by) => heldOut + by),
                null95,
              };
            });
          return { trained: units(aucs), untrained: units(aucs.map(() => untrained)) };
        }),
        "code-units",
      );
    const high = [0.9, 0.9, 0.9, 0.9, 0.9];
    const good = verdict(high, 0.6, 0.7);
    assert.deepEqual([good.outcome, good.effect?.toFixed(2)], ["holds", "0.20"], good.measured);
    assert.equal(verdict(high, 0.95, 0.7).outcome, "fails");
    assert.equal(verdict([0.99, 0.99, 0.99, 0.99, 0.6], 0.55, 0.7).outcome, "fails", "one that does not decides");
  });

  test("more that is right, checkpoint after checkpoint, of each kind: structure appears", () => {
    const verdict = (words: number[], brackets: number[]) => {
      const curve = words.map((_, i) => ({
        ...{ step: 2 ** i, characters: 2 ** i, seconds: 0, trainBits: 1, heldOutBits: 1 },
        written: {
          counts: { words: { right: words[i], all: 100 }, brackets: { right: brackets[i], all: 100 } },
          sample: "",
        },
      }));
      const real = { words: { right: 1, all: 1 }, brackets: { right: 1, all: 1 } };
      const models = shifts.map((shift) => ({ ...result.models[0], curve: shift === 0 ? curve.slice(0, 4) : curve }));
      return codeStructure.verdict({ ...result, real, models }, "structure-appears");
    };
    const rising = [1, 2, 3, 5, 4];
    assert.equal(verdict(rising, rising).outcome, "holds");
    assert.equal(verdict(rising, [9, 8, 7, 6, 5]).outcome, "fails");
    assert.match(verdict(rising, [9, 8, 7, 6, 5]).measured, /brackets: 9.0 % right .*ρ −1.00/);
  });

  test("far ends cheaper than the best n-gram's, kind by kind: it sees further; dearer: it does not", () => {
    const [first] = Object.keys(result.farCharacters);
    const far = (less: number, ofFirst = less) =>
      made((_, shift) => ({
        far: Object.fromEntries(
          Object.keys(result.farCharacters).map((name) => {
            const best = result.counting.map((one) => one.far[name]).reduce((a, b) => (mean(b) < mean(a) ? b : a));
            return [name, best.map((bits) => bits - (name === first ? ofFirst : less) + shift)];
          }),
        ),
      }));
    const good = codeStructure.verdict(far(1), "beyond-ngrams");
    assert.deepEqual([good.outcome, good.effect?.toFixed(3)], ["holds", "1.000"], good.measured);
    assert.equal(codeStructure.verdict(far(5, -1), "beyond-ngrams").outcome, "fails");
  });

  test("far brackets closed more often than a 10-gram's and a 20-gram's, seed by seed", () => {
    const name = "far brackets closed";
    const verdict = (networks: number, ngrams: Record<number, number>) =>
      codeStructure.verdict(
        {
          ...made(({ curve }, shift) => ({
            curve: [
              { ...curve[0], written: { counts: { [name]: { right: networks + 100 * shift, all: 100 } }, sample: "" } },
            ],
          })),
          counting: Object.entries(ngrams).map(([order, right]) => ({
            ...result.counting[0],
            order: Number(order),
            counts: [1, 2].map(() => ({ [name]: { right, all: 100 } })),
          })),
        },
        "writes-beyond-ngrams",
      );
    const good = verdict(90, { 3: 99, 10: 50, 20: 60 });
    assert.deepEqual([good.outcome, good.effect?.toFixed(1)], ["holds", "30.0"], good.measured);
    assert.equal(verdict(55, { 3: 0, 10: 50, 20: 60 }).outcome, "fails");
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
