import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { plantedStructure } from "../../../lib/experiments/3-case-study/plantedStructure/claims";
import {
  type PlantedResult,
  plantedStructures,
  structureNames,
} from "../../../lib/experiments/3-case-study/plantedStructure/config";
import { plantedCorpus } from "../../../lib/experiments/3-case-study/plantedStructure/plantedCorpus";

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

describe("the verdicts follow the numbers, whichever way they point", () => {
  let result: PlantedResult;
  before(async () => {
    process.env.LAB_PRESET = "smoke";
    result = await plantedStructure.run({ steps: 2, evaluateEvery: 1 }, {});
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
    const good = plantedStructure.verdict(auc(0.9, 0.6, 0.7), "planted-units");
    assert.equal(good.outcome, "holds");
    assert.ok(Math.abs(good.effect! - 0.2) < 1e-9);
    assert.equal(plantedStructure.verdict(auc(0.9, 0.95, 0.7), "planted-units").outcome, "fails");
    assert.equal(plantedStructure.verdict(auc(0.6, 0.55, 0.7), "planted-units").outcome, "fails");
  });

  test("damage on a structure's own characters: selective; everywhere: not; and random units are compared", () => {
    const all = (value: number) => Object.fromEntries(structureNames.map((name) => [name, value]));
    const one = (on: number, elsewhere: number) => ({ units: 4, on: all(on), elsewhere: all(elsewhere), undecided: 0 });
    const damage = (on: number, elsewhere: number, random: number) =>
      made((_, shift) => ({
        damage: Object.fromEntries(structureNames.map((name) => [name, [one(on + shift, elsewhere)]])),
        control: [one(random, 0)],
      }));
    const selective = plantedStructure.verdict(damage(2, 0.1, 3), "ablation-selective");
    assert.equal(selective.outcome, "holds");
    assert.ok(Math.abs(selective.effect! - 1.9 / 2.1) < 1e-3);
    assert.equal(plantedStructure.verdict(damage(2, 1.5, 0), "ablation-selective").outcome, "fails");
    assert.equal(
      plantedStructure.verdict(damage(-1, 0.5, 0), "ablation-selective").effect,
      -1,
      "none of it falls on its own",
    );
    assert.equal(plantedStructure.verdict(damage(2, 0, 0.5), "ablation-beats-random").outcome, "holds");
    assert.equal(plantedStructure.verdict(damage(0.5, 0, 2), "ablation-beats-random").outcome, "fails");
  });
});

describe("options that make no sense are told", () => {
  const complaints: [() => Promise<unknown>, RegExp][] = [
    [() => plantedStructure.run({ stretch: 1000 }, {}), /stretch: a multiple of 1024 expected, got 1000$/],
    [() => plantedStructure.run({ characters: 1000 }, {}), /characters: at least \d+ expected.*got 1000$/],
    [
      () => plantedStructure.run({ ablated: [99] }, {}),
      /ablated: the first at most 64 \(hiddenSize\) expected, got 99$/,
    ],
  ];
  for (const [run, message] of complaints) test(message.source, () => assert.rejects(run, { message }));
});
