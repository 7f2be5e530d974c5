import { vanilla } from "../../cells/vanilla";
import { normal, seed } from "../../core/random";
import type { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import { manyToMany } from "../../models/manyToMany";
import type { Slides } from "../shared/slide";

/** The recurrence: as a loop and unrolled, and one step of it from the inside. */
export const recurrenceSlides = {
  "2-recurrence": () => {
    const model = manyToMany(vanilla({ inputSize: 4, hiddenSize: 6 }), { classes: 3 });
    const [weights, x] = [model.init(seed(1)), normal<tf.Rank.R3>(seed(2), [1, 4, 4])];
    const title = "A loop over time, and the same unrolled: every step has the same W";
    return diagram(() => ({ y: model.logits(weights, x) }), {
      name: "The recurrence",
      title,
      weights,
      given: { x },
      loop: true,
    });
  },
  "2-cell": () => diagram(vanilla({ inputSize: 4, hiddenSize: 8 }), { title: "Vanilla RNN: one step" }),
} satisfies Slides;
