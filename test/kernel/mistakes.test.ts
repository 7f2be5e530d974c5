import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Kernel, traceback } from "./client";

/** What the cells below take as given. */
const given = `
import type { Cell, CellOptions, Key } from "../lib";
import { bars, charLm, compareCells, compile, diagram, fork, gru, languageModel, lines, loadWeights, lstm, mean, project, sample, seed, show, slidingWindows, stackOf, table, tf, train, unroll, vanilla } from "../lib";
const cell = lstm({ inputSize: 3, hiddenSize: 4 });
const params = cell.init(seed(1));
const small = { steps: 2, hiddenSize: 4, seeds: 1 };
const wrongToo = { hidenSize: 64 };
const training = () => ({ loss: (p) => p.w.sum(), optimizer: { method: "sgd" as const, learningRate: 0.1 }, params: { w: tf.ones([2, 2]) }, batches: [tf.ones([1, 2])], steps: 1 });
const own = {
  ...{ name: "own", inputSize: 3, hiddenSize: 4 },
  init: () => ({ Wx: tf.ones([3, 4]), Wh: tf.ones([4, 4]), b: tf.zeros([4]) }) as any,
  zeroState: (N: number) => ({ h: tf.zeros([N, 4]) as tf.Tensor2D }),
  step: (p, s, x) => ({ h: x.matMul(p.Wx).add(s.h.matMul(p.Wh)).add(p.b).tanh() }),
};`;

/** A cell with a mistake, and the sentence that its reader is told. */
type Told = readonly [cell: string, sentence: string];

