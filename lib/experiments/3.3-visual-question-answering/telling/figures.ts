import { type Figure, lines } from "../../../view/figure";
import { inPercent } from "../../../view/inPercent";
import { lit } from "../../../view/lit";
import { panels } from "../../../view/panels";
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
  type WordLook,
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

/** By the question's first word: the models with both halves, and the priors of one half alone. */
export const typesFigure = ({ models, asked }: TellingResult): Figure =>
  panels(
    "Right answers in words, by type of question",
    [
      { title: "Both halves", conditions: tellers.filter((name) => !name.endsWith("alone")) },
      { title: "One half alone", conditions: ["with attention", ...tellers.filter((name) => name.endsWith("alone"))] },
    ].map((part) => accuracyBars(models, { ...part, measures: ["all", ...toldTypes], asked })),
    { columns: 1 },
  );

/** By what it takes to tell the right answer from the others. */
export const tellingNeedsFigure = ({ models, asked }: TellingResult): Figure =>
  accuracyBars(models, {
    title: "Right answers in words, by what the question needs",
    measures: ["question", "picture", "both", "interaction"],
    conditions: ["with attention", "concatenate", "multiply", "picture alone", "question alone"],
    asked,
  });

const pixelsOf = ({ pixels }: ShownQuestion): Buffer => Buffer.from(pixels, "base64");

const choosers: readonly (readonly [Teller, string])[] = [
  ["with attention", "both"],
  ["question alone", "question alone"],
  ["picture alone", "picture alone"],
  ["answers alone", "answers alone"],
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

const lookedOf = ({ models }: TellingResult) => models.find((model) => model.looked.length > 0)?.looked ?? [];

/** Where the model with attention looks when it has read a question and answers: in colour where α is large, as it is drawn. */
export function attentionFigure(result: TellingResult): Figure {
  const looked = lookedOf(result);
  const pictures = result.shown.flatMap((one, i): ColourPicture[] => {
    const last = looked[i]?.at(-1);
    if (!last) return [];
    const own = one.chosen["with attention"];
    const said =
      own === one.answer
        ? `<b>${one.choices[own]}</b>`
        : `${one.choices[own]}; right: <b>${one.choices[one.answer]}</b>`;
    return [litUp(one, last, [`<i>${one.text}?</i>`, said])];
  });
  const title = "Where it looks as it answers: in colour where α is large";
  const asked = result.shown.map(({ text }) => `${text}?`).join(" ");
  return pictureSheet({ ...{ title, pictures, columns: 3 }, alt: `${title}; ${asked || "no model has finished"}` });
}

/** Where it looks at each word of the first question that is shown. */
export function wordsFigure(result: TellingResult): Figure {
  const [one] = result.shown;
  const looks = one ? (lookedOf(result)[0] ?? []) : [];
  const title = `“${one?.text ?? "no question yet"}?” Where it looks as it reads`;
  return pictureSheet({
    ...{ title, columns: 5, alt: title },
    pictures: looks.map((look) => litUp(one, look, [look.word])),
  });
}

const litUp = (one: ShownQuestion, { alpha }: WordLook, captions: readonly string[]): ColourPicture => ({
  ...{ pixels: lit(pixelsOf(one), one.side, alpha), side: one.side },
  captions: [...captions, `most at one place: ${inPercent(Math.max(...alpha))}`],
});

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
