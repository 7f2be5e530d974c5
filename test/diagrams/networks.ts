import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { normal, seed } from "../../lib/core/random";
import type { NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { attentionCaptioner } from "../../lib/models/attention";
import { captioner } from "../../lib/models/captioner";
import { charLm } from "../../lib/models/charLm";
import { manyToOne } from "../../lib/models/manyToOne";
import { oneToMany } from "../../lib/models/oneToMany";
import { readOuts } from "../../lib/models/readOut";
import { seq2seq } from "../../lib/models/seq2seq";

/** What a drawing is made from: called within a scope. */
export interface Drawable {
  readonly weights: NamedTensors;
  readonly given: NamedTensors;
  readonly run: () => NamedTensors;
}

const key = seed(3);
const tokens = (...numbers: number[]) => tf.tensor2d([numbers], undefined, "int32");
const rnn = (inputSize: number) => vanilla({ inputSize, hiddenSize: 6 });

/** Every wiring and every model of the lab that a drawing can show. */
export const networks: Readonly<Record<string, () => Drawable>> = {
  ...Object.fromEntries(
    [rnn(5), lstm({ inputSize: 5, hiddenSize: 6 }), gru({ inputSize: 5, hiddenSize: 6 })].map((cell) => [
      `${cell.name} language model`,
      languageModel(cell),
    ]),
  ),
  "language model of three layers": languageModel(
    stack([lstm({ inputSize: 5, hiddenSize: 6 }), gru({ inputSize: 6, hiddenSize: 6 }), rnn(6)]),
  ),
  ...Object.fromEntries(
    readOuts.map((readOut) => [
      `many to one, ${readOut}`,
      () => {
        const model = manyToOne(rnn(4), { classes: 3, length: 4, readOut });
        const [weights, x] = [model.init(key), normal<tf.Rank.R3>(key, [1, 4, 4])];
        return { weights, given: { x }, run: () => ({ y: model.logits(weights, x) }) };
      },
    ]),
  ),
  "one to many": () => {
    const model = oneToMany(rnn(5), { conditionSize: 3 });
    const [weights, c, x] = [model.init(key), normal<tf.Rank.R2>(key, [1, 3]), tokens(0, 3, 1)];
    return { weights, given: { c, x }, run: () => ({ y: model.logits(weights, x, model.start(weights, c)).logits }) };
  },
  "encoder and decoder": () => {
    const model = seq2seq(rnn(5), rnn(6));
    const [weights, x, s] = [model.init(key), tokens(0, 3, 1), tokens(0, 2, 4)];
    const run = () => ({
      y: model.logits(weights, s, model.encode(weights, { tokens: x, mask: tf.ones([1, 3]) })).logits,
    });
    return { weights, given: { x, s }, run };
  },
  captioner: () => {
    const model = captioner(lstm({ inputSize: 3 + 6, hiddenSize: 5 }), { vocabSize: 6, imageSize: 6 });
    const [weights, v, x] = [model.init(key), normal<tf.Rank.R2>(key, [1, 6]), tokens(0, 3, 2)];
    return { weights, given: { v, x }, run: () => ({ y: model.logits(weights, x, model.start(weights, v)).logits }) };
  },
  ...Object.fromEntries(
    (["soft", "mean"] as const).map((glance) => [
      `captioner with ${glance} attention`,
      () => {
        const options = { vocabSize: 6, places: 4, featureSize: 5, attentionSize: 4, glance };
        const model = attentionCaptioner(lstm({ inputSize: 3 + 5, hiddenSize: 5 }), options);
        const [weights, image, x] = [model.init(key), normal<tf.Rank.R3>(key, [1, 4, 5]), tokens(0, 3, 2)];
        const run = () => {
          const { logits, alphas } = model.read(weights, x, { state: model.start(weights, image) });
          return { d: logits.softmax(), α: alphas };
        };
        return { weights, given: { image, x }, run };
      },
    ]),
  ),
};

function languageModel(cell: Parameters<typeof charLm>[0]): () => Drawable {
  return () => {
    const model = charLm(cell);
    const [weights, x] = [model.init(key), tokens(0, 1, 2, 2)];
    const run = () => {
      const { logits } = model.logits(weights, x);
      return {
        y: logits,
        loss: tf.losses.softmaxCrossEntropy(tf.oneHot([1, 2, 2, 3], 5), logits.reshape([4, 5])) as tf.Scalar,
      };
    };
    return { weights, given: { x }, run };
  };
}
