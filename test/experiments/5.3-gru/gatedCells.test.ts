import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { scan } from "../../../lib/cells/cell";
import { vanilla } from "../../../lib/cells/vanilla";
import { seed } from "../../../lib/core/random";
import { tf } from "../../../lib/core/tf";
import { recallBatches, recallVocabulary } from "../../../lib/data/recall";
import { gatedCells } from "../../../lib/experiments/5.3-gru/gatedCells/claims";
import {
  arms,
  type Equality,
  type GruConfig,
  type GruModelResult,
  type GruResult,
  type NetworkKind,
} from "../../../lib/experiments/5.3-gru/gatedCells/config";
import { cellOfKind, networks } from "../../../lib/experiments/5.3-gru/gatedCells/networks";
import { recallLearner, recallLoss } from "../../../lib/experiments/5.3-gru/gatedCells/tasks";
import { gatedCost } from "../../../lib/experiments/5.3-gru/gatedCost/claims";
import { charLm } from "../../../lib/models/charLm";

const tiny: GruConfig = { ...gatedCells.defaults, ...gatedCells.presets.smoke };
const near = (a: number, b: number, within = 1e-9) => assert.ok(Math.abs(a - b) < within, `${a} expected ${b}`);

test("the networks: the GRU, and an RNN and an LSTM of its size, with its parameters, and of its size again", () => {
  const all = networks(40, 24);
  assert.deepEqual(
    all.map(({ kind, match }) => `${kind} ${match}`),
    ["GRU units", ...["units", "parameters", "multiply-adds"].flatMap((match) => [`RNN ${match}`, `LSTM ${match}`])],
  );
  const sizes = all.map(({ cell }) => cell.hiddenSize);
  assert.deepEqual([sizes[0], sizes[1], sizes[2], sizes[5], sizes[6]], [24, 24, 24, 24, 24]);
  assert.ok(sizes[3] > 24 && sizes[4] < 24);
});

describe("the recall task", () => {
  const options = { symbols: 2, lag: 3, batchSize: 8 };
  const cell = cellOfKind("GRU", recallVocabulary(2), 6);

  test("has its loss at the question alone", () => {
    tf.tidy(() => {
      const own = vanilla({ inputSize: 5, hiddenSize: 4 });
      const params = charLm(own as never).init(seed(2)) as never as Record<string, tf.Tensor2D>;
      const [batch] = recallBatches(seed(1), options);
      const { h } = scan(own, params as never, batch.inputs)[4];
      const probs = h.matMul(params.Wy).add(params.by).softmax().arraySync() as number[][];
      const targets = Array.from(batch.targets.dataSync());
      const mean = targets.reduce((sum, target, n) => sum - Math.log(probs[n][target]), 0) / targets.length;
      near(recallLoss(own as never)(params, batch).dataSync()[0], mean, 1e-5);
    });
  });

  test("is learnt: from one bit to nearly none; the same key, the same curve; nothing is left behind", async () => {
    const training = { ...tiny, steps: 150, evaluateEvery: 50, learningRate: 0.03, windowLength: 1, heldOutWindows: 4 };
    const tensors = tf.memory().numTensors;
    const learner = recallLearner(cell, options, training);
    const losses = async () => {
      const { params, curve, ended } = await learner.learn(seed(1), {});
      tf.dispose(params as tf.TensorContainer);
      assert.equal(ended, "finished");
      return curve.map(({ heldOutBits }) => heldOutBits);
    };
    const first = await losses();
    assert.ok(first[2] < 0.1, `${first}`);
    assert.deepEqual(await losses(), first);
    learner.close();
    assert.equal(tf.memory().numTensors, tensors);
  });
});

