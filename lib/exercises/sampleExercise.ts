import { fork, normal, seed, uniforms } from "../core/random";
import { tf } from "../core/tf";
import { categorical } from "../train/categorical";
import type { Exercise, Mistake } from "./exercise";

/** logits [V], the temperature, and the uniform number u in [0, 1) that decides. */
export type SampleArguments = [logits: tf.Tensor1D, temperature: number, u: number];

const V = 6;
const temperatures = [0.5, 1, 2];
const drawsEach = 16;

/** The first token at which the sum of these numbers exceeds u; the last where none does. */
const first = (u: number, weights: Iterable<number>): number => {
  let sum = 0;
  let token = 0;
  for (const weight of weights) {
    sum += weight;
    if (sum > u) break;
    token++;
  }
  return Math.min(token, V - 1);
};
const softmax = (logits: tf.Tensor): Float32Array => tf.softmax(logits).dataSync<"float32">();

const wrong = (says: string, answer: (...args: SampleArguments) => number): Mistake<SampleArguments> => ({
  says,
  answer,
});

/** x ~ softmax(logits / temperature): the first token whose cumulated probability exceeds u */
export const sampleExercise: Exercise<SampleArguments> = {
  name: "Sampling",
  takes: ["logits", "temperature", "u"],
  returns: "the number of a token",
  trials() {
    const logits = normal<tf.Rank.R1>(fork(seed(19), "logits"), [V], 1.2);
    const next = uniforms(fork(seed(19), "u"));
    return temperatures.flatMap((temperature) => {
      // Not so near to an edge that rounding decides.
      const edges = tf.cumsum(tf.softmax(logits.div(temperature))).arraySync() as number[];
      const draws = Array.from({ length: 4 * drawsEach }, () => Number(next().toFixed(3)));
      const clear = draws.filter((u) => edges.every((edge) => Math.abs(edge - u) > 1e-3)).slice(0, drawsEach);
      return clear.map((u) => ({
        args: [logits, temperature, u] as SampleArguments,
        given: `temperature ${temperature}, u ${u}`,
      }));
    });
  },
  right: (logits, temperature, u) =>
    categorical(logits.reshape([1, V]), {
      uniforms: tf.tensor1d([u]),
      temperatures: tf.tensor1d([temperature]),
    }).reshape([]),
  mistakes: [
    wrong("This is the argmax: the token is drawn, and u decides which.", (logits) => logits.argMax().dataSync()[0]),
    wrong("The logits are multiplied by the temperature: they are divided by it.", (logits, temperature, u) =>
      first(u, softmax(logits.mul(temperature))),
    ),
    wrong("The temperature is missing: softmax(logits / temperature).", (logits, _, u) => first(u, softmax(logits))),
    wrong(
      "The probabilities are divided by the temperature: the logits are, before the softmax.",
      (logits, temperature, u) =>
        first(
          u,
          softmax(logits).map((p) => p / temperature),
        ),
    ),
    wrong("The softmax is missing: logits are no probabilities.", (logits, temperature, u) =>
      first(u, logits.div(temperature).dataSync()),
    ),
    wrong(
      "The probabilities are not normalised: exp is there, the division by the sum is missing.",
      (logits, temperature, u) => first(u, logits.div(temperature).exp().dataSync()),
    ),
    wrong(
      "All tokens are equally likely here: u is compared with the cumulated probabilities.",
      (_logits, _temperature, u) => Math.floor(u * V),
    ),
    wrong(
      "u is compared with each probability alone: it is compared with their sum so far.",
      (logits, temperature, u) => {
        const token = softmax(logits.div(temperature)).findIndex((p) => p > u);
        return token < 0 ? V - 1 : token;
      },
    ),
    wrong(
      "The tokens are counted from 1: they are counted from 0.",
      (logits, temperature, u) => first(u, softmax(logits.div(temperature))) + 1,
    ),
    wrong(
      "The token is one too far: the first whose cumulated probability exceeds u is drawn.",
      (logits, temperature, u) => Math.min(first(u, softmax(logits.div(temperature))) + 1, V - 1),
    ),
    wrong(
      "The token is one too early: the first whose cumulated probability exceeds u is drawn.",
      (logits, temperature, u) => Math.max(first(u, softmax(logits.div(temperature))) - 1, 0),
    ),
    wrong(
      "The probabilities are summed from the last token on: sum them from the first.",
      (logits, temperature, u) => V - 1 - first(u, [...softmax(logits.div(temperature))].reverse()),
    ),
  ],
};
