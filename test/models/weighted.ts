import type { Cell } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { memoryless } from "../../lib/cells/memoryless";
import { stack } from "../../lib/cells/stack";
import { stackOf } from "../../lib/cells/stackOf";
import type { Weighted } from "../../lib/cells/torchModule";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, type Key, normal } from "../../lib/core/random";
import { mapTensors, type NamedTensors } from "../../lib/core/tensors";
import { answerModel } from "../../lib/models/answer";
import { attentionCaptioner } from "../../lib/models/attention";
import { captioner } from "../../lib/models/captioner";
import { charLm } from "../../lib/models/charLm";
import { joinLayer } from "../../lib/models/joinLayer";
import { manyToMany } from "../../lib/models/manyToMany";
import { manyToOne } from "../../lib/models/manyToOne";
import { oneToMany } from "../../lib/models/oneToMany";
import { placesNetwork } from "../../lib/models/placesNetwork";
import { pointingModel, scorings } from "../../lib/models/pointing";
import { questionReader } from "../../lib/models/questionReader";
import { seq2seq } from "../../lib/models/seq2seq";
import { softAttention } from "../../lib/models/softAttention";
import { tellingModel } from "../../lib/models/telling";
import { vgg } from "../../lib/models/vgg";
import { cells } from "../cells/cells";

/** All different, so that a transposed axis cannot pass. */
export const [D, H] = [5, 7];
const sizes = { inputSize: D, hiddenSize: H };

/** The cells that are modules of PyTorch's, alone and as stacks of one, two and three layers. */
export const torchCells: Readonly<Record<string, Cell>> = Object.fromEntries(
  Object.entries({
    "vanilla RNN": vanilla,
    "rectified RNN": (given: typeof sizes) => vanilla({ ...given, activation: "relu", gain: 0.4 }),
    LSTM: lstm,
    "GRU, reset after": (given: typeof sizes) => gru({ ...given, resetAfter: true }),
  }).flatMap(([name, build]) => {
    const layers = (depth: number) =>
      stack(Array.from({ length: depth }, (_, l) => build(l === 0 ? sizes : { ...sizes, inputSize: H }) as Cell));
    return [[name, build(sizes)], ...[1, 2, 3].map((depth) => [`${name}, a stack of ${depth}`, layers(depth)])];
  }),
);

/** Stacks that are a module for each layer. */
export const mixedStacks: Readonly<Record<string, Cell>> = {
  "a stack of other sizes": stack([lstm({ inputSize: D, hiddenSize: 4 }), lstm({ inputSize: 4, hiddenSize: H })]),
  "a stack of other kinds": stack([lstm({ inputSize: D, hiddenSize: H }), vanilla({ inputSize: H, hiddenSize: H })]),
};

const V = 6;
const cell = stackOf({ cell: "lstm", layers: 2, inputSize: V, hiddenSize: H });
const words = lstm({ inputSize: 4 + D, hiddenSize: H });
const reading = { vocabSize: V, embeddingSize: 4, hiddenSize: H };
const scene = { vocabSize: V, places: 3, featureSize: D, attentionSize: 2 };
const looking = questionReader({ ...reading, vectorSize: 3, attention: { placeSize: D, attentionSize: 2 } });

/** Every builder's model, of cells that PyTorch has. */
export const models = {
  charLm: charLm(cell),
  captioner: captioner(words, { vocabSize: V, imageSize: D }),
  attentionCaptioner: attentionCaptioner(words, scene),
  "attentionCaptioner with all options": attentionCaptioner(words, {
    ...scene,
    deepOutput: true,
    gate: true,
    askWithWord: true,
  }),
  oneToMany: oneToMany(cell, { conditionSize: 3 }),
  manyToOne: manyToOne(cell, { classes: 3, length: 4, readOut: "all" }),
  manyToMany: manyToMany(cell, { classes: 3 }),
  answerModel: answerModel(cell, 2),
  seq2seq: seq2seq(lstm({ inputSize: V, hiddenSize: H }), lstm({ inputSize: 4, hiddenSize: H })),
  softAttention: softAttention({ placeSize: D, hiddenSize: H, attentionSize: 2 }),
  joinLayer: joinLayer("concatenate", H),
  questionReader: looking,
  "questionReader of words": questionReader(reading),
  tellingModel: tellingModel(looking, { vocabSize: V }),
  ...Object.fromEntries(
    scorings.map((scoring) => [`pointing, ${scoring}`, pointingModel(looking, { scoring, boxSize: 3 })]),
  ),
  placesNetwork: placesNetwork({ name: "places", imageSize: 8, blocks: [[2, 3], [4]], own: [D, H], classes: 3 }),
  vgg: vgg({ name: "small", imageSize: 8, blocks: [[2, 3], [4]], hidden: [D, H], classes: 3, prepare: (x) => x }),
} satisfies Record<string, Weighted>;

/** What keeps the lab's names, as PyTorch has no such module; a copy of a cell is a cell of the user's own. */
export const unknown = {
  "GRU, reset before": gru(sizes),
  "a GRU's stack": stackOf({ cell: "gru", layers: 2, ...sizes }),
  "linear RNN": vanilla({ ...sizes, activation: "linear" }),
  memoryless: memoryless(sizes) as unknown as Cell,
  "a cell of one's own": { ...lstm(sizes), name: "mine" } as unknown as Cell,
} satisfies Record<string, Cell>;

/** All that has weights. */
export const weighted: Readonly<Record<string, Weighted>> = {
  ...Object.fromEntries(cells.map((one, i) => [`cell ${i}, ${one.name}`, one])),
  ...{ ...torchCells, ...mixedStacks, ...models, ...unknown },
  ...Object.fromEntries(Object.entries(unknown).map(([name, one]) => [`charLm of ${name}`, charLm(one)])),
};

/** Weights that have been trained, as it were: no two alike, biases too, of which some are large. */
export function trainedWeights(model: Weighted, key: Key, scale = 1): NamedTensors {
  return mapTensors(model.init(fork(key, "init")), (weight, name) =>
    weight.add(normal(fork(key, name), weight.shape as [number], weight.rank === 1 ? scale : 0.1)),
  );
}
