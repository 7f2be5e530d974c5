import assert from "node:assert/strict";
import { test } from "node:test";
import { copying, longLags } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/longLags/claims";
import {
  type ArmName,
  type LongLagResult,
  longLagDefaults,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/longLags/config";
import { longestLag } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/longLags/run";

test("a lag is tried only after the shorter was learnt, and what is learnt is told with its step", async () => {
  const result = await longLags.run(
    { arms: ["irnn"], lags: [6, 80], hiddenSize: 16, steps: 120, learningRates: [0.01], seeds: 1 },
    {},
  );
  const [{ attempts, atStart }] = result.models;
  assert.deepEqual(
    attempts.map(({ lag, ended }) => [lag, ended]),
    [
      [6, "learnt"],
      [80, "not learnt"],
    ],
  );
  assert.ok(attempts[0].learntAt! < 120 && attempts[0].share! < 0.05 && attempts[1].share! > 0.5);
  assert.equal(atStart.length, 81);
  assert.equal(longestLag(result.models[0]), 6);
  const hopeless = await longLags.run({ arms: ["rnn"], lags: [60, 80], steps: 10, seeds: 1 }, {});
  assert.deepEqual(
    hopeless.models[0].attempts.map(({ lag }) => lag),
    [60],
  );
});

test("each arm has on each task the rate that learns the most in pilots, which judge nothing", async () => {
  const { models, tried } = await longLags.run(
    { arms: ["irnn"], lags: [6, 9], hiddenSize: 16, steps: 160, learningRates: [1e-5, 0.02], seeds: 1 },
    {},
  );
  assert.deepEqual(
    tried.map(({ arm, rate }) => [arm, rate]),
    [
      ["temporalOrder, RNN, identity + relu", 1e-5],
      ["temporalOrder, RNN, identity + relu", 0.02],
    ],
  );
  assert.ok(tried[0].bits! > tried[1].bits!);
  assert.deepEqual(
    models.map(({ seed, learningRate }) => [seed, learningRate]),
    [[1, 0.02]],
  );
});

test("an orthogonal start keeps every direction of the gradient, a normal one of equal gain loses most", async () => {
  const { models } = await copying.run({ hiddenSize: 24, lags: [20], steps: 1, seeds: 1 }, {});
  const of = (arm: ArmName) => models.find((model) => model.arm === arm)!.directions;
  assert.equal(of("linearOrthogonal").length, 24);
  for (const value of of("linearOrthogonal")) assert.ok(Math.abs(value - 1) < 1e-5, `${value}`);
  assert.ok(of("linear")[0] > 0.1 && of("linear")[12] < 0.01);
});

/** Ten seeds, each arm with the number of lags that it learns. */
function made(learnt: Partial<Record<ArmName, number>>): LongLagResult {
  const names = Object.keys(learnt) as ArmName[];
  const config = { ...longLagDefaults, arms: names, tasks: ["temporalOrder" as const], seeds: 10 };
  const models = names.flatMap((arm) =>
    Array.from({ length: 10 }, (_, i) => i + 1).map((seed) => ({
      ...{ task: "temporalOrder" as const, arm, seed, learningRate: 0.005, atStart: [0], directions: [1] },
      attempts: config.lags.slice(0, learnt[arm]! + 1).map((lag, i) => {
        const done = i < learnt[arm]!;
        return {
          lag,
          learntAt: done ? 9 : null,
          share: 0,
          ended: done ? ("learnt" as const) : ("not learnt" as const),
        };
      }),
    })),
  );
  return { config, models, tried: [] };
}

test("the verdicts follow the lags learnt, whichever way they point", () => {
  const of = (claim: keyof typeof longLags.claims, learnt: Partial<Record<ArmName, number>>) =>
    longLags.verdict(made(learnt), claim).outcome;
  assert.equal(of("clipping-is-no-cure", { rnn: 2, rnnUnclipped: 2 }), "holds");
  assert.equal(of("clipping-is-no-cure", { rnn: 3, rnnUnclipped: 2 }), "undecided", "ten seeds hold, twenty may fail");
  assert.equal(longLags.verdict(made({ rnn: 3, rnnUnclipped: 2 }), "clipping-is-no-cure").effect, 1);
  assert.equal(
    longLags.verdict(made({ rnn: 2, rnnUnclipped: 2, sgd: 4, sgdUnclipped: 0 }), "clipping-is-no-cure").outcome,
    "undecided",
    "with gradient descent it is judged, too",
  );
  assert.equal(of("orthogonal-initialisation", { rnn: 2, orthogonal: 2 }), "holds");
  assert.equal(longLags.verdict(made({ rnn: 3, orthogonal: 2 }), "orthogonal-initialisation").effect, -1);
  assert.equal(of("identity-initialisation", { irnn: 3, rnn: 2, identity: 2, relu: 1 }), "holds");
  assert.equal(of("identity-initialisation", { irnn: 3, rnn: 2, identity: 3, relu: 1 }), "undecided", "as long by one");
  assert.equal(of("identity-initialisation", { irnn: 1, rnn: 2, identity: 0, relu: 0 }), "fails");
  assert.equal(
    longLags.verdict(made({ rnn: 2 }), "identity-initialisation").outcome,
    "undecided",
    "without the arm there is nothing to judge",
  );
  assert.equal(copying.verdict(made({ linear: 2, linearOrthogonal: 3 }), "orthogonal-copies").outcome, "holds");
  assert.equal(copying.verdict(made({ linear: 3, linearOrthogonal: 2 }), "orthogonal-copies").outcome, "fails");
});

const complaints: [object, RegExp][] = [
  [{ tasks: ["sorting"] }, /tasks: some of temporalOrder, adding, copyMemory expected, got \["sorting"\]$/],
  [{ arms: ["rnn", "rmn"] }, /arms: some of rnn, .* expected, got \["rnn","rmn"\]$/],
  [{ lags: [20, 10] }, /lags: numbers from 4 on, each above the one before, expected, got 20,10$/],
];
for (const [overrides, message] of complaints) {
  test(`told: ${JSON.stringify(overrides)}`, () =>
    assert.rejects(async () => longLags.run(overrides, {}), { message }));
}
