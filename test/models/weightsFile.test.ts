import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { unroll } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stackOf } from "../../lib/cells/stackOf";
import type { Weighted } from "../../lib/cells/torchModule";
import { LabError } from "../../lib/core/errors";
import { fork, normal, seed } from "../../lib/core/random";
import { readSafetensors, writeSafetensors } from "../../lib/core/safetensorsFile";
import { mapTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { vocabulary } from "../../lib/data/vocabulary";
import { charLm } from "../../lib/models/charLm";
import { loadModel } from "../../lib/models/modelFile";
import { loadWeights, saveWeights } from "../../lib/models/weightsFile";
import { sample } from "../../lib/train/sample";
import { assertClose } from "../close";
import { heard } from "../data/scratch";
import { D, H, mixedStacks, models, torchCells, trainedWeights, unknown, weighted } from "./weighted";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-weights-"));
after(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, "weights.safetensors");
const key = seed(3);

const refuses = (run: () => unknown, message: RegExp) =>
  assert.throws(
    run,
    (error) => error instanceof LabError && message.test(error.message) && !/undefined/.test(error.message),
  );

/** Every bit of every weight. */
const bits = (weights: Readonly<Record<string, tf.Tensor>>) =>
  Object.entries(weights).map(([name, weight]) => [
    name,
    weight.shape,
    new Uint32Array(weight.dataSync().slice().buffer),
  ]);

describe("what has weights, kept and loaded: the same names in the same order, equal to the bit, and nothing leaks", () => {
  for (const [name, model] of Object.entries(weighted)) {
    test(name, async () => {
      const params = mapTensors(trainedWeights(model, key, 5), (weight) =>
        tf.where(weight.less(-0.1), tf.scalar(-0), weight),
      );
      const before = tf.memory().numTensors;
      saveWeights(file, { model, params, notes: { place: "Zürich" } });
      assert.equal(tf.memory().numTensors, before);
      const { value, said } = await heard(async () => loadWeights(file, { model }));
      assert.equal(said, "");
      assert.deepEqual(bits(value.params), bits(params));
      assert.deepEqual([value.notes, value.unused], [{ place: "Zürich" }, []]);
      tf.dispose(value.params as tf.NamedTensorMap);
      assert.equal(tf.memory().numTensors, before);
    });
  }
});

describe("names in the file", () => {
  const shapesOf = (model: Weighted) => {
    const made = saveWeights(file, { model, params: model.init(key) });
    return { made, shapes: readSafetensors(file).shapes };
  };

  test("a cell is the module itself", () => {
    assert.deepEqual(shapesOf(torchCells["GRU, reset after, a stack of 2"]), {
      made: { "": `nn.GRU(${D}, ${H}, num_layers=2, batch_first=True)` },
      shapes: Object.fromEntries(
        [D, H].flatMap((below, l) => [
          ...[
            [`weight_ih_l${l}`, [3 * H, below]],
            [`weight_hh_l${l}`, [3 * H, H]],
          ],
          ...["ih", "hh"].map((part) => [`bias_${part}_l${l}`, [3 * H]]),
        ]),
      ),
    });
  });

  test("layers of other sizes or kinds are a module each", () => {
    assert.deepEqual(
      Object.values(mixedStacks).map((cell) => shapesOf(cell).made),
      [
        { 0: "nn.LSTM(5, 4, batch_first=True)", 1: "nn.LSTM(4, 7, batch_first=True)" },
        { 0: "nn.LSTM(5, 7, batch_first=True)", 1: "nn.RNN(7, 7, batch_first=True)" },
      ],
    );
  });

  test("a language model has rnn and read_out", () => {
    const { made, shapes } = shapesOf(models.charLm);
    assert.deepEqual(made, { rnn: "nn.LSTM(6, 7, num_layers=2, batch_first=True)", read_out: "nn.Linear(7, 6)" });
    assert.deepEqual(shapes["read_out.weight"], [6, 7]);
  });

  for (const [name, model] of Object.entries(models)) {
    test(`every weight of ${name} is in a module of PyTorch's`, () => {
      const { made, shapes } = shapesOf(model);
      assert.ok(Object.values(made).every((call) => call.startsWith("nn.")));
      const modules = Object.keys(shapes).map((tensor) => tensor.split(".").slice(0, -1).join("."));
      assert.deepEqual([...new Set(modules)].sort(), Object.keys(made).sort());
    });
  }

  for (const [name, cell] of Object.entries(unknown)) {
    test(`${name}: PyTorch has no such module, which is told, and its weights keep the lab's names`, () => {
      const params = cell.init(key);
      const { made, shapes } = shapesOf(cell);
      assert.match(made[""], /^(PyTorch's (GRU|RNN) .* this one|what PyTorch has for (mine|memoryless) is not known$)/);
      assert.deepEqual(Object.keys(shapes).sort(), Object.keys(params).sort());
    });
  }

  test("a model of one's own keeps its own", () => {
    const model = { init: () => ({ "deep.W": tf.ones([2, 3]) }) };
    const told = { "": "what PyTorch has for this model is not known" };
    assert.deepEqual(shapesOf(model), { made: told, shapes: { "deep.W": [2, 3] } });
  });

  test("may be those of a module of one's own", () => {
    const model = models.charLm;
    const params = model.init(key);
    const names = { rnn: "body.lstm", read_out: "fc" };
    assert.deepEqual(Object.keys(saveWeights(file, { model, params, names })), ["body.lstm", "fc"]);
    assert.ok("body.lstm.weight_hh_l1" in readSafetensors(file).shapes);
    for (const given of [{ model, names }, { model }])
      assert.deepEqual(bits(loadWeights(file, given).params), bits(params));
    saveWeights(file, { model, params, names: { "": "whole" } });
    assert.ok("whole.read_out.bias" in readSafetensors(file).shapes);
    refuses(
      () => saveWeights(file, { model, params, names: { rn: "lstm" } }),
      /^saveWeights: names: one of rnn, read_out expected, got rn$/,
    );
    refuses(
      () => loadWeights(file, { model, names: { rn: "lstm" } }),
      /^loadWeights: names: one of rnn, read_out expected, got rn$/,
    );
    refuses(
      () =>
        saveWeights(file, { model, params, names: { rnn: "a", read_out: "a.b", "read_out.weight": "a.weight_ih_l0" } }),
      /names: a name for each tensor expected, got a\.weight_ih_l0 for two$/,
    );
  });
});

describe("PyTorch's two biases", () => {
  /** A module's state with biases that differ. */
  const state = (gates: number) => ({
    weight_ih_l0: normal(fork(key, 1), [gates * H, D]),
    weight_hh_l0: normal(fork(key, 2), [gates * H, H]),
    bias_ih_l0: normal(fork(key, 3), [gates * H], 5),
    bias_hh_l0: normal(fork(key, 4), [gates * H], 5),
  });

  for (const [name, gates] of [
    ["vanilla RNN", 1],
    ["LSTM", 4],
  ] as const) {
    test(`${name}: their sum`, () => {
      const given = state(gates);
      writeSafetensors(file, given);
      const { params } = loadWeights(file, { model: torchCells[name] });
      const order = gates === 1 ? [0] : [0, 1, 3, 2];
      const blocks = tf.split(given.bias_ih_l0.add(given.bias_hh_l0), gates);
      assertClose(params.b, tf.concat(order.map((gate) => blocks[gate])), 0);
    });
  }

  test("GRU: the new gate's second stays apart, as the reset gate multiplies it", () => {
    const given = state(3);
    writeSafetensors(file, given);
    const { params } = loadWeights(file, { model: gru({ inputSize: D, hiddenSize: H, resetAfter: true }) });
    const [hh, n] = tf.split(given.bias_hh_l0, [2 * H, H]);
    assertClose(params.bhn!, n, 0);
    assertClose(params.b, given.bias_ih_l0.add(tf.concat([hh, tf.zerosLike(n)])), 0);
  });

  test("of a GRU that resets before the product there are none: PyTorch's is refused, and why", () => {
    writeSafetensors(file, state(3));
    const reason =
      /Wx \[5, 21\] expected, got none among weight_ih_l0, .*PyTorch's GRU resets after .*resetAfter: true/;
    refuses(() => loadWeights(file, { model: gru({ inputSize: D, hiddenSize: H }) }), reason);
  });
});

describe("a file that is not the model's", () => {
  const cell = lstm({ inputSize: D, hiddenSize: H });
  const params = cell.init(key);

  test("a tensor that is missing, or has another shape or type, is named", () => {
    saveWeights(file, { model: cell, params });
    refuses(
      () => loadWeights(file, { model: lstm({ inputSize: D, hiddenSize: 4 }) }),
      /: weight_ih_l0 \[16, 5\] expected, got \[28, 5\]$/,
    );
    const deeper = stackOf({ cell: "lstm", layers: 2, inputSize: D, hiddenSize: H });
    refuses(
      () => loadWeights(file, { model: deeper }),
      /: weight_ih_l1 \[28, 7\] expected, got none among weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0; /,
    );
    refuses(
      () => loadWeights(file, { model: charLm(cell) }),
      /: rnn\.weight_ih_l0 \[28, 5\] expected, got none .*; names, such as/,
    );
    const bytes = readFileSync(file).toString("latin1").replace('"F32"', '"I32"');
    writeFileSync(file, bytes, "latin1");
    refuses(() => loadWeights(file, { model: cell }), /: weight_ih_l0: one of F64, F32, F16, BF16 expected, got I32$/);
  });

  test("weights that are not the model's, or not finite, or notes that are the lab's own, are not written", () => {
    refuses(
      () => saveWeights(file, { model: charLm(cell), params }),
      /^saveWeights: params\.Wy: a tensor \[7, 5\] expected/,
    );
    const bad = { ...params, b: params.b.mul(Number.NaN) as tf.Tensor1D };
    refuses(
      () => saveWeights(file, { model: cell, params: bad }),
      /: bias_ih_l0: finite numbers expected, got NaN at 0$/,
    );
    refuses(() => saveWeights(file, { model: cell, params, notes: { model: "mine" } }), /notes: .* got model$/);
  });

  test("what else is in it is told and returned, and does no harm", async () => {
    writeSafetensors(file, { ...tensorsOf(cell, params), "head.weight": tf.ones([2]) });
    const { value, said } = await heard(async () => loadWeights(file, { model: cell }));
    assert.deepEqual(value.unused, ["head.weight"]);
    assert.match(said, /weights\.safetensors: not the model's, and left alone: head\.weight\n$/);
    assert.deepEqual(bits(value.params), bits(params));
  });
});

/** A file's tensors as they are. */
function tensorsOf(model: Weighted, params: Readonly<Record<string, tf.Tensor>>) {
  saveWeights(file, { model, params });
  return loadWeights(file).params;
}

test("without a model tensors keep names and layouts", () => {
  const params = { "conv.w": normal(fork(key, "w"), [2, 3]), scale: tf.scalar(0.25) };
  assert.deepEqual(saveWeights(file, { params, notes: { made: "here" } }), {});
  const loaded = loadWeights(file);
  assert.deepEqual(bits(loaded.params), bits(params));
  assert.deepEqual(loaded.notes, { made: "here" });
});

describe("models of tfjs's layers", () => {
  test("layers that tfjs has counted have the same names each time the model is built", () => {
    const { lstm, dense } = tf.layers;
    const build = () =>
      tf.sequential({
        layers: [
          lstm({ units: 3, inputShape: [4, 2], recurrentActivation: "sigmoid", returnSequences: true }),
          tf.layers.bidirectional({ layer: lstm({ units: 2, returnSequences: true }) as tf.RNN, mergeMode: "concat" }),
          lstm({ units: 3, recurrentActivation: "sigmoid" }),
          dense({ units: 2, name: "dense_1" }),
          dense({ units: 2 }),
          dense({ units: 2 }),
        ],
      });
    const [model, other] = [build(), build()];
    const made = saveWeights(file, { model });
    assert.deepEqual(Object.keys(made), ["lstm", "bidirectional", "lstm_1", "dense_1", "dense", "dense_2"]);
    assert.equal(made.bidirectional, "what PyTorch has for a layer Bidirectional is not known");
    loadWeights(file, { model: other });
    const x = normal<tf.Rank.R3>(fork(key, "x"), [2, 4, 2]);
    assertClose(other.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 0);
  });

  test("a model without weights is told", () => {
    const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 3] })] });
    for (const use of [saveWeights, loadWeights] as ((file: string, options: object) => unknown)[])
      refuses(() => use(file, { model }), /^a tfjs model with weights expected, got one without$/);
  });

  const layered = () =>
    tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 6, outputDim: D, inputLength: 4, name: "embedding" }),
        tf.layers.simpleRNN({ units: 3, activation: "relu", returnSequences: true, useBias: false, name: "rnn" }),
        tf.layers.lstm({ units: H, recurrentActivation: "sigmoid", returnSequences: true, name: "lstm" }),
        tf.layers.gru({ units: 4, returnSequences: true, name: "gru" }),
        tf.layers.lstm({ units: 4, returnSequences: true, name: "hard" }),
        tf.layers.dense({ units: 2, useBias: false, name: "dense" }),
      ],
    });

  test("layers that PyTorch has are its modules, of the others it is told why not; the model takes all in again", () => {
    const [model, other] = [layered(), layered()];
    const x = tf.tensor2d([[1, 5, 0, 2]]);
    const modules = saveWeights(file, { model });
    assert.deepEqual(modules, {
      embedding: "nn.Embedding(6, 5)",
      rnn: 'nn.RNN(5, 3, nonlinearity="relu", bias=False, batch_first=True)',
      lstm: "nn.LSTM(3, 7, batch_first=True)",
      gru: "PyTorch's GRU resets after the product with Whn, tfjs's before it, which is another function",
      hard: "PyTorch's LSTM has tanh and sigmoid gates, this one tanh and hardSigmoid",
      dense: "nn.Linear(4, 2, bias=False)",
    });
    const before = tf.memory().numTensors;
    assert.deepEqual(loadWeights(file, { model: other }), { notes: {}, unused: [] });
    assert.equal(tf.memory().numTensors, before);
    assertClose(other.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, 0);
  });
});

