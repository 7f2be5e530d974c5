import { answerAccuracy } from "../../../analysis/answerAccuracy";
import { expect } from "../../../core/errors";
import type { Split } from "../../../data/captions";
import { visual7w } from "../../../data/visual7w";
import { visual7wResults, writeVisual7wResults } from "../../../data/visual7wResults";
import { accuracyTable, besideTable, visual7wFigure, writeFigure } from "./accuracy";
import { type AnsweringOptions, answerInTurn, answerVisual7w } from "./answerQuestions";
import { openRows, questionsWithFeatures, seenPictures } from "./seenPictures";

export const help = `npm run visual7w -- evaluate results.json   accuracy of a results file, by type of question
npm run visual7w -- answer results.json     answers by a model that is trained here, written as a results file: the choice with
                                            the least mean negative log-likelihood a word; without --features it sees no photograph

VISUAL7W_DIR names the folder with dataset_v7w_telling.json; see data/visual7w/README.md.
  --split train|val|test   the questions that are asked (test)
  --top k                  evaluate: how many of the candidates may be tried (1)
  --features file          answer: a vector of each image, such as fc7 of VGG-16, in a safetensors file, named by image_id
  --maps file              answer: a map [L, D] of each image, such as conv5_3, which the model looks at, in the same form
  --figure file.svg        answer with --features: a figure of the accuracy by type, beside what each half alone answers
`;

export interface CommandOptions {
  readonly action: "evaluate" | "answer" | "help";
  readonly file: string;
  readonly split: Split;
  readonly top: number;
  /** Files of the images' features, and of the figure. */
  readonly features?: string;
  readonly maps?: string;
  readonly figure?: string;
}

const [actions, splits] = [["evaluate", "answer"] as const, ["train", "val", "test"] as const];

/**
 * The command's arguments, checked.
 * @throws {LabError} for what does not exist, naming what does
 */
export function parseCommand(args: readonly string[]): CommandOptions {
  const rest = [...args];
  const words: string[] = [];
  const options: { split: Split; top: number } & { [name in FileOption]?: string } = { split: "test", top: 1 };
  while (rest.length > 0) {
    const [arg, value] = (rest.shift() ?? "").split("=", 2);
    if (arg === "--help") return { action: "help", file: "", ...options };
    const file = fileOptions.find((name) => arg === `--${name}`);
    if (arg === "--split") options.split = known("split", value ?? rest.shift(), splits);
    else if (arg === "--top") options.top = positive(value ?? rest.shift());
    else if (file) options[file] = named(file, value ?? rest.shift());
    else {
      expect(
        !arg.startsWith("-"),
        `unknown option ${arg}: there are --split, --top, --features, --maps, --figure and --help`,
      );
      words.push(arg);
    }
  }
  const [first, file, ...more] = words;
  const action = known("action", first, actions);
  expect(file !== undefined && more.length === 0, `${action}: one results file expected, got ${words.length - 1}`);
  const needs = (name: FileOption) =>
    options[name] === undefined || (action === "answer" && options.features !== undefined);
  for (const name of fileOptions)
    expect(needs(name), `--${name}: answer with --features expected, got ${words.join(" ")}`);
  return { action, file, ...options };
}

const fileOptions = ["features", "maps", "figure"] as const;
type FileOption = (typeof fileOptions)[number];

function named(option: string, file: string | undefined): string {
  expect(file !== undefined, `--${option}: a file expected, got nothing`);
  return file;
}

function known<T extends string>(what: string, name: string | undefined, all: readonly T[]): T {
  const found = all.find((one) => one === name);
  expect(found !== undefined, `${what}: ${all.join(", ")} expected, got ${name ?? "nothing"}`);
  return found;
}

function positive(text: string | undefined): number {
  const value = Number(text);
  expect(Number.isInteger(value) && value > 0, `--top: a positive whole number expected, got ${text ?? "nothing"}`);
  return value;
}

/**
 * What the command prints.
 * @param folder of Visual7W; by default what VISUAL7W_DIR names
 * @throws {LabError} where a file is missing or damaged
 */
export async function runVisual7w(
  { action, file, split, top, ...files }: CommandOptions,
  { folder, ...training }: AnsweringOptions & { readonly folder?: string } = {},
): Promise<string> {
  if (action === "help") return help;
  const all = [...visual7w({ folder })];
  const asked = all.filter((question) => question.split === split);
  expect(asked.length > 0, `--split ${split}: questions of this split expected, got none among ${all.length}`);
  if (action === "evaluate") {
    return accuracyTable(answerAccuracy(asked, visual7wResults(file), { topK: top }), split);
  }
  const rows = openRows(files);
  const seen = rows ? questionsWithFeatures(all, Object.values(rows)) : all;
  const tested = seen.filter((question) => question.split === split);
  expect(tested.length > 0, `--features: images of the split ${split} expected, got none`);
  const learnt = split === "train" ? [] : seen.filter((question) => question.split === "train");
  const apart = learnt.length > 0;
  const answer = (options: AnsweringOptions) =>
    apart ? answerVisual7w(learnt, tested, options) : answerInTurn(tested, options);
  const how = apart
    ? `learnt from the ${learnt.length} questions of the split train`
    : "no other split to learn from: five models, each asked about a fifth of the photographs and taught by the rest";
  if (!rows) {
    const predictions = await answer(training);
    writeVisual7wResults(file, predictions);
    return `Answered without the photographs; ${how}.\n${accuracyTable(answerAccuracy(tested, predictions), split)}`;
  }
  const pictures = seenPictures(rows, apart ? learnt : tested);
  const ways = {
    "picture and question": await answer({ ...training, pictures }),
    "question alone": await answer(training),
    "answers alone": await answer({ ...training, readsQuestion: false }),
  };
  writeVisual7wResults(file, ways["picture and question"]);
  const found = Object.entries(ways).map(([name, predictions]) => ({ name, ...answerAccuracy(tested, predictions) }));
  if (files.figure) writeFigure(files.figure, visual7wFigure(found));
  const looks = files.maps ? "with attention" : "without attention";
  return `Answered with the photographs' features, ${looks}; ${how}.\n${besideTable(found)}`;
}