/** A network that ends at `bits`, in every block of the text. */
function made(kind: NetworkKind, bits: number, match: Equality): GruModelResult {
  const point = (step: number) => ({ step, characters: step, seconds: step, trainBits: 0, heldOutBits: bits });
  const cost = { hiddenSize: 8, parameters: 100, multiplyAdds: 1, state: 8, peakBytes: 1 };
  const curve = [point(1), { ...point(2), heldOutBlocks: [bits - 0.001, bits, bits + 0.001] }];
  const about = { seed: 1, task: "text", kind, match, learningRate: 0.01, cost };
  return { ...about, ended: "finished", curve, units: null, freshSpread: null };
}

describe("the verdicts follow the numbers, whichever way they point", () => {
  let real: GruResult;
  before(async () => {
    real = await gatedCells.run({ ...tiny, seeds: 1 }, {});
  });

  type Bits = Partial<Record<NetworkKind, number>>;
  /** Ten seeds, a little apart, on two texts and on the recall task; at equal parameters other bits, where there are such. */
  const results = (bits: Bits, matched: Bits = {}): GruResult => {
    const models = Array.from({ length: 10 }, (_, i) => i + 1).flatMap((seed) =>
      ["one", "two", "recall"].flatMap((task) =>
        arms.map(({ kind, match }) => {
          const own = (match === "parameters" ? matched[kind] : undefined) ?? bits[kind] ?? 2;
          return { ...made(kind, own + (kind === "GRU" ? (seed - 5.5) / 500 : 0), match), seed, task };
        }),
      ),
    );
    return { ...real, config: { ...real.config, corpora: ["one", "two"], recallSymbols: 8 }, models };
  };

  test("equal losses are similar, unequal ones are not; each setting looks at its own networks", () => {
    for (const claim of ["similar-units", "similar-parameters", "similar-compute"] as const) {
      assert.equal(gatedCells.verdict(results({}), claim).outcome, "holds", claim);
    }
    const worse = results({ LSTM: 2.3 }, { LSTM: 2 });
    assert.equal(gatedCells.verdict(worse, "similar-units").outcome, "fails");
    near(gatedCells.verdict(worse, "similar-units").effect!, -0.3);
    assert.equal(gatedCells.verdict(worse, "similar-compute").outcome, "fails");
    assert.equal(gatedCells.verdict(worse, "similar-parameters").outcome, "holds");
  });

  test("it must hold on every text: the one that speaks most against it decides", () => {
    const mixed = results({});
    const worse = (by: number) => ({
      ...mixed,
      models: mixed.models.map((m) =>
        m.task === "two" && m.kind === "LSTM"
          ? {
              ...m,
              curve: m.curve.map((point) => ({
                ...point,
                heldOutBlocks: point.heldOutBlocks?.map((bits) => bits + by * m.seed),
              })),
            }
          : m,
      ),
    });
    assert.equal(gatedCells.verdict(worse(0), "similar-units").outcome, "holds");
    assert.equal(gatedCells.verdict(worse(0.01), "similar-units").outcome, "undecided");
    assert.equal(gatedCells.verdict(worse(0.1), "similar-units").outcome, "fails");
  });

  test("it remembers where the RNN does not; alike where both have learnt it", () => {
    assert.equal(gatedCells.verdict(results({ GRU: 0.1, RNN: 3 }), "remembers").outcome, "holds");
    assert.equal(gatedCells.verdict(results({ GRU: 0.1, RNN: 0.1 }), "remembers").outcome, "undecided");
    assert.equal(gatedCells.verdict(results({ GRU: 3, RNN: 0.1 }), "remembers").outcome, "fails");
    assert.equal(gatedCells.verdict(results({ GRU: 0.1, LSTM: 0.2 }), "recalls-alike").outcome, "holds");
    assert.equal(gatedCells.verdict(results({ GRU: 0.1, LSTM: 0.4 }), "recalls-alike").outcome, "fails");
  });

  test("a gate that moves more than before training balances; texts of a seed are one", () => {
    const moving = (spread: number): GruResult => {
      const all = results({});
      const units = (noise: number) => [{ spread: spread + noise, shut: 0, open: 0.5, decayTime: 3 }];
      return {
        ...all,
        models: all.models.map((m) => ({ ...m, units: units(m.seed / 1000), freshSpread: 0.1 })),
      };
    };
    const { outcome, effects } = gatedCells.verdict(moving(0.2), "update-gate");
    assert.deepEqual([outcome, effects?.length], ["holds", 10]);
    assert.equal(gatedCells.verdict(moving(0.01), "update-gate").outcome, "fails");
  });

  test("a seed counts where all its networks were trained to their end", () => {
    const all = results({});
    const stopped = {
      ...all,
      models: all.models.map((m) => (m.seed === 2 && m.kind === "RNN" ? { ...m, ended: "interrupted" as const } : m)),
    };
    assert.match(gatedCells.verdict(stopped, "similar-units").measured, /^(one|two), 9 seeds/);
  });
});

