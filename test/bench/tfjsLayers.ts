/** A contestant: stock tf.layers, trained operation by operation. */
import { tf } from "../../lib/core/tf";
import { serve } from "./contestant";
import { crossEntropy, descent } from "./descent";
import type { CellName, TrainRow } from "./protocol";
import { trainData } from "./trainData";

type Options = Parameters<typeof tf.layers.simpleRNN>[0];

// True sigmoids as everywhere else, where tfjs's default is a hard one. Its GRU knows reset before the product only.
const builders: Record<CellName, (options: Options) => tf.layers.Layer> = {
  RNN: (options) => tf.layers.simpleRNN(options),
  LSTM: (options) => tf.layers.lstm({ ...options, recurrentActivation: "sigmoid" }),
  GRU: (options) => tf.layers.gru({ ...options, recurrentActivation: "sigmoid" }),
};

function training(row: TrainRow): () => number {
  const { batchSize: N, timeSteps: T, inputSize: D, hiddenSize: H, vocabSize: V } = row;
  // The default, an orthogonal matrix, takes tfjs a second at this size.
  const options: Options = { units: H, returnSequences: true, recurrentInitializer: "glorotUniform" };
  const model = tf.sequential();
  for (let l = 0; l < row.layers; l++) model.add(builders[row.cell]({ ...options, inputShape: [T, l ? H : D] }));
  model.add(tf.layers.dense({ units: V }));
  const { x, targets } = trainData(row);
  const step = descent(() => {
    const logits = model.apply(x, { training: true }) as tf.Tensor3D;
    return crossEntropy(logits.reshape([-1, V]), targets);
  });
  return () => {
    step();
    return N * T;
  };
}

void serve({ train: training });
