import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fork, seed, uniforms } from "../../../lib/core/random";
import { plantedStructure } from "../../../lib/experiments/3-case-study/plantedStructure/claims";
import {
  noStructure,
  type PlantedResult,
  plantedStructures,
  structureNames,
} from "../../../lib/experiments/3-case-study/plantedStructure/config";
import { asActive } from "../../../lib/experiments/3-case-study/plantedStructure/freezing";
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

describe("the units that are frozen for comparison", () => {
  const activity = Array.from({ length: 40 }, (_, unit) => unit / 40);
  const draw = (units: number[], number: number) => asActive(units, activity, uniforms(fork(seed(1), `${number}`)));

  test("are others, each once, and nearly as active", () => {
    for (let number = 0; number < 50; number++) {
      const drawn = draw([3, 20, 21, 39], number);
      assert.equal(new Set([...drawn, 3, 20, 21, 39]).size, 8);
      assert.ok([3, 20, 21, 39].every((unit, i) => Math.abs(drawn[i] - unit) <= 7));
    }
  });

  test("are not always the same", () => {
    const drawn = Array.from({ length: 50 }, (_, number) => draw([20], number)[0]);
    assert.equal(new Set(drawn).size, 5);
  });
});

describe("the verdict follows the numbers, whichever way they point", () => {
  let result: PlantedResult;
  before(async () => {
    process.env.LAB_PRESET = "smoke";
    result = await plantedStructure.run({ steps: 2, evaluateEvery: 1 }, {});
    delete process.env.LAB_PRESET;
  });

  test("every network has units for every structure, and what it costs to freeze them", () => {
    for (const { trained, untrained, freezings } of result.models) {
      for (const units of [trained, untrained]) {
        assert.deepEqual(
          units.map(({ structure }) => structure),
          structureNames,
        );
      }
      assert.deepEqual(
        freezings.map(({ structure }) => structure),
        structureNames,
      );
      for (const { structure, on, control } of freezings) {
        assert.deepEqual(Object.keys(on), [...structureNames, noStructure]);
        assert.equal(on[structure].length, control.length);
      }
    }
  });

  test("each structure alone: one that costs no more than others decides, however much the rest cost", () => {
    const [first, ...rest] = structureNames;
    const verdict = (own: number, ofFirst: number) =>
      plantedStructure.verdict(
        {
          ...result,
          models: [-0.02, -0.01, 0, 0.01, 0.02].map((shift) => ({
            ...result.models[0],
            freezings: structureNames.map((structure) => {
              const bits = (structure === first ? ofFirst : own) + shift;
              const on = Object.fromEntries([...rest, first, noStructure].map((name) => [name, [bits, bits + 0.001]]));
              return { structure, on, control: [1, 1.001], activity: [0.5, 0.5] } as never;
            }),
          })),
        },
        "ablation-beats-random",
      );
    const good = verdict(3, 2);
    assert.deepEqual([good.outcome, good.effect?.toFixed(3)], ["holds", "1.000"], good.measured);
    assert.equal(verdict(9, 0.5).outcome, "fails");
    assert.equal(verdict(9, 1).outcome, "undecided");
  });
});

describe("options that make no sense are told", () => {
  const complaints: [() => Promise<unknown>, RegExp][] = [
    [() => plantedStructure.run({ stretch: 1000 }, {}), /stretch: a multiple of 1024 expected, got 1000$/],
    [() => plantedStructure.run({ characters: 1000 }, {}), /characters: at least \d+ expected.*got 1000$/],
    [() => plantedStructure.run({ frozen: 33 }, {}), /frozen: at most half of 64 \(hiddenSize\) expected.*got 33$/],
  ];
  for (const [run, message] of complaints) test(message.source, () => assert.rejects(run, { message }));
});
