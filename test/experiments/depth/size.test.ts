import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seed } from "../../../lib/core/random";
import { builders, type CellName, stackOf } from "../../../lib/experiments/builders";
import { hiddenSizeFor, parameterCount } from "../../../lib/experiments/depth/size";
import { charLm } from "../../../lib/models/charLm";

for (const cell of Object.keys(builders) as CellName[]) {
  describe(`the parameters of a language model of ${cell} layers`, () => {
    test("are as many as its weights hold", () => {
      for (const layers of [1, 2, 5]) {
        const params = charLm(stackOf({ cell, layers, inputSize: 11, hiddenSize: 7 })).init(seed(1));
        const count = Object.values(params).reduce((sum, { size }) => sum + size, 0);
        assert.equal(parameterCount({ cell, layers, hiddenSize: 7, vocabSize: 11 }), count);
      }
    });

    test("come as close to a number as a whole hidden size allows", () => {
      for (const [layers, vocabSize, parameters] of [
        [1, 89, 15_641],
        [3, 97, 20_000],
        [5, 97, 1_234_567],
        [4, 30, 100],
      ]) {
        const own = { cell, layers, vocabSize };
        const distance = (hiddenSize: number) => Math.abs(parameterCount({ ...own, hiddenSize }) - parameters);
        const best = hiddenSizeFor(parameters, own);
        assert.ok(Number.isInteger(best) && best >= 1);
        assert.ok(distance(best) <= distance(best + 1));
        assert.ok(best === 1 || distance(best) <= distance(best - 1));
      }
    });
  });
}

test("one layer is its own equal", () => {
  const one = { cell: "lstm", layers: 1, vocabSize: 90 } as const;
  assert.equal(hiddenSizeFor(parameterCount({ ...one, hiddenSize: 37 }), one), 37);
});
