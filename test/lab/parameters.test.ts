import assert from "node:assert/strict";
import { test } from "node:test";
import { languageModel, longLags } from "../../lib/experiments";
import { inEnvironment } from "../../lib/lab/parameters";

test("parameters stand above a cell's overrides, and a text means what its option wants", () => {
  const given = inEnvironment({ hiddenSize: "24", temperatures: [1], layers: 2, arms: "rnn" });
  const config = languageModel.configured({ hiddenSize: 16, steps: 8 }, given);
  assert.deepEqual([config.hiddenSize, config.steps, config.layers], [24, 8, 2]);
  assert.deepEqual(config.temperatures, [1]);
  assert.deepEqual(longLags.configured({}, given).arms, ["rnn"]);
});

test("an environment that holds no JSON is told", () => {
  for (const given of ["hiddenSize=8", "null", "[8]"])
    assert.throws(() => languageModel.configured({}, { LAB_PARAMETERS: given }), {
      message: `LAB_PARAMETERS: JSON such as {"hiddenSize": 256} expected, got ${given}`,
    });
});
