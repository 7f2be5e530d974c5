import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { type Cell, type Params, unroll } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import type { Weighted } from "../../lib/cells/torchModule";
import { vanilla } from "../../lib/cells/vanilla";
import { projectRoot } from "../../lib/core/project";
import { fork, normal, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { loadModel } from "../../lib/models/modelFile";
import { loadWeights, saveWeights } from "../../lib/models/weightsFile";
import { assertClose } from "../close";
import { torchPython, withoutTorch } from "../reference/torchPython";
import { D, H, mixedStacks, models, torchCells, trainedWeights } from "./weighted";

const skip = withoutTorch;

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-torch-"));
after(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string) => path.join(folder, `${name.replaceAll(/\W+/g, "-")}.safetensors`);

/** What PyTorch answers to each case, by its name. */
function torch<C extends { readonly name: string }>(act: "load" | "give", cases: readonly C[]): Map<string, unknown> {
  const program = path.join(projectRoot, "test", "reference", "torchWeights.py");
  const input = JSON.stringify({ do: act, cases: cases.map((one) => ({ ...one, file: fileOf(one.name) })) });
  const { status, stdout, stderr } = spawnSync(torchPython as string, [program], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  const replies = JSON.parse(stdout) as unknown[];
  return new Map(cases.map(({ name }, i) => [name, replies[i]]));
}

/** Within 1e-6, of the largest output where that is above 1, as a rectifier's and logits are. */
function assertSame(ours: tf.Tensor, theirs: unknown): void {
  const answer = tf.tensor(theirs as number[]);
  const [largest] = answer.abs().max().maximum(1).dataSync();
  assertClose(ours, answer, 1e-6 * largest);
}

const key = seed(11);
const [N, T, V] = [3, 11, 6];
const x = normal<tf.Rank.R3>(fork(key, "x"), [N, T, D]);
const draw = uniforms(fork(key, "tokens"));
const tokens = (size: number) =>
  tf.tensor2d(
    Array.from({ length: N * T }, () => Math.floor(draw() * size)),
    [N, T],
    "int32",
  );
const [read, few] = [tokens(V), tokens(4)];
const image = normal<tf.Rank.R2>(fork(key, "image"), [N, D]);
const map = normal<tf.Rank.R3>(fork(key, "map"), [N, 3, D]);
const photographs = normal<tf.Rank.R4>(fork(key, "photographs"), [N, 8, 8, 3]);

/** What is computed with weights on both sides. */
interface Case {
  readonly name: string;
  readonly model: Weighted;
  readonly params: Params;
  readonly form: string | null;
  readonly given: readonly tf.Tensor[];
  readonly ours: () => tf.Tensor;
}

const cases: Case[] = [];
for (const scale of [0.3, 6]) {
  for (const [name, cell] of Object.entries({ ...torchCells, ...mixedStacks })) {
    const params = trainedWeights(cell, key, scale);
    const ours = () => unroll(cell, params, x).h;
    cases.push({ name: `${name}, biases of ${scale}`, model: cell, params, form: "layers", given: [x], ours });
  }
}
const computing: Record<string, [string, tf.Tensor[], (params: Params) => tf.Tensor]> = {
  charLm: ["language", [read], (params) => models.charLm.logits(params, read).logits],
  captioner: [
    "captions",
    [read, image],
    (params) => models.captioner.logits(params, read, models.captioner.start(params, image)).logits,
  ],
  ...Object.fromEntries(
    (["attentionCaptioner", "attentionCaptioner with all options"] as const).map((name) => {
      const model = models[name];
      return [name, ["looking", [read, map], (params) => model.logits(params, read, model.start(params, map)).logits]];
    }),
  ),
  seq2seq: [
    "translation",
    [read, few],
    (params) => {
      const state = models.seq2seq.encode(params, { tokens: read, mask: tf.ones([N, T]) });
      return models.seq2seq.logits(params, few, state).logits;
    },
  ],
  vgg: ["pictures", [photographs], (params) => models.vgg.forward(params, photographs).logits],
};
for (const [name, model] of Object.entries(models)) {
  const params = trainedWeights(model, key);
  const [form, given, compute] = computing[name] ?? [null, [], undefined];
  cases.push({ name, model, params, form, given, ours: () => compute!(params) });
}

/** Not of ASCII alone: a header's length is in bytes. */
const notes = { place: "Zürich, 東京 🐳" };

describe("the lab's weights in PyTorch: modules take them strictly, and compute the same within 1e-6", { skip }, () => {
  let theirs = new Map<string, unknown>();
  before(() => {
    for (const { name, model, params } of cases) saveWeights(fileOf(name), { model, params, notes });
    const plain = cases.map(({ name, form, given }) => ({ name, form, given: given.map((one) => one.arraySync()) }));
    theirs = torch("load", plain);
  });
  for (const { name, form, ours } of cases) {
    test(name, () => (form ? assertSame(ours(), theirs.get(name)) : assert.ok(theirs.has(name))));
  }
});

test("layers of tfjs's in PyTorch", { skip }, () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: V, outputDim: D, inputLength: T }),
      tf.layers.simpleRNN({ units: 3, activation: "relu", returnSequences: true }),
      tf.layers.lstm({ units: H, recurrentActivation: "sigmoid", returnSequences: true }),
      tf.layers.simpleRNN({ units: 4, useBias: false, returnSequences: true }),
      tf.layers.dense({ units: 2 }),
    ],
  });
  for (const [i, weight] of model.weights.entries()) weight.write(normal(fork(key, i), weight.shape as [number], 0.5));
  saveWeights(fileOf("layers"), { model });
  const replies = torch("load", [{ name: "layers", form: "keras", given: [read.arraySync()] }]);
  assertSame(model.predict(read) as tf.Tensor, replies.get("layers"));
});

