import { type Figure, palette } from "../../../view/figure";
import { type ColourPicture, pictureSheet } from "../../../view/pictureSheet";
import { accuracyBars } from "../answerFigures";
import { descriptions, type PointingResult, pointers } from "./config";

/** The boxes come in any order: who does not see them cannot do better. */
const dotted = "chance, the question alone";

/** By what the question needs. */
export const pointingNeedsFigure = ({ models, asked }: PointingResult): Figure =>
  accuracyBars(models, {
    title: "Boxes pointed to rightly, by what the question needs",
    dotted,
    measures: ["all", "interaction", "picture"],
    conditions: pointers,
    asked,
  });

/** By what tells the thing apart. */
export const descriptionsFigure = ({ models, asked }: PointingResult): Figure =>
  accuracyBars(models, {
    title: "Boxes pointed to rightly, by how the question describes the thing",
    dotted,
    measures: descriptions,
    conditions: pointers,
    asked,
  });

/** Relations by the number of things: who only knows that the named thing is not meant finds one in all but that. */
export const relationsFigure = ({ models, asked }: PointingResult): Figure =>
  accuracyBars(models, {
    title: "“Which one is left of the drum?”, by how many things there are",
    dotted,
    measures: ["2 things", "3 things", "4 things"],
    conditions: pointers,
    asked,
  });

const [right, taken] = [palette[2], palette[1]];

/** Test questions with their four boxes: green the right one, orange what the dot product takes instead; below, who points rightly. */
export function pointedFigure({ shown }: PointingResult): Figure {
  const pictures = shown.map(({ text, boxes, answer, chosen, pixels, side }): ColourPicture => {
    const own = chosen["dot product"];
    const frames = boxes.map((box, i) => ({
      ...box,
      ...(i === answer
        ? { colour: right, name: "right" }
        : i === own
          ? { colour: taken, name: "taken" }
          : { colour: "#888888" }),
    }));
    const others = Object.keys(chosen).filter((name) => chosen[name] === answer);
    const captions = [`<i>${text}?</i>`, `right: ${others.join(", ") || "none"}`];
    return { pixels: Buffer.from(pixels, "base64"), side, captions, frames };
  });
  const title = "Four boxes, and the one that the question means";
  return pictureSheet({
    title,
    pictures,
    columns: 3,
    alt: `${title}: ${shown.map(({ text, answer, chosen }) => `${text}? ${chosen["dot product"] === answer ? "found" : "missed"}`).join("; ") || "no model has finished"}`,
  });
}
