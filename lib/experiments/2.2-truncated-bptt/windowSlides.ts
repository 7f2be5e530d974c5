import { scan } from "../../cells/cell";
import { vanilla } from "../../cells/vanilla";
import { detached } from "../../core/detached";
import { normal, seed } from "../../core/random";
import type { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import type { Slides } from "../shared/slide";

/** Truncated back-propagation through time. */
export const windowSlides = {
  "2.2-windows": () => {
    const cell = vanilla({ inputSize: 4, hiddenSize: 6 });
    const [weights, x] = [cell.init(seed(1)), normal<tf.Rank.R3>(seed(2), [1, 6, 4])];
    const run = () => {
      const before = scan(cell, weights, x.slice([0, 0], [1, 3]) as tf.Tensor3D);
      const window = scan(cell, weights, x.slice([0, 3], [1, 3]) as tf.Tensor3D, { h: detached(before[2].h) });
      return { y: window[2].h, loss: window[2].h.sum() };
    };
    const title = "The state goes from window to window, the gradient stops at the window's edge";
    return diagram(run, { name: "Truncated back-propagation", title, weights, given: { x }, gradients: true });
  },
} satisfies Slides;