const mistakes: Readonly<Record<string, readonly Told[]>> = {
  "An option's name, misspelt": [
    [
      "await languageModel.run({ hidenSize: 64 });",
      "line 1: languageModel.run: no option hidenSize; did you mean hiddenSize? there are …",
    ],
    [
      "lstm({ inputsize: 3, hiddenSize: 4 });",
      "line 1: lstm: no option inputsize; did you mean inputSize? there are forgetBias, inputSize, hiddenSize, fanIn",
    ],
    [
      'gru({ inputSize: 3, hiddenSize: 4, reset: "after" });',
      "line 1: gru: no option reset; there are resetAfter, inputSize, hiddenSize, fanIn",
    ],
    [
      'stackOf({ cell: "lstm", inputSize: 3, hiddenSize: 4, layer: 2 });',
      "line 1: stackOf: no option layer; did you mean layers? there are …",
    ],
    [
      'lines([], { titel: "x", x: { title: "x" }, y: { title: "y" }, alt: "a" });',
      "line 1: lines: no option titel; did you mean title? there are …",
    ],
    [
      'lines([{ nam: "a", x: [1], y: [2] }], { title: "x", x: { title: "x" }, y: { title: "y" }, alt: "a" });',
      "line 1: lines: series[0]: no option nam; did you mean name? there are …",
    ],
    [
      'lines([], { title: "x", x: { titel: "x" }, y: { title: "y" }, alt: "a" });',
      "line 1: lines: x: no option titel; did you mean title? there are title, log, range, ticks, text",
    ],
    [
      'bars([{ name: "a", values: [1] }], { title: "t", groups: ["a"], x: "x", y: { title: "y" }, alt: "x" });',
      "line 1: bars: series[0]: no option values; there are name, y, low, high",
    ],
    [
      `const wrong = { hidenSize: 64 };
await languageModel.run(wrong);`,
      "line 2: languageModel.run: no option hidenSize; did you mean hiddenSize? there are …",
    ],
    [
      "await languageModel.run({ ...wrongToo, steps: 2 });",
      "2.1-language-model: no option hidenSize; did you mean hiddenSize? there are …",
    ],
    [
      'await train({ ...training(), optimizer: { method: "sgd", lerningRate: 0.1 } });',
      "line 1: train: optimizer: no option lerningRate; did you mean learningRate? there are …",
    ],
    [
      'await train({ ...training(), optimizer: { name: "sgd", lerningRate: 0.1 } });',
      "line 1: train: optimizer: no option name; no option lerningRate; did you mean learningRate? there are …",
    ],
    [
      "await train({ loss: training().loss, lerningRate: 0.1, params: training().params, batches: [], steps: 3 });",
      "line 1: train: no option lerningRate; there are …",
    ],
    ["charLm({ vocabSize: 3 });", "line 1: charLm: cell: no option vocabSize; there are …"],
    [
      "slidingWindows(Int32Array.from([1, 2, 3]), { batchsize: 3, windowLength: 2 });",
      "line 1: slidingWindows: no option batchsize; did you mean batchSize? there are batchSize, windowLength, start",
    ],
  ],
  "An option of another kind, or none": [
    [
      'await languageModel.run({ hiddenSize: "64" });',
      'line 1: languageModel.run: hiddenSize: a number expected, got "64"',
    ],
    [
      'await languageModel.run({ cell: "LSTM" });',
      'line 1: languageModel.run: cell: one of "gru", "lstm", "vanilla" expected, got "LSTM"; did you mean lstm?',
    ],
    [
      "await languageModel.run({ seeds: [1, 2] });",
      "line 1: languageModel.run: seeds: a number expected, got a list of numbers",
    ],
    [
      "await languageModel.run({ hiddenSize: -3 });",
      "2.1-language-model: hiddenSize: a positive whole number expected, got -3",
    ],
    [
      "await languageModel.run(64);",
      "line 1: languageModel.run: an object { corpus, cell, layers, hiddenSize, batchSize, windowLength, … } expected, got 64",
    ],
    [
      'await train({ ...training(), optimizer: { method: "adan", learningRate: 0.1 } });',
      'line 1: train: optimizer.method: one of "adagrad", "adam", "momentum", "rmsprop", "sgd" expected, got "adan"; did you mean adam?',
    ],
    [
      "await train({ ...training(), loss: () => 5 });",
      "line 1: train: loss: a tensor or an object { loss, state } expected, got 5",
    ],
    [
      "lstm({ hiddenSize: 4 });",
      "line 1: lstm: inputSize is missing: D, how many numbers a step reads: of a one-hot input, how many symbols there are.",
    ],
    ['lines([], { title: "x" });', "line 1: lines: x, y, alt are missing"],
    [
      `const shared = { optimizer: { method: "adam", learningRate: 0.1 } };
await train({ ...training(), ...shared });`,
      'line 2: train: optimizer.method: one of "adagrad", "adam", "momentum", "rmsprop", "sgd" expected, got a text; add "as const" to the object that it stands in',
    ],
    [
      'sample(charLm(cell), params, { sequences: [{ prompt: "The ", temperature: 1, key: seed(1) }], length: 9 });',
      'line 1: sample: sequences[0].prompt: a list of numbers expected, got "The "; vocabulary.encode(text) gives a text\'s numbers',
    ],
    [
      `const lm = charLm(cell);
const windows = slidingWindows(new Int32Array(99), { batchSize: 2, windowLength: 3 });
await train({ params: loadWeights("any.safetensors", { model: lm }), loss: lm.loss, batches: windows, steps: 1, optimizer: { method: "sgd", learningRate: 1 } });`,
      "line 3: train: params: an object { name: a tensor, … } expected, got an object { params, notes, unused }",
    ],
    [
      'compareCells(lstm, { corpus: "moby-dick" });',
      "line 1: compareCells: cells: an object { name: a function, … } expected, got a function",
    ],
    [
      'lines([], { title: "x", x: "step", y: { title: "y" }, alt: "a" });',
      'line 1: lines: x: an object { title, … } expected, got "step"',
    ],
    ["cell.init(1);", "line 1: cell.init: key: a key, such as seed(1), expected, got 1"],
    ['fork("abc", "x");', 'line 1: fork: key: a key, such as seed(1), expected, got "abc"'],
    ['const rate: number = "0.1";', 'line 1: rate: a number expected, got "0.1"'],
    [
      "slidingWindows([1, 2, 3], { batchSize: 3, windowLength: 2 });",
      "line 1: slidingWindows: tokens: an Int32Array expected, got a list of numbers",
    ],
  ],
  "Too many arguments, or too few": [
    ["lstm(3, 4);", "line 1: lstm: called as lstm({ inputSize, hiddenSize, … }), got 2 arguments"],
    ["lstm();", "line 1: lstm: called as lstm({ inputSize, hiddenSize, … }), got 0 arguments"],
    ["table([{ a: 1 }]);", "line 1: table: called as table(caption, records), got 1 argument"],
    ["show();", "line 1: show: called as show(shown), got 0 arguments"],
  ],
  "A name that is not there": [
    ["languageModel.runn();", "line 1: languageModel: no runn; did you mean run? there are …"],
    [
      "languageModel.figures.los;",
      "line 1: languageModel.figures: no los; did you mean loss? there are diversity, guesses, loss",
    ],
    ["languageModle.run();", "line 1: languageModle: no such name; did you mean languageModel?"],
    ["estimate([1, 2]);", 'line 1: estimate is not imported: write import { estimate } from "../lib"'],
    ["retrun 5;", "line 1: retrun: no such word; did you mean return?"],
    ['print("hello");', "line 1: print: no such name; in TypeScript it is console.log"],
    ["learning;", "line 1: learning: no such name; did you mean learn, or has the cell that declares it not run?"],
    ["const trained3 = missing3;", "line 1: missing3: no such name; has the cell that declares it run?"],
    [
      'lines({ name: "a", x: [1], y: [2] }, { title: "x", x: { title: "x" }, y: { title: "y" }, alt: "a" });',
      "line 1: lines: series: a list expected, got an object { name, x, y }",
    ],
    ["missing + 1;", "line 1: missing: no such name; has the cell that declares it run?"],
    ['import { languageModl } from "../lib";', "line 1: ../lib: no languageModl; did you mean languageModel?"],
    ['import { depth } from "./lib";', 'line 1: ./lib: no such file or package; the lab is "../lib"'],
    [
      'languageModel.verdict(undefined, "sampling-diversty");',
      'line 1: languageModel.verdict: claim: one of "diversity-costs-words", "sampling-diversity", "state-helps" expected, got "sampling-diversty"; did you mean sampling-diversity?',
    ],
  ],
  "await, forgotten": [
    [
      `const run = languageModel.run(small);
run.models;`,
      "line 2: await is missing: write const run = await languageModel.run(…)",
    ],
    [
      `const run = languageModel.run(small);
show(languageModel.figures.loss(run));`,
      "line 2: await is missing: write const run = await languageModel.run(…)",
    ],
    ["show(languageModel.run(small));", "line 1: await is missing: write await languageModel.run(…)"],
    [
      'languageModel.verdict(languageModel.run(small), "state-helps");',
      "line 1: await is missing: write await languageModel.run(…)",
    ],
    [
      `const trained = train(training());
for (const row of trained.history) row;`,
      "line 2: await is missing: write const trained = await train(…)",
    ],
    ["const { params: learnt, history } = train(training());", "line 1: await is missing: write await train(…)"],
    ["const last = (await train(training()).history).at(-1);", "line 1: await is missing: write await train(…)"],
    [
      `const numbers = tf.ones([2, 2]).data();
mean(numbers);`,
      "line 2: await is missing: write const numbers = await tf.ones([2, 2]).data()",
    ],
    [
      "const numbers = tf.ones([2, 2]).data();\nnumbers[0];",
      "line 2: await is missing: write const numbers = await tf.ones([2, 2]).data()",
    ],
    [
      "const runs = [2, 4].map((steps) => languageModel.run({ ...small, steps }));\nruns[0].models;",
      "line 2: await is missing: write await runs[0]",
    ],
    [
      "const means = [2, 4].map(async (n) => n);\nmean(means);",
      "line 2: mean: values: a list of numbers expected, got a list of promises: await Promise.all(…) is missing",
    ],
    [
      "[2, 4].map((steps) => await languageModel.run({ ...small, steps }));",
      "line 1: await: the function around it must be async: write async before it",
    ],
    [
      `const later = Promise.resolve(1) as any;
languageModel.figures.loss(later);`,
      "2.1-language-model: figures.loss: a result of run expected, got a promise: await is missing",
    ],
    [
      "show(Promise.resolve(1) as any);",
      "show: a figure, diagram, verdict, check, table or gallery expected, got a promise: await is missing",
    ],
    [
      "unroll(cell, Promise.resolve(params) as any, tf.ones([1, 2, 3]));",
      "unroll: params: an object expected, got a promise: await is missing",
    ],
    [
      'lines([Promise.resolve(1) as any], { title: "x", x: { title: "x" }, y: { title: "y" }, alt: "a" });',
      "lines: series[0]: an object expected, got a promise: await is missing",
    ],
  ],
  "A value that is read while a function is recorded": [
    [
      "compile((a: tf.Tensor) => a.dataSync())(tf.ones([2]));",
      "compile: the function reads a tensor's value (dataSync, data, array, print …) while compile or train records it; return the tensor and read it outside, or compute with it as a tensor",
    ],
    [
      "compile((a: tf.Tensor) => (a.print(), a))(tf.ones([2]));",
      "compile: the function reads a tensor's value (dataSync, data, array, print …) while compile or train records it; return the tensor and read it outside, or compute with it as a tensor",
    ],
    [
      "compile((a: tf.Tensor) => (a.data(), a))(tf.ones([2]));",
      "compile: the function reads a tensor's value (dataSync, data, array, print …) while compile or train records it; return the tensor and read it outside, or compute with it as a tensor",
    ],
    [
      `await train({
  ...training(),
  loss: (p) => {
    console.log(p.w.dataSync());
    return p.w.sum();
  },
});`,
      "compile: the function reads a tensor's value (dataSync, data, array, print …) while compile or train records it; return the tensor and read it outside, or compute with it as a tensor",
    ],
    [
      `const reading = { ...own, step: (p, s, x) => ({ h: x.matMul(p.Wx).mul(x.arraySync()[0][0]) }) };
await train({ ...training(), batches: [tf.ones([1, 2, 3])], loss: (p, x) => unroll(reading as any, own.init(), x as any).h.sum() });`,
      "own: step: compile: the function reads a tensor's value (dataSync, data, array, print …) while compile or train records it; return the tensor and read it outside, or compute with it as a tensor; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [1, 4], x float32 [1, 3]",
    ],
  ],
  "An own cell or loss of wrong shapes": [
    [
      `const returning = ({ inputSize: D, hiddenSize: H }: CellOptions): Cell => ({
  ...{ name: "returning", inputSize: D, hiddenSize: H },
  init: (key: Key) => cell.init(key),
  zeroState: (N) => ({ h: tf.zeros([N, H]) }),
  step({ Wx }, { h }, x) {
    return project(x, Wx).tanh();
  },
});`,
      "line 5: step(…): an object { h } expected, got a tensor",
    ],
    [
      "diagram({ ...own, step: (p, s, x) => ({ h: x.matMul(p.Wx).mul(p.u) }) } as Cell);",
      "diagram: own: step: mul: b: a tensor expected, got nothing; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [1, 4], x float32 [1, 3]",
    ],
    [
      "charLm(cell).loss(charLm(cell).init(seed(1)), { inputs: tf.zeros([2, 5], 'int32'), targets: tf.zeros([2, 5], 'int32') }, cell.zeroState(3));",
      "unrollTimeMajor: initial: the state of 2 sequences, as the batch has, expected, got that of 3: zeroState(2) makes one",
    ],
    [
      "unroll({ ...own, step: (p, s, x) => ({ h: x.matMul(p.Wh).tanh() }) } as any, own.init(), tf.ones([2, 5, 3]));",
      "own: step: matMul: tensors that go together expected, got float32 [2, 3] and float32 [4, 4]: the inner sizes must be equal, here 3 and 4; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [2, 4], x float32 [2, 3]",
    ],
    [
      `const noBias = { ...own, init: () => ({ Wx: tf.ones([3, 4]), Wh: tf.ones([4, 4]) }) } as any;
unroll(noBias, noBias.init(), tf.ones([2, 5, 3]));`,
      "own: step: add: b: a tensor expected, got nothing; the step was given Wx float32 [3, 4], Wh float32 [4, 4], h float32 [2, 4], x float32 [2, 3]",
    ],
    [
      "unroll({ ...own, zeroState: (N) => ({ h: tf.zeros([N, 5]) }) } as any, own.init(), tf.ones([2, 5, 3]));",
      "own: step: matMul: tensors that go together expected, got float32 [2, 5] and float32 [4, 4]: the inner sizes must be equal, here 5 and 4; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [2, 5], x float32 [2, 3]",
    ],
    [
      "unroll({ ...own, step: (p, s, x) => ({ h: x.matMul(p.Wx).sum(1) }) } as any, own.init(), tf.ones([2, 5, 3]));",
      "own: step: the state that it returns: h: a tensor [2, 4] expected, got a tensor [2]; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [2, 4], x float32 [2, 3]",
    ],
    [
      "unroll({ ...own, step: (p, s, x) => x.matMul(p.Wx) } as any, own.init(), tf.ones([2, 5, 3]));",
      "own: step: the state that it returns: h: a tensor [2, 4] expected, got nothing; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [2, 4], x float32 [2, 3]",
    ],
    [
      "unroll({ ...own, step: (p, s, x) => ({ h: x.matMul(p.Wx).dataSync() }) } as any, own.init(), tf.ones([2, 5, 3]));",
      "own: step: the state that it returns: h: a tensor [2, 4] expected, got a Float32Array; the step was given Wx float32 [3, 4], Wh float32 [4, 4], b float32 [4], h float32 [2, 4], x float32 [2, 3]",
    ],
    ["unroll(cell, params, tf.ones([2, 5]));", "unroll: x: a tensor [N, T, 3] expected, got a tensor [2, 5]"],
    [
      'unroll(cell, params, tf.ones([2, 5, 3], "int32"));',
      "unroll: x: a tensor [N, T] expected, got a tensor int32 [2, 5, 3]",
    ],
    [
      "unroll(cell, { Wx: params.Wx, Wh: params.Wh } as any, tf.ones([2, 5, 3]));",
      "unroll: params.b: a tensor [16] expected, got nothing",
    ],
    [
      "unroll(cell, params, tf.ones([2, 5, 3]), { initial: vanilla({ inputSize: 3, hiddenSize: 4 }).zeroState(2) as any });",
      "unroll: initial.c: a tensor [2, 4] expected, got nothing",
    ],
    [
      "cell.step(params, cell.zeroState(2), tf.ones([2, 5]));",
      "project: as many numbers in x as W has rows expected, got x [2, 5] and W [3, 16]",
    ],
    [
      "await train({ ...training(), loss: (p) => p.w.square() });",
      "train: a loss of one number expected, got a tensor [2, 2]; take its mean",
    ],
    [
      "await train({ ...training(), loss: (p, batch) => p.w.matMul(batch).sum() });",
      "matMul: tensors that go together expected, got float32 [2, 2] and float32 [1, 2]: the inner sizes must be equal, here 2 and 1",
    ],
  ],
  "Operations of TensorFlow's": [
    [
      "const hs = tf.ones([2, 3]);\nhs[0];",
      "line 2: hs[0]: a tensor has no elements; write hs.arraySync()[…] for numbers, hs.gather(…) for a tensor",
    ],
    ["const hs = tf.ones([2, 3]);\nhs * 2;", "line 2: hs * 2: a tensor has no operators; write hs.mul(2)"],
    ["const hs = tf.ones([2, 3]);\nhs + hs;", "line 2: hs + hs: a tensor has no operators; write hs.add(hs)"],
    ["const hs = tf.ones([2, 3]);\n2 - hs;", "line 2: 2 - hs: a tensor has no operators; write tf.sub(2, hs)"],
    ["tf.ones([2, 3]).matmul(tf.ones([3, 2]));", "line 1: tf.ones([2, 3]): no matmul; did you mean matMul?"],
    ["tf.ones(2, 3);", "line 1: tf.ones: shape: a list of numbers expected, got 2"],
    ["tf.ones([2, 3]).mul(undefined);", "mul: b: a tensor expected, got nothing"],
    [
      "tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]));",
      "matMul: tensors that go together expected, got float32 [2, 3] and float32 [2, 3]: the inner sizes must be equal, here 3 and 2",
    ],
    [
      "tf.ones([2, 3]).add(tf.ones([2, 4]));",
      "add: tensors that go together expected, got float32 [2, 3] and float32 [2, 4]: Incompatible shapes: [2,3] vs. [2,4]",
    ],
    [
      "tf.tensor([1, 2, 3]).reshape([2, 2]);",
      "reshape: tensors that go together expected, got float32 [3] and int32 [2]: Input to reshape is a tensor with 3 values, but the requested shape has 4",
    ],
    ["tf.tensor2d([[1, 2], [3]]);", "Element arr[1] should have 2 elements, but has 1 elements"],
    [
      "tf.oneHot(tf.tensor1d([0.5, 1]), 3);",
      "Argument 'indices' passed to 'oneHot' must be int32 tensor, but got float32 tensor",
    ],
  ],
  "A tensor that is gone": [
    [
      `const gone = tf.ones([2, 3]);
gone.dispose();
gone.add(1);`,
      "a tensor float32 [2, 3] is used after it was disposed: by dispose, or at the end of the tf.tidy that made it; dispose it later, return it from the tidy, or keep it with tf.keep",
    ],
    [
      `const gone = tf.ones([2, 3]);
gone.dispose();
tf.add(gone, 1);`,
      "add: a tensor float32 [2, 3] is used after it was disposed: by dispose, or at the end of the tf.tidy that made it; dispose it later, return it from the tidy, or keep it with tf.keep",
    ],
    [
      `const gone = tf.ones([2, 3]);
gone.dispose();
gone.dataSync();`,
      "a tensor float32 [2, 3] is used after it was disposed: by dispose, or at the end of the tf.tidy that made it; dispose it later, return it from the tidy, or keep it with tf.keep",
    ],
    [
      `let inside: tf.Tensor;
tf.tidy(() => {
  inside = tf.ones([2]);
});
compile((a: tf.Tensor) => a.add(1))(inside);`,
      "compile: among the arguments a tensor float32 [2] is used after it was disposed: by dispose, or at the end of the tf.tidy that made it; dispose it later, return it from the tidy, or keep it with tf.keep",
    ],
    [
      `const gone = cell.init(seed(2));
tf.dispose(gone);
unroll(cell, gone, tf.ones([2, 5, 3]));`,
      "unroll: params.Wx: a tensor [3, 16] that is not disposed expected, got a tensor [3, 16]",
    ],
  ],
  "What cannot be shown": [
    ["show(params as any);", "show: a figure, diagram, verdict, check, table or gallery expected, got an object"],
    [
      "show(languageModel);",
      "line 1: show: an own figure, verdict, checked, table, gallery or svg drawing expected, got an object { id, section, defaults, presets, configured, run, … }",
    ],
    [
      'show("hello");',
      'line 1: show: an own figure, verdict, checked, table, gallery or svg drawing expected, got "hello"; console.log prints a text, and so does the last line of a cell',
    ],
    ['show("hello" as any);', 'show: a figure, diagram, verdict, check, table or gallery expected, got "hello"'],
    [
      "languageModel.figures.loss({} as any);",
      "2.1-language-model: figures.loss: a result of run expected, got an object",
    ],
  ],
};

