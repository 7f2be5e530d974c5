import { answerQuestion } from "../models/shipped/shippedAnswerer";
import { field } from "../view/controls";
import { moment } from "../view/moment";
import { asSeen, composedScene, sceneControls } from "./composedScene";
import { networkOf } from "./networkOf";
import { looksFigure } from "./wordLooks";

/** A question that one types about a scene that one composes. */
export const askedPicture = moment({
  name: "3.3-question",
  title: "What does it answer, and where did it look?",
  networks: ["3.3-vqa"],
  artwork: true,
  controls: {
    question: field("what is to the left of the chair", { label: "you ask", most: 80 }),
    ...sceneControls({ 8: "cow", 10: "chair" }),
  },
  async answer({ question, ...composed }) {
    if (!/\p{Letter}/u.test(question)) return "Type a question, such as: what animal is there";
    const scene = composedScene(composed);
    const network = networkOf("3.3-vqa");
    const words = await asSeen(scene, network.eye.imageSize, (picture) => answerQuestion(network, picture, question));
    const answer = words.filter(({ part }) => part === "answer").map(({ word }) => word);
    return looksFigure(scene, words, `It answers: ${answer.join(" ") || "nothing"}`);
  },
});
