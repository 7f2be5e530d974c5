import { answerQuestion } from "../models/shipped/shippedAnswerer";
import { field } from "../view/controls";
import { moment } from "../view/moment";
import { networkOf } from "./networkOf";
import { asSeen, pictureControls, seenPicture, toldOfOwn } from "./seenPicture";
import { looksFigure } from "./wordLooks";

/** A question that one types about a scene that one composes. */
export const askedPicture = moment({
  name: "3.3-question",
  title: "What does it answer, and where did it look?",
  networks: ["3.3-vqa"],
  artwork: true,
  controls: {
    question: field("what is to the left of the chair", { label: "you ask", most: 80 }),
    ...pictureControls({ 8: "cow", 10: "chair" }),
  },
  async answer({ question, ...composed }) {
    if (!/\p{Letter}/u.test(question)) return "Type a question, such as: what animal is there";
    const picture = seenPicture(composed);
    const network = networkOf("3.3-vqa");
    const words = await asSeen(picture, network.eye.imageSize, (tensor) => answerQuestion(network, tensor, question));
    const answer = words.filter(({ part }) => part === "answer").map(({ word }) => word);
    return [await looksFigure(picture, words, `It answers: ${answer.join(" ") || "nothing"}`), ...toldOfOwn(picture)];
  },
});
