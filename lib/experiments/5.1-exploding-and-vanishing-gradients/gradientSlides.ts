import { vanilla } from "../../cells/vanilla";
import { gradientSlide } from "../shared/gradientSlide";
import type { Slides } from "../shared/slide";

/** The gradient's way back through W at every step. */
export const gradientSlides = {
  "5.1-gradient-flow": () =>
    gradientSlide(vanilla({ inputSize: 4, hiddenSize: 8 }), "The gradient goes back through the same W at every step"),
} satisfies Slides;
