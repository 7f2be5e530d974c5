import { expectForm, forms } from "../core/argumentForms";
import { inCell } from "../core/inCell";
import { scoped } from "../core/scoped";
import type { Diagram } from "../diagrams/networkDiagram";
import { wiringSlides } from "./1-basis/wiringSlides";
import { helloSlide, letterSlides } from "./2.1-character-language-model/letterSlides";
import { windowSlides } from "./2.2-truncated-bptt/windowSlides";
import { recurrenceSlides } from "./2-vanilla-rnn/recurrenceSlides";
import { captionerSlide } from "./3.1-image-captioning/captionerSlides";
import { attentionSlides } from "./3.2-attention/attentionSlides";
import { questionSlides } from "./3.3-visual-question-answering/questionSlides";
import { stackSlides } from "./4-multilayer/stackSlides";
import { gradientSlides } from "./5.1-exploding-and-vanishing-gradients/gradientSlides";
import { lstmSlides } from "./5.2-lstm/lstmSlides";
import { gruSlides } from "./5.3-gru/gruSlides";

const slides = {
  ...wiringSlides,
  ...recurrenceSlides,
  ...letterSlides,
  ...windowSlides,
  ...attentionSlides,
  ...questionSlides,
  ...stackSlides,
  ...gradientSlides,
  ...lstmSlides,
  ...gruSlides,
};

/** Those of a network that is trained first. */
const trained = { "2.1-hello": helloSlide, "3.1-captioner": captionerSlide };
const isTrained = (name: SlideName): name is keyof typeof trained => name in trained;

/** The name of a drawing of the lecture: its section's number, and what it shows. */
export type SlideName = keyof typeof slides | keyof typeof trained;
/** The names of all drawings of the lecture. */
export const slideNames = [...Object.keys(slides), ...Object.keys(trained)].sort() as readonly SlideName[];

/** A drawing of the lecture, made from a run of the lab's own network: `show(await slide("5.2-lstm"))`. */
export async function slide(name: SlideName): Promise<Diagram> {
  expectForm("slide", forms.oneOf(slideNames), name);
  if (!isTrained(name)) return { ...scoped(slides[name]), name };
  // What it shows is the drawing, not its training.
  const drawing = await inCell("training", trained[name], { figure: "goes", quietFor: Infinity });
  return { ...drawing, name };
}
