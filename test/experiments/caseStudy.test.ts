import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { placesOf } from "../../lib/analysis/stretch";
import { seed } from "../../lib/core/random";
import { vocabulary } from "../../lib/data/vocabulary";
import { findUnits } from "../../lib/experiments/3-case-study/bestUnits";
import { halvesOf, leastSize } from "../../lib/experiments/3-case-study/inspect";
import {
  ablationIsSelective,
  ablationNeedsTheUnits,
  plantedUnitsFollow,
} from "../../lib/experiments/3-case-study/plantedStructure/claims";
import {
  type PlantedResult,
  plantedStructures,
  structureNames,
} from "../../lib/experiments/3-case-study/plantedStructure/config";
import { plantedCorpus } from "../../lib/experiments/3-case-study/plantedStructure/plantedCorpus";
import {
  codeUnitsFollow,
  networkSeesFurther,
  networkWritesFurther,
  structureAppears,
} from "../../lib/experiments/3-case-study/textStructure/claims";
import type { TextResult } from "../../lib/experiments/3-case-study/textStructure/config";
import { farPlaces, meanOver } from "../../lib/experiments/3-case-study/textStructure/far";
import { textKinds } from "../../lib/experiments/3-case-study/textStructure/textKinds";
import { desk } from "../../lib/experiments/3-case-study/textStructure/written";

const corpusOf = (train: string, heldOut: string) => {
  const all = vocabulary(train + heldOut);
  return { name: "a text", vocabulary: all, train: all.encode(train), heldOut: all.encode(heldOut) };
};

describe("best units", () => {
  const n = 600;
  const label = (shift: number) => Uint8Array.from({ length: n }, (_, i) => Number(Math.floor((i + shift) / 30) % 2));
  const halves = { select: label(0), test: label(7) };
  const noise = (key: string) => Float32Array.from({ length: n }, (_, i) => Math.sin(i * (1 + key.length)) * 2);
  const units = {
    select: [noise("a"), noise("bb").map((u, i) => u - 9 * halves.select[i])],
    test: [noise("ccc"), noise("dddd").map((u, i) => u - 9 * halves.test[i])],
  };

  test("are chosen on one half and measured on the other, the same way round", () => {
    const [{ best }] = findUnits(units, { labels: { it: halves }, shifts: 19, key: seed(1) });
    assert.deepEqual([best.unit, best.sign, best.selected, best.heldOut], [1, -1, 1, 1]);
    assert.equal(best.p, 1 / 20);
    const turned = { ...units, test: units.test.map((values) => values.map((value) => -value)) };
    const [other] = findUnits(turned, { labels: { it: halves }, shifts: 19, key: seed(1) });
    assert.equal(other.best.heldOut, 0, "a unit that turns round on new text is no better than guessing");
  });

  test("the halves take turns, do not overlap, and lie within the text", () => {
    for (const [size, length] of [
      [leastSize(1024), 1024],
      [50_000, 4096],
    ]) {
      const { select, test: other } = halvesOf(size, length);
      const places = [...placesOf(select), ...placesOf(other)];
      assert.equal(new Set(places).size, 2 * length);
      assert.ok(Math.min(...places) >= select.warmUp && Math.max(...places) < size - 1);
    }
  });
});

describe("the planted text", () => {
  const text = plantedCorpus({ characters: 20_000 });
  test("its floor is what its grammar costs, and a character is decided by what the grammar says", () => {
    assert.ok(text.floor > 1.4 && text.floor < 1.9);
    const decided = (name: (typeof structureNames)[number]) =>
      text.states
        .slice(0, -1)
        .map((state, i) => ({ state, next: text.vocabulary.characters[text.heldOut[i + 1]] }))
        .filter(({ state, next }) => plantedStructures[name].decides(state, next));
    assert.ok(decided("quotation").every(({ state, next }) => state.quoted && next === '"'));
    assert.ok(decided("bracket").every(({ state, next }) => state.depth > 0 && next === ")"));
    assert.ok(decided("line length").every(({ state }) => state.column >= 24));
    assert.ok(decided("indentation").every(({ state }) => state.column <= 2 * state.level));
    for (const name of structureNames) assert.ok(decided(name).length > 20, name);
  });
});

