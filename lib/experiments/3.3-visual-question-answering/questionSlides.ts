import { fork, normal, seed } from "../../core/random";
import { prefixed, unprefixed } from "../../core/tensors";
import type { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import { type Join, joinLayer } from "../../models/joinLayer";
import { questionReader } from "../../models/questionReader";
import { type Slides, tokens } from "../shared/slide";

const H = 5;
const key = seed(4);

function joined(join: Join, weights: ReturnType<ReturnType<typeof joinLayer>["init"]>, q: tf.Tensor2D, v: tf.Tensor2D) {
  return joinLayer(join, H).apply(unprefixed(`${join}.`, weights), q, v);
}

/** Visual question answering: the encoder, the two ways to join, and the score of an answer. */
export const questionSlides = {
  "3.3-encoder": () => {
    const reader = questionReader({
      vocabSize: 6,
      embeddingSize: 4,
      hiddenSize: H,
      vectorSize: 8,
      attention: { placeSize: 4, attentionSize: 3 },
    });
    const [weights, x] = [reader.init(key), tokens(0, 3, 1)];
    const sight = { vector: normal<tf.Rank.R2>(key, [1, 8]), map: normal<tf.Rank.R3>(key, [1, 4, 4]) };
    const run = () => {
      const { hs, alphas } = reader.read(weights, x, sight);
      return { h: hs, ...(alphas && { α: alphas }) };
    };
    const title = "Encoder: picture and words go into one space, and an LSTM with attention reads them";
    return diagram(run, { name: "Encoder", title, weights, given: { v: sight.vector, C: sight.map, w: x } });
  },
  "3.3-fusion": () => {
    const parts = (["concatenate", "multiply"] as const).map((join) =>
      prefixed(`${join}.`, joinLayer(join, H).init(fork(key, join))),
    );
    const weights = Object.assign({}, ...parts);
    const [q, v] = [normal<tf.Rank.R2>(fork(key, "q"), [1, H]), normal<tf.Rank.R2>(fork(key, "v"), [1, H])];
    const run = () => ({
      concatenate: joined("concatenate", weights, q, v),
      multiply: joined("multiply", weights, q, v),
    });
    const title = "Question q and picture v become one vector: side by side, or multiplied";
    return diagram(run, { name: "Two ways to join", title, weights, given: { q, v } });
  },
  "3.3-dot-product": () => {
    const Wp = normal<tf.Rank.R2>(key, [6, H], 0.4);
    const [boxes, h] = [normal<tf.Rank.R2>(fork(key, "boxes"), [4, 6]), normal<tf.Rank.R2>(fork(key, "h"), [1, H])];
    const run = () => ({ p: boxes.matMul(Wp).mul(h).sum(1).reshape<tf.Tensor2D>([1, 4]).softmax() });
    const title = "Pointing: the dot product of each box with the last state, as a log-likelihood";
    return diagram(run, { name: "Pointing", title, weights: { Wp }, given: { F: boxes, h } });
  },
} satisfies Slides;