test("a real run: at equal multiply-adds each is trained until it has cost as many; costs and gates are there", async () => {
  const { models, gates, tried } = await gatedCells.run(
    { ...tiny, seeds: 1, learningRates: [1e-9, 0.02], recallLearningRates: [0.02, 1e-9], steps: 8, recallSteps: 8 },
    {},
  );
  for (const task of ["LICENSE", "recall"]) {
    const [gru, rnn, lstm, , , longer, shorter] = models.filter((model) => model.task === task);
    const work = ({ cost, curve }: GruModelResult) => cost.multiplyAdds * curve.at(-1)!.step;
    for (const other of [longer, shorter]) near(work(other) / work(gru), 1, 0.1);
    assert.equal(lstm.cost.state, 2 * gru.cost.state);
    assert.ok(lstm.cost.peakBytes > gru.cost.peakBytes && gru.cost.peakBytes > rnn.cost.peakBytes);
  }
  assert.equal(tried.length, 2 * models.length);
  for (const model of models.filter(({ task }) => task === "LICENSE")) assert.equal(model.learningRate, 0.02);
  const { old, fresh, h } = gates!;
  h.forEach((value, t) => {
    near(value, old[t] + fresh[t], 2e-3);
  });
});

test("training that diverges leaves verdicts open, results plain, and figures that draw", async () => {
  const result = await gatedCells.run({ ...tiny, learningRates: [1e38], recallLearningRates: [1e38] }, {});
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  for (const claim of ["similar-units", "remembers", "recalls-alike", "update-gate"] as const) {
    assert.equal(gatedCells.verdict(result, claim).outcome, "undecided", claim);
  }
  for (const figure of Object.values(gatedCells.figures)) assert.ok(figure(result).alt);
  for (const table of Object.values(gatedCells.tables)) assert.ok(table(result).rows.length > 0);
});

test("less time is cheaper, more is not; without the recording, and at 128 units and more alone", async () => {
  const tinyCost = { ...gatedCost.defaults, ...gatedCost.presets.smoke };
  const { config, pairs } = await gatedCost.run({ ...tinyCost, seeds: 1 }, {});
  const paced = (gruTime: number) => {
    const curve = (pace: number) =>
      [10, 10 + pace].map((seconds, i) => ({ ...pairs[0].curves.GRU[0], seconds, characters: i }));
    const pair = (hiddenSize: number, seed: number) => {
      const pace = hiddenSize < 128 ? 2 : gruTime;
      return { ...pairs[0], hiddenSize, seed, curves: { GRU: curve(pace + seed / 1000), LSTM: curve(1) } };
    };
    const all = [64, 128, 256].flatMap((size) => [1, 2, 3].map((seed) => pair(size, seed)));
    return { config: { ...config, hiddenSizes: [64, 128, 256] }, pairs: all };
  };
  const { outcome, effect } = gatedCost.verdict(paced(0.8), "cheaper");
  assert.equal(outcome, "holds");
  near(effect!, 0.198);
  assert.equal(gatedCost.verdict(paced(1.1), "cheaper").outcome, "fails");
});
