import { asOne } from "../../core/tape";
import { tf } from "../../core/tf";
import type { Diagram } from "../../diagrams/networkDiagram";
import { categorical } from "../../train/categorical";

/** Drawings of the lecture by their names, each made when it is asked for. */
export type Slides = Readonly<Record<string, () => Diagram>>;

/** Numbers of tokens as one sequence, int32 [1, T]. */
export const tokens = (...numbers: readonly number[]): tf.Tensor2D => tf.tensor2d([[...numbers]], undefined, "int32");

/** One of the things that p [1, V] is about as a one-hot, drawn by a uniform number. */
export function drawFrom(p: tf.Tensor2D, uniform: number): tf.Tensor2D {
  const draw = () => {
    const token = categorical(p.log() as tf.Tensor2D, {
      uniforms: tf.tensor1d([uniform]),
      temperatures: tf.tensor1d([1]),
    });
    return { x: tf.oneHot(token, p.shape[1]).cast("float32") };
  };
  return asOne({ kind: "part", name: "draw", reads: { p } }, draw).x as tf.Tensor2D;
}
