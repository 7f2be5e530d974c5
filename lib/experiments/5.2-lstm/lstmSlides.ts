import { lstm } from "../../cells/lstm";
import { diagram } from "../../diagrams/diagram";
import { gradientSlide } from "../shared/gradientSlide";
import type { Slides } from "../shared/slide";

const sizes = { inputSize: 4, hiddenSize: 8 };

/** The LSTM's step, and the way that it leaves to the gradient. */
export const lstmSlides = {
  "5.2-lstm": () => diagram(lstm(sizes), { title: "LSTM: one step" }),
  "5.2-gradient-highway": () =>
    gradientSlide(lstm({ ...sizes, forgetBias: 3 }), "The straight way along c: multiplied by the forget gates alone"),
} satisfies Slides;