/** Longer than this no sentence is, apart from the names that it lists. */
const longest = 260; // characters

describe("a mistake in a cell is told in the words of whoever made it", () => {
  let kernel: Kernel;
  before(async () => {
    kernel = await Kernel.start();
    assert.equal((await kernel.run(given)).reply.evalue, undefined);
  });
  after(() => kernel.end());

  for (const [kind, cells] of Object.entries(mistakes)) {
    test(kind, async () => {
      const told: Told[] = [];
      for (const [cell] of cells) {
        const failed = await kernel.run(cell);
        told.push([cell, withoutList(failed.reply.evalue ?? "nothing")]);
        if (failed.reply.status === "error") followsTheLaws(traceback(failed));
      }
      assert.deepEqual(told, cells);
    });
  }
});

/** Which options there are, others decide. */
const withoutList = (sentence: string): string => sentence.replace(/there are .{50,}$/, "there are …");

/** One sentence in the end, and before it the reader's own line. */
function followsTheLaws(text: string): void {
  const lines = text.split("\n");
  assert.match(lines[0], /^ {2}in Cell \[\d+\], line \d+( \(.*\))?$/, text);
  assert.ok(
    lines.some((line) => line.startsWith("---->")),
    text,
  );
  assert.doesNotMatch(text, /node_modules|node:internal|tfjs|Promise<|not assignable/);
  const own = lines.filter((line) => !/^( {2}in Cell|---->| {6}\s*\d+ \||\s+\| +\^)/.test(line));
  assert.ok(own.length <= 3, text);
  for (const line of own)
    assert.ok(line.replace(/(\? |; )(there are|the step was given) .*/, "").length < longest, line);
}