describe("verdicts about planted units follow the numbers, whichever way they point", () => {
  let result: PlantedResult;
  before(async () => {
    process.env.LAB_PRESET = "smoke";
    result = await plantedUnitsFollow.run({ steps: 2, evaluateEvery: 1 }, {});
    delete process.env.LAB_PRESET;
  });

  const made = (change: (model: PlantedResult["models"][0], shift: number) => object): PlantedResult => ({
    ...result,
    models: [-0.01, 0, 0.01].map((shift) => ({ ...result.models[0], ...change(result.models[0], shift) })),
  });

  test("every model has a unit and damages for every structure", () => {
    for (const { trained, untrained, damage, control } of result.models) {
      for (const units of [trained, untrained]) {
        assert.deepEqual(
          units.map(({ structure }) => structure),
          structureNames,
        );
      }
      for (const name of structureNames) {
        assert.deepEqual(
          damage[name]?.map(({ units }) => units),
          result.config.ablated,
        );
      }
      assert.equal(control.length, result.config.controls * result.config.ablated.length);
    }
  });

  test("units above chance and above the untrained ones: they follow; below either: they do not", () => {
    const auc = (trained: number, untrained: number, null95: number) =>
      made((model, shift) => ({
        trained: model.trained.map((unit) => ({ ...unit, heldOut: trained + shift, null95 })),
        untrained: model.untrained.map((unit) => ({ ...unit, heldOut: untrained })),
      }));
    const good = plantedUnitsFollow.verdict(auc(0.9, 0.6, 0.7));
    assert.equal(good.outcome, "holds");
    assert.ok(Math.abs(good.effect! - 0.2) < 1e-9);
    assert.equal(plantedUnitsFollow.verdict(auc(0.9, 0.95, 0.7)).outcome, "fails");
    assert.equal(plantedUnitsFollow.verdict(auc(0.6, 0.55, 0.7)).outcome, "fails");
  });

  test("damage on a structure's own characters: selective; everywhere: not; and random units are compared", () => {
    const all = (value: number) => Object.fromEntries(structureNames.map((name) => [name, value]));
    const one = (on: number, elsewhere: number) => ({ units: 4, on: all(on), elsewhere: all(elsewhere), undecided: 0 });
    const damage = (on: number, elsewhere: number, random: number) =>
      made((_, shift) => ({
        damage: Object.fromEntries(structureNames.map((name) => [name, [one(on + shift, elsewhere)]])),
        control: [one(random, 0)],
      }));
    const selective = ablationIsSelective.verdict(damage(2, 0.1, 3));
    assert.equal(selective.outcome, "holds");
    assert.ok(Math.abs(selective.effect! - 1.9 / 2.1) < 1e-3);
    assert.equal(ablationIsSelective.verdict(damage(2, 1.5, 0)).outcome, "fails");
    assert.equal(ablationIsSelective.verdict(damage(-1, 0.5, 0)).effect, -1, "none of it falls on its own");
    assert.equal(ablationNeedsTheUnits.verdict(damage(2, 0, 0.5)).outcome, "holds");
    assert.equal(ablationNeedsTheUnits.verdict(damage(0.5, 0, 2)).outcome, "fails");
  });
});

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

describe("verdicts about real text follow the numbers, whichever way they point", () => {
  let result: TextResult;
  before(async () => {
    process.env.LAB_PRESET = "smoke";
    result = await codeUnitsFollow.run({ steps: 4, evaluateEvery: 2 }, {});
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
    const verdict = structureAppears.verdict(written(20, 60));
    assert.equal(verdict.outcome, "holds");
    assert.ok(Math.abs(verdict.effect! - 0.4) < 1e-9);
    assert.equal(structureAppears.verdict(written(60, 20)).outcome, "fails");
  });

  test("far ends cheaper than the best n-gram's: it sees further; dearer: it does not", () => {
    const best = (name: string) => Math.min(...result.counting.map(({ far }) => far[name]));
    const far = (less: number) =>
      made((_, shift) => ({
        far: Object.fromEntries(Object.keys(result.farCharacters).map((name) => [name, best(name) - less + shift])),
      }));
    assert.equal(networkSeesFurther.verdict(far(1)).outcome, "holds");
    assert.ok(Math.abs(networkSeesFurther.verdict(far(1)).effect! - 1) < 1e-9);
    assert.equal(networkSeesFurther.verdict(far(-1)).outcome, "fails");
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
    assert.equal(networkWritesFurther.verdict(changed(90, 50)).outcome, "holds");
    assert.equal(networkWritesFurther.verdict(changed(30, 50)).outcome, "fails");
  });
});

describe("options that make no sense are told", () => {
  const complaints: [() => Promise<unknown>, RegExp][] = [
    [() => plantedUnitsFollow.run({ stretch: 1000 }, {}), /stretch: a multiple of 1024 expected, got 1000$/],
    [() => plantedUnitsFollow.run({ characters: 1000 }, {}), /characters: at least \d+ expected.*got 1000$/],
    [
      () => plantedUnitsFollow.run({ ablated: [99] }, {}),
      /ablated: the first at most 64 \(hiddenSize\) expected, got 99$/,
    ],
    [() => codeUnitsFollow.run({ kind: "verse" }, {}), /kind: code, prose expected, got "verse"$/],
    [() => codeUnitsFollow.run({ stretch: 102_400 }, {}), /rxjs: at least \d+ held-out characters expected, got \d+$/],
    [
      () => codeUnitsFollow.run({ orders: [2.5] }, {}),
      /orders: a list of positive whole numbers expected, got \[2.5\]$/,
    ],
  ];
  for (const [run, message] of complaints) test(message.source, () => assert.rejects(run, { message }));
});
