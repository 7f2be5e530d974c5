import type { Cell } from "../cells/cell";
import { gru } from "../cells/gru";
import { lstm } from "../cells/lstm";
import { stack } from "../cells/stack";
import { vanilla } from "../cells/vanilla";
import type { TextNetworkConfig } from "./openTextNetwork";

/** What a text network reads with, and how it is trained. */
export interface TextNetwork {
  /** Of V characters, which come in one-hot: with the variance 1, therefore `fanIn: 1`. */
  readonly cell: (V: number) => Cell;
  readonly config: TextNetworkConfig;
}

const novel: TextNetworkConfig = {
  corpus: "moby-dick",
  ...{ batchSize: 32, windowLength: 64, steps: 4_000, seed: 1 },
  // By Adam; the learning rate falls in a line to zero.
  ...{ learningRate: 0.01, clipNorm: 5, evaluateEvery: 250 },
};

/** Side by side in section 5.3: equal in all but the cell. */
const oneLayer = 128;

/** The language models over characters: which text each has read, how large it is, and how it was trained. */
export const textNetworks = {
  "2.1-lstm": {
    cell: (V) => stack([lstm({ inputSize: V, hiddenSize: 128, fanIn: 1 }), lstm({ inputSize: 128, hiddenSize: 128 })]),
    config: { ...novel, steps: 8_000, dropout: 0.1 },
  },
  "3-lstm": {
    cell: (V) => lstm({ inputSize: V, hiddenSize: 192, fanIn: 1 }),
    config: { ...novel, corpus: "rxjs", steps: 3_000 },
  },
  "4-stack": {
    cell: (V) =>
      stack([V, 64, 64, 64].map((inputSize, l) => lstm({ inputSize, hiddenSize: 64, ...(l === 0 && { fanIn: 1 }) }))),
    config: { ...novel, steps: 2_500 },
  },
  "5.3-rnn": { cell: (V) => vanilla({ inputSize: V, hiddenSize: oneLayer, fanIn: 1 }), config: novel },
  "5.3-lstm": { cell: (V) => lstm({ inputSize: V, hiddenSize: oneLayer, fanIn: 1 }), config: novel },
  "5.3-gru": { cell: (V) => gru({ inputSize: V, hiddenSize: oneLayer, fanIn: 1 }), config: novel },
} satisfies Record<string, TextNetwork>;
