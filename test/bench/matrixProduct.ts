import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import type { GemmRow } from "./protocol";

/** A product of two n × n matrices: 2 n³ floating-point operations. */
export function matrixProduct({ size }: GemmRow): () => number {
  const [a, b] = ["a", "b"].map((label) => normal<tf.Rank.R2>(fork(seed(1), label), [size, size]));
  return () => {
    tf.matMul(a, b).dispose();
    return 2 * size ** 3;
  };
}
