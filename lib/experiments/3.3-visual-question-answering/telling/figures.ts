import { type Figure, lines } from "../../../view/figure";
import { type ColourPicture, pictureSheet } from "../../../view/pictureSheet";
import type { Table } from "../../../view/table";
import { accuracyBars } from "../answerFigures";
import {
  type ShownQuestion,
  type Teller,
  type TellingModelResult,
  type TellingResult,
  tellers,
  toldTypes,
} from "./config";

/** Nats per predicted word against steps: of each model that has begun. */
export function tellingLearningFigure(curves: readonly TellingModelResult["curve"][]): Figure {
  const series = curves.map((curve, i) => ({
    ...{ name: `model ${i + 1}`, x: curve.map(({ step }) => step), y: curve.map(({ trainNats }) => trainNats) },
  }));
  return lines(series, {
    title: "Learning to answer",
    x: { title: "training steps" },
    y: { title: "nats" },
    alt: `Training loss of ${curves.length} models`,
  });
}

/** By the question's first word. */
export const typesFigure = ({ models, asked }: TellingResult): Figure =>
  accuracyBars(models, {
    title: "Right answers in words, by type of question",
    measures: ["all", ...toldTypes],
    conditions: tellers,
    asked,
  });

/** By what it takes to tell the right answer from the others. */
export const tellingNeedsFigure = ({ models, asked }: TellingResult): Figure =>
  accuracyBars(models, {
    title: "Right answers in words, by what the question needs",
    measures: ["question", "picture", "both", "interaction"],
    conditions: tellers,
    asked,
  });

const pixelsOf = ({ pixels }: ShownQuestion): Buffer => Buffer.from(pixels, "base64");

const choosers: readonly (readonly [Teller, string])[] = [
  ["with attention", "both"],
  ["question alone", "question alone"],
  ["picture alone", "picture alone"],
];

/** Test questions with their four choices: the right one in bold, and behind each who of the first seed's models takes it. */
export function questionsFigure({ shown }: TellingResult): Figure {
  const pictures = shown.map((one): ColourPicture => {
    const { text, choices, answer, chosen, side } = one;
    const lines = choices.map((choice, i) => {
      const by = choosers.flatMap(([name, said]) => (chosen[name] === i ? [said] : [])).join(", ");
      const told = i === answer ? `<b>${choice}</b>` : choice;
      return by ? `${told}: ${by}` : told;
    });
    return { pixels: pixelsOf(one), side, captions: [`<i>${text}?</i>`, ...lines] };
  });
  const title = "Four choices, the right one in bold: who takes which, with both, or with one half alone";
  return pictureSheet({
    title,
    pictures,
    columns: 3,
    alt: `${title}: ${shown.map(({ text, choices, answer }) => `${text}? ${choices[answer]}`).join("; ") || "no model has finished"}`,
  });
}

/** Where the model with attention looks at each word of the first question shown: bright where α is large. */
export function attentionFigure({ shown, models }: TellingResult): Figure {
  const looked = models.find((model) => model.looked.length > 0)?.looked ?? [];
  const pictures = shown.length > 0 ? looked.map(({ word, alpha }) => lit(shown[0], word, alpha)) : [];
  const title = `“${shown[0]?.text ?? "no question yet"}?” Where it looks as it reads: bright where α is large`;
  return pictureSheet({
    title,
    pictures,
    columns: 5,
    alt: title,
  });
}

function lit(one: ShownQuestion, word: string, alpha: readonly number[]): ColourPicture {
  const [places, most, { side }] = [Math.sqrt(alpha.length), Math.max(...alpha), one];
  const pixels = pixelsOf(one).map((value, i) => {
    const [row, column] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side];
    const place = Math.floor((row / side) * places) * places + Math.floor((column / side) * places);
    return value * (0.2 + (0.8 * alpha[place]) / most);
  });
  return { pixels, side, captions: [`${word} (up to ${Math.round(100 * most)} %)`] };
}

/** How large each kind of model is. */
export function modelsTable({ models }: TellingResult): Table {
  const rows = tellers.flatMap((name) => {
    const model = models.find(({ condition }) => condition === name);
    return model ? [[name, `${model.hiddenSize}`, model.parameters.toLocaleString("en")]] : [];
  });
  return {
    caption: "The models, as equal in parameters as whole units allow",
    header: ["model", "LSTM units", "parameters"],
    rows: rows.length > 0 ? rows : [["none yet", "–", "–"]],
  };
}
