import { lstm } from "../../cells/lstm";
import { stack } from "../../cells/stack";
import { seed } from "../../core/random";
import { diagram } from "../../diagrams/diagram";
import { charLm } from "../../models/charLm";
import { type Slides, tokens } from "../shared/slide";

/** Depth and time. */
export const stackSlides = {
  "4-stack": () => {
    const model = charLm(stack([lstm({ inputSize: 5, hiddenSize: 6 }), lstm({ inputSize: 6, hiddenSize: 6 })]));
    const [weights, x] = [model.init(seed(1)), tokens(0, 1, 2, 2)];
    const title = "Two layers: each reads the h of the one below, at the same time step";
    return diagram(() => ({ y: model.logits(weights, x).logits }), {
      name: "Two layers",
      title,
      weights,
      given: { x },
    });
  },
} satisfies Slides;
