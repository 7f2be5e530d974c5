import { fork, normal, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import type { TrainRow } from "./protocol";

/** What is learnt is noise, x [N, T, D] and targets [N · T]: the benchmark is about time. */
export function trainData({ batchSize: N, timeSteps: T, inputSize: D, vocabSize: V }: TrainRow) {
  const key = seed(64);
  const x = normal<tf.Rank.R3>(fork(key, "x"), [N, T, D]);
  const next = uniforms(fork(key, "targets"));
  const targets = tf.tensor1d(
    Int32Array.from({ length: N * T }, () => Math.floor(V * next())),
    "int32",
  );
  return { x, targets };
}
