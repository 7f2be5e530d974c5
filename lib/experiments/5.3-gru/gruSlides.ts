import { gru } from "../../cells/gru";
import { diagram } from "../../diagrams/diagram";
import type { Slides } from "../shared/slide";

/** The GRU's step. */
export const gruSlides = {
  "5.3-gru": () => diagram(gru({ inputSize: 4, hiddenSize: 8 }), { title: "GRU: one step" }),
} satisfies Slides;
