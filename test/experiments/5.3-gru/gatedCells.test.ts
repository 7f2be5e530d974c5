import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { scan } from "../../../lib/cells/cell";
import { vanilla } from "../../../lib/cells/vanilla";
import { seed } from "../../../lib/core/random";
import { tf } from "../../../lib/core/tf";
import { recallBatches, recallVocabulary } from "../../../lib/data/recall";
import { gatedCells } from "../../../lib/experiments/5.3-gru/gatedCells/claims";
import type {
  GruConfig,
  GruModelResult,
  GruResult,
  NetworkKind,
} from "../../../lib/experiments/5.3-gru/gatedCells/config";
import { cellOfKind, networks } from "../../../lib/experiments/5.3-gru/gatedCells/networks";
import { bitsWhere } from "../../../lib/experiments/5.3-gru/gatedCells/rows";
import { recallLearner, recallLoss } from "../../../lib/experiments/5.3-gru/gatedCells/tasks";
import { charLm } from "../../../lib/models/charLm";

const tiny: GruConfig = { ...gatedCells.defaults, ...gatedCells.presets.smoke };
const near = (a: number, b: number, within = 1e-9) => assert.ok(Math.abs(a - b) < within, `${a} expected ${b}`);

test("the networks: four of the same size, and an RNN and an LSTM with the GRU's parameters", () => {
  const all = networks(40, 24);
  assert.deepEqual(
    all.map(({ kind, match }) => `${kind} ${match}`),
    ["RNN size", "GRU size", "GRU, reset after size", "LSTM size", "RNN parameters", "LSTM parameters"],
  );
  assert.deepEqual(
    all.map(({ cell }) => cell.hiddenSize > 24),
    [false, false, false, false, true, false],
  );
  assert.ok(all[5].cell.hiddenSize < 24);
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

/** A network whose loss falls from 4 bits, a straight line against its steps, to `bits`. */
function made(
  kind: NetworkKind,
  bits: number,
  { work = 1, pace = 1, match = "size" as "size" | "parameters" } = {},
): GruModelResult {
  const point = (share: number) => ({
    ...{ step: share * 100, characters: share * 1000, seconds: share * pace, trainBits: 0 },
    heldOutBits: 4 + share * (bits - 4),
  });
  const cost = { hiddenSize: 8, parameters: 100, multiplyAdds: work, state: 8, peakBytes: 1 };
  const curve = [0, 0.5, 1].map(point);
  return { seed: 1, task: "text", kind, match, cost, ended: "finished", curve, units: null };
}

describe("where all have had the same", () => {
  const all = [
    made("RNN", 3, { work: 1, pace: 1 }),
    made("GRU", 2, { work: 3, pace: 5 }),
    made("LSTM", 2, { work: 4, pace: 2 }),
    made("LSTM", 1, { match: "parameters" }),
  ];
  test("of units or parameters: at the GRU's last character", () => {
    near(bitsWhere("units", all, "LSTM"), 2);
    near(bitsWhere("parameters", all, "LSTM"), 1);
    near(bitsWhere("parameters", all, "GRU"), 2);
  });
  test("of multiply-adds or of time: where the first of them ends, between the points of the curve", () => {
    near(bitsWhere("multiply-adds", all, "RNN"), 3);
    near(bitsWhere("multiply-adds", all, "GRU"), 4 - 2 / 3);
    near(bitsWhere("multiply-adds", all, "LSTM"), 4 - 2 / 4);
    near(bitsWhere("seconds", all, "GRU"), 4 - 2 / 5);
    near(bitsWhere("seconds", all, "LSTM"), 4 - 2 / 2);
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  let real: GruResult;
  before(async () => {
    real = await gatedCells.run({ ...tiny, seeds: 1 }, {});
  });

  interface Numbers {
    readonly bits: Partial<Record<NetworkKind, number>>;
    readonly matched?: Partial<Record<NetworkKind, number>>;
    readonly pace?: Partial<Record<NetworkKind, number>>;
  }
  /** Three seeds, a little apart, on two texts and on the recall task. */
  const results = ({ bits, matched = {}, pace = {} }: Numbers): GruResult => {
    const kinds = ["RNN", "GRU", "GRU, reset after", "LSTM"] as const;
    const models = [-0.01, 0, 0.01].flatMap((noise, i) =>
      ["one", "two", "recall"].flatMap((task) => {
        const own = (kind: NetworkKind, of: number | undefined, match: "size" | "parameters") => ({
          ...made(kind, (of ?? 2) + (kind === "GRU" ? noise : 0), { match, pace: pace[kind] }),
          ...{ seed: i + 1, task },
        });
        return [
          ...kinds.map((kind) => own(kind, bits[kind], "size")),
          own("RNN", matched.RNN, "parameters"),
          own("LSTM", matched.LSTM, "parameters"),
        ];
      }),
    );
    return { ...real, models };
  };

  test("equal losses are similar, unequal ones are not; each setting looks at its own networks", () => {
    for (const claim of ["similar-units", "similar-compute", "two-forms"] as const) {
      assert.equal(gatedCells.verdict(results({ bits: {} }), claim).outcome, "holds", claim);
    }
    const worse = results({ bits: { LSTM: 2.3, "GRU, reset after": 1.5 }, matched: { LSTM: 2 } });
    assert.equal(gatedCells.verdict(worse, "similar-units").outcome, "fails");
    near(gatedCells.verdict(worse, "similar-units").effect!, -0.3);
    assert.equal(gatedCells.verdict(worse, "similar-compute").outcome, "fails");
    assert.equal(gatedCells.verdict(worse, "similar-parameters").outcome, "holds");
    near(gatedCells.verdict(worse, "two-forms").effect!, 0.5);
  });

  test("it must hold on every text: the one that speaks most against it decides", () => {
    const mixed = results({ bits: {} });
    const worse = (by: number) => ({
      ...mixed,
      models: mixed.models.map((m) =>
        m.task === "two" && m.kind === "LSTM"
          ? { ...m, curve: m.curve.map((point) => ({ ...point, heldOutBits: point.heldOutBits + by * m.seed })) }
          : m,
      ),
    });
    assert.equal(gatedCells.verdict(worse(0), "similar-units").outcome, "holds");
    assert.equal(gatedCells.verdict(worse(0.02), "similar-units").outcome, "undecided");
    assert.equal(gatedCells.verdict(worse(1), "similar-units").outcome, "undecided", "seeds that differ widely");
    assert.equal(gatedCells.verdict(results({ bits: { LSTM: 2.4 } }), "similar-units").outcome, "fails");
  });

  test("less time is cheaper, more is not", () => {
    const { outcome, effect } = gatedCells.verdict(results({ bits: {}, pace: { GRU: 0.8 } }), "cheaper");
    assert.equal(outcome, "holds");
    near(effect!, 0.2);
    assert.equal(gatedCells.verdict(results({ bits: {}, pace: { GRU: 1.1 } }), "cheaper").outcome, "fails");
  });

  test("fewer missing bits than the RNN: it remembers; as many as the LSTM: alike", () => {
    assert.equal(gatedCells.verdict(results({ bits: { RNN: 3 } }), "remembers").outcome, "holds");
    assert.equal(gatedCells.verdict(results({ bits: { RNN: 1 } }), "remembers").outcome, "fails");
    assert.equal(gatedCells.verdict(results({ bits: { LSTM: 2.2 } }), "recalls-alike").outcome, "holds");
    assert.equal(gatedCells.verdict(results({ bits: { LSTM: 2.4 } }), "recalls-alike").outcome, "fails");
  });

  test("a gate that moves balances, one that stands does not", () => {
    const moving = (spread: number): GruResult => {
      const units = (noise: number) => [{ spread: spread + noise, shut: 0, open: 0.5, decayTime: 3 }];
      const gru = real.models.find(({ kind }) => kind === "GRU")!;
      return { ...real, models: [-0.001, 0, 0.001].map((noise) => ({ ...gru, units: units(noise) })) };
    };
    assert.equal(gatedCells.verdict(moving(0.2), "update-gate").outcome, "holds");
    assert.equal(gatedCells.verdict(moving(0.01), "update-gate").outcome, "fails");
  });

  test("a seed counts where all its networks were trained to their end", () => {
    const all = results({ bits: {} });
    const stopped = {
      ...all,
      models: all.models.map((m) => (m.seed === 2 && m.kind === "RNN" ? { ...m, ended: "interrupted" as const } : m)),
    };
    assert.match(gatedCells.verdict(stopped, "similar-units").measured, /^2 seeds on one, 2 seeds on two/);
  });
});

test("a real run: the RNN goes on to the GRU's multiply-adds; costs and gates are there", async () => {
  const { models, gates } = await gatedCells.run({ ...tiny, seeds: 1 }, {});
  for (const task of ["LICENSE", "recall"]) {
    const [rnn, gru, after, lstm] = models.filter((model) => model.task === task);
    const work = ({ cost, curve }: GruModelResult) => cost.multiplyAdds * curve.at(-1)!.step;
    near(work(rnn) / work(gru), 1, 0.13);
    assert.equal(after.cost.parameters, gru.cost.parameters + tiny.hiddenSize);
    assert.equal(lstm.cost.state, 2 * gru.cost.state);
    assert.ok(lstm.cost.peakBytes > gru.cost.peakBytes && gru.cost.peakBytes > rnn.cost.peakBytes);
  }
  const { old, fresh, h } = gates!;
  h.forEach((value, t) => {
    near(value, old[t] + fresh[t], 2e-3);
  });
});

test("training that diverges leaves verdicts open, results plain, and figures that draw", async () => {
  const result = await gatedCells.run(
    { ...tiny, learningRates: Array(4).fill(1e38), recallLearningRates: Array(4).fill(1e38) },
    {},
  );
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  for (const claim of [
    ...(["similar-units", "two-forms", "cheaper"] as const),
    ...(["remembers", "recalls-alike", "update-gate"] as const),
  ]) {
    assert.equal(gatedCells.verdict(result, claim).outcome, "undecided", claim);
  }
  for (const figure of Object.values(gatedCells.figures)) assert.ok(figure(result).alt);
  for (const table of Object.values(gatedCells.tables)) assert.ok(table(result).rows.length > 0);
});

test("a learning rate for each kind of network is asked for", async () => {
  await assert.rejects(async () => gatedCells.run({ ...tiny, learningRates: [0.1] }, {}), {
    message: /learningRates: 4 \(RNN; GRU; GRU, reset after; LSTM\) expected, got 1/,
  });
});
