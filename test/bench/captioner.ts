import { lstm } from "../../lib/cells/lstm";
import { rowsOf } from "../../lib/cells/projection";
import { compileLoop } from "../../lib/core/compileLoop";
import { fork, normal, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { crossEntropy } from "../../lib/models/crossEntropy";
import { compiledDescent } from "./compiledDescent";
import type { CaptionDecodeRow, CaptionTrainRow } from "./protocol";

type Row = CaptionTrainRow | CaptionDecodeRow;
type State = { readonly h: tf.Tensor2D; readonly c: tf.Tensor2D };

/** LSTM with additive attention over L places: reads [embedding of the last word, context]. */
function captioner({ featureSize: F, attentionSize: A, embeddingSize: E, hiddenSize: H, vocabSize: V }: Row) {
  const cell = lstm({ inputSize: E + F, hiddenSize: H });
  const weights = (name: string, shape: [number, number]) => normal<tf.Rank.R2>(fork(seed(3), name), shape, 0.05);
  const params = {
    ...cell.init(seed(4)),
    ofFeatures: weights("features", [F, A]),
    ofState: weights("state", [H, A]),
    score: weights("score", [A, 1]),
    embedding: weights("embedding", [V, E]),
    Wy: weights("Wy", [H, V]),
    by: tf.zeros<tf.Rank.R1>([V]),
  };
  type Params = typeof params;
  return {
    params,
    zeroState: cell.zeroState,
    /** [N, L, A] of the features [N, L, F]. */
    keys: ({ ofFeatures }: Params, features: tf.Tensor3D) =>
      features
        .reshape<tf.Tensor2D>([-1, F])
        .matMul(ofFeatures)
        .reshape<tf.Tensor3D>([...features.shape.slice(0, 2), A] as never),
    step(
      params: Params,
      word: tf.Tensor,
      state: State,
      { features, keys }: { features: tf.Tensor3D; keys: tf.Tensor3D },
    ): State {
      const [N, L] = features.shape;
      const query = state.h.matMul(params.ofState).reshape([N, 1, A]);
      const scores = keys
        .add(query)
        .tanh()
        .reshape<tf.Tensor2D>([N * L, A])
        .matMul(params.score);
      const alpha = scores.reshape([N, L]).softmax().reshape<tf.Tensor3D>([N, 1, L]);
      const context = alpha.matMul(features).reshape([N, F]);
      return cell.step(params, state, tf.concat([word, context], 1) as tf.Tensor2D);
    },
    logits: ({ Wy, by }: Params, h: tf.Tensor2D) => h.matMul(Wy).add(by) as tf.Tensor2D,
  };
}

const featuresOf = ({ places, featureSize }: Row, N: number) =>
  normal<tf.Rank.R3>(fork(seed(5), "features"), [N, places, featureSize]);

export function captionTraining(row: CaptionTrainRow): () => number {
  const { batchSize: N, timeSteps: T, vocabSize: V } = row;
  const model = captioner(row);
  const next = uniforms(seed(6));
  const words = () =>
    tf.tensor2d(
      Int32Array.from({ length: N * T }, () => Math.floor(V * next())),
      [N, T],
      "int32",
    );
  const batch = { features: featuresOf(row, N), inputs: words(), targets: words() };
  const step = compiledDescent(model.params, batch, (params, { features, inputs, targets }) => {
    const given = { features, keys: model.keys(params, features) };
    const states: State[] = [model.zeroState(features.shape[0])];
    for (const word of tf.unstack(rowsOf(params.embedding, inputs.transpose()))) {
      states.push(model.step(params, word, states[states.length - 1], given));
    }
    const hs = tf.concat(states.slice(1).map(({ h }) => h));
    return crossEntropy(model.logits(params, hs), targets.transpose().flatten());
  });
  return () => {
    step();
    return N * T;
  };
}

export function captionDecoding(row: CaptionDecodeRow): () => number {
  const { beams } = row;
  const { params, zeroState, keys, step, logits } = captioner(row);
  const features = featuresOf(row, beams);
  const words = tf.fill([beams], 3, "int32");
  const given = { params, words, features, keys: keys(params, features) };
  const steps = compileLoop((fixed: typeof given, state: State) => {
    const next = step(fixed.params, rowsOf(fixed.params.embedding, fixed.words), state, fixed);
    return { state: next, seen: [logits(fixed.params, next.h).logSoftmax()] };
  });
  let state: State = zeroState(beams);
  const length = 16;
  return () => {
    const before = state;
    state = steps(given, before, (next) => {
      for (let t = 0; t < length; t++) next();
    });
    tf.dispose(before as tf.TensorContainer);
    return length;
  };
}