describe("a language model from a file", () => {
  const letters = vocabulary("Ein Fluß, 🐳 – où?\n");

  for (const [name, build] of Object.entries({
    "two LSTMs": () => stackOf({ cell: "lstm", layers: 2, inputSize: letters.size, hiddenSize: H }),
    "a GRU, reset before": () => gru({ inputSize: letters.size, hiddenSize: H }),
    "a GRU, reset after": () => gru({ inputSize: letters.size, hiddenSize: H, resetAfter: true }),
    "a vanilla RNN": () => stackOf({ cell: "vanilla", layers: 1, inputSize: letters.size, hiddenSize: H, fanIn: 1 }),
  })) {
    test(`${name}: writes the same text, whatever its modules are called`, () => {
      const model = charLm(build() as ReturnType<typeof stackOf>, { dropout: 0.25 });
      const params = trainedWeights(model, key);
      saveWeights(file, { model, params, vocabulary: letters, notes: { place: "Zürich" }, names: { rnn: "lstm" } });
      const loaded = loadModel(file);
      assert.deepEqual(loaded.vocabulary.characters, letters.characters);
      assert.deepEqual([loaded.notes, loaded.unused], [{ place: "Zürich" }, []]);
      const options = { sequences: [{ prompt: letters.encode("où"), temperature: 1, key }], length: 40 };
      assert.deepEqual(sample(loaded.model, loaded.params, options), sample(model, params, options));
      assert.deepEqual(bits(loaded.model.init(key)), bits(model.init(key)));
    });
  }

  test("of a cell of one's own, or without a vocabulary: what to do instead", () => {
    const cell = { ...lstm({ inputSize: letters.size, hiddenSize: H }), name: "mine" };
    const own = charLm(cell as unknown as Parameters<typeof charLm>[0]);
    saveWeights(file, { model: own, params: own.init(key), vocabulary: letters });
    refuses(() => loadModel(file), /: model among the notes expected, got none; .*loadWeights\(file, \{ model \}\)$/);
    saveWeights(file, { model: models.captioner, params: models.captioner.init(key) });
    refuses(() => loadModel(file), /: model among the notes expected, got none; .*loadWeights\(file, \{ model \}\)$/);
    const known = charLm(stackOf({ cell: "lstm", layers: 1, inputSize: letters.size, hiddenSize: H }));
    saveWeights(file, { model: known, params: known.init(key) });
    refuses(() => loadModel(file), /: vocabulary among the notes expected, got none; saveWeights\(/);
    refuses(
      () => saveWeights(file, { model: known, params: known.init(key), vocabulary: vocabulary("ab") }),
      /^saveWeights: vocabulary: one of 15 characters, as the model reads, expected, got 2$/,
    );
  });

  test("whatever its notes say instead is told", () => {
    const model = charLm(stackOf({ cell: "lstm", layers: 1, inputSize: 2, hiddenSize: 3 }));
    const spec = (options: object) => JSON.stringify({ charLm: { cell: "lstm", options }, dropout: 0 });
    const sizes = { inputSize: 2, hiddenSize: 3 };
    saveWeights(file, { model, params: model.init(key) });
    const tensors = loadWeights(file).params;
    const cases: [Record<string, string>, RegExp][] = [
      [{ model: "{", vocabulary: "[5]" }, /: model: JSON expected, got "\{"$/],
      [{ model: "7", vocabulary: '["a"]' }, /: model: an object expected, got 7$/],
      [
        { model: '{"charLm":{"cell":"mine"}}', vocabulary: '["a","b"]' },
        /: cell: one of vanilla, lstm, gru expected, got "mine"$/,
      ],
      [{ model: spec({}), vocabulary: '["a","b"]' }, /: lstm: inputSize: a whole number .* got nothing$/],
      [
        { model: spec(sizes), vocabulary: '["a","a"]' },
        /: vocabulary: 2 different characters expected, got 1 among 2$/,
      ],
      [{ model: spec(sizes), vocabulary: '{"a":0,"b":1}' }, /: vocabulary: a list .* expected, got an object$/],
      [
        { model: spec({ ...sizes, hiddenSize: 4 }), vocabulary: '["a","b"]' },
        /: rnn\.weight_ih_l0 \[16, 2\] expected, got \[12, 2\]$/,
      ],
      [
        { model: spec(sizes), vocabulary: '["a","b"]', names: "[5]" },
        /: names: texts by name expected, got a list of 1$/,
      ],
    ];
    for (const [notes, message] of cases) {
      writeSafetensors(file, tensors, { metadata: notes });
      refuses(() => loadModel(file), message);
    }
    writeSafetensors(file, tensors, { metadata: { model: spec(sizes), vocabulary: '["b","a"]' } });
    assert.deepEqual([...loadModel(file).vocabulary.encode("ab")], [1, 0]);
  });
});

test("the lab's own outputs are those of the loaded weights", () => {
  const cell = gru({ inputSize: D, hiddenSize: H, resetAfter: true });
  const params = trainedWeights(cell, key) as ReturnType<typeof cell.init>;
  saveWeights(file, { model: cell, params });
  const x = normal<tf.Rank.R3>(fork(key, "x"), [2, 3, D]);
  assertClose(unroll(cell, loadWeights(file, { model: cell }).params, x).h, unroll(cell, params, x).h, 0);
});