const sizes = { inputSize: D, hiddenSize: H };
const built = {
  RNN: vanilla,
  LSTM: lstm,
  GRU: (given: typeof sizes) => gru({ ...given, resetAfter: true }),
};
const given = Object.entries(built).flatMap(([kind, build]) =>
  [1, 2, 3].flatMap((depth) =>
    ["float32", "float16", "bfloat16", "float64"].map((dtype) => ({
      name: `nn.${kind} of ${depth}, ${dtype}`,
      calls: { "": `nn.${kind}(${D}, ${H}, num_layers=${depth}, batch_first=True)` },
      ...{ form: "layers", std: 4, dtype, given: [x.arraySync()] },
      cell: stack(Array.from({ length: depth }, (_, l) => build(l === 0 ? sizes : { ...sizes, inputSize: H }) as Cell)),
    })),
  ),
);
const characters = [..."abcdeü"];
const ownModule = {
  name: "a module of one's own",
  calls: { lstm: `nn.LSTM(${V}, ${H}, batch_first=True)`, head: "nn.Linear(1, 1)", fc: `nn.Linear(${H}, ${V})` },
  ...{ form: "named", std: 4, dtype: "float32", given: [read.arraySync()] },
  metadata: {
    model: JSON.stringify({ charLm: { cell: "lstm", options: { inputSize: V, hiddenSize: H } } }),
    names: JSON.stringify({ rnn: "lstm", read_out: "fc" }),
    vocabulary: JSON.stringify(characters),
  },
};

describe("PyTorch's weights in the lab, two biases that differ and are large: the same within 1e-6", { skip }, () => {
  let theirs = new Map<string, unknown>();
  before(() => {
    theirs = torch("give", [...given.map(({ cell: _, ...one }) => one), ownModule]);
  });
  for (const { name, cell } of given) {
    test(name, () => {
      const { params, unused } = loadWeights(fileOf(name), { model: cell });
      assert.deepEqual(unused, []);
      assertSame(unroll(cell, params, x).h, theirs.get(name));
    });
  }

  test("a module of one's own, whose parts have other names, as a model that writes", () => {
    const file = fileOf(ownModule.name);
    const { model, params, vocabulary, unused } = loadModel(file);
    assert.deepEqual(unused, ["head.bias", "head.weight"]);
    assert.deepEqual(vocabulary.characters, characters);
    assertSame(model.logits(params, read).logits, theirs.get(ownModule.name));
    const own = charLm(lstm({ inputSize: V, hiddenSize: H }) as unknown as Cell);
    const loaded = loadWeights(file, { model: own, names: { rnn: "lstm", read_out: "fc" } });
    assertSame(own.logits(loaded.params, read).logits, theirs.get(ownModule.name));
  });
});
