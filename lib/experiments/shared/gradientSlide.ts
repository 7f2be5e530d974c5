import { type Cell, scan } from "../../cells/cell";
import { normal, seed } from "../../core/random";
import type { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import type { Diagram } from "../../diagrams/networkDiagram";

/** Six steps of a fresh cell, and the gradient's way back from the last h. */
export function gradientSlide(cell: Cell, title: string): Diagram {
  const [weights, x] = [cell.init(seed(1)), normal<tf.Rank.R3>(seed(2), [1, 6, cell.inputSize])];
  const run = () => {
    const { h } = scan(cell, weights, x)[5];
    return { y: h, loss: h.sum() };
  };
  return diagram(run, { name: title, title, weights, given: { x }, gradients: true });
}
