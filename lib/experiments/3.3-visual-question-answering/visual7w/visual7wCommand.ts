import { type AnswerAccuracy, answerAccuracy } from "../../../analysis/answerAccuracy";
import { expect } from "../../../core/errors";
import type { Split } from "../../../data/captions";
import { visual7w } from "../../../data/visual7w";
import { visual7wResults, writeVisual7wResults } from "../../../data/visual7wResults";
import { answerBlind, answerBlindInTurn, type BlindOptions } from "./blind";

export const help = `npm run visual7w -- evaluate results.json   accuracy of a results file, by type of question
npm run visual7w -- answer results.json     answers by a model that sees no photograph, written as a results file:
                                            the choice with the least mean negative log-likelihood a word

VISUAL7W_DIR names the folder with dataset_v7w_telling.json; see data/visual7w/README.md.
  --split train|val|test   the questions that are asked (test)
  --top k                  evaluate: how many of the candidates may be tried (1)
`;

export interface CommandOptions {
  readonly action: "evaluate" | "answer" | "help";
  readonly file: string;
  readonly split: Split;
  readonly top: number;
}

const [actions, splits] = [["evaluate", "answer"] as const, ["train", "val", "test"] as const];

/**
 * The command's arguments, checked.
 * @throws {LabError} for what does not exist, naming what does
 */
export function parseCommand(args: readonly string[]): CommandOptions {
  const rest = [...args];
  const words: string[] = [];
  const options = { split: "test" as Split, top: 1 };
  while (rest.length > 0) {
    const [arg, value] = (rest.shift() ?? "").split("=", 2);
    if (arg === "--help") return { action: "help", file: "", ...options };
    if (arg === "--split") options.split = known("split", value ?? rest.shift(), splits);
    else if (arg === "--top") options.top = positive(value ?? rest.shift());
    else {
      expect(!arg.startsWith("-"), `unknown option ${arg}: there are --split, --top and --help`);
      words.push(arg);
    }
  }
  const [first, file, ...more] = words;
  const action = known("action", first, actions);
  expect(file !== undefined && more.length === 0, `${action}: one results file expected, got ${words.length - 1}`);
  return { action, file, ...options };
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
  { action, file, split, top }: CommandOptions,
  { folder, ...training }: BlindOptions & { readonly folder?: string } = {},
): Promise<string> {
  if (action === "help") return help;
  const all = [...visual7w({ folder })];
  const asked = all.filter((question) => question.split === split);
  expect(asked.length > 0, `--split ${split}: questions of this split expected, got none among ${all.length}`);
  if (action === "evaluate") {
    return accuracyTable(answerAccuracy(asked, visual7wResults(file), { topK: top }), split);
  }
  const learnt = split === "train" ? [] : all.filter((question) => question.split === "train");
  const apart = learnt.length > 0;
  const predictions = apart ? await answerBlind(learnt, asked, training) : await answerBlindInTurn(asked, training);
  writeVisual7wResults(file, predictions);
  const how = apart
    ? `learnt from the ${learnt.length} questions of the split train`
    : "no other split to learn from: five models, each asked about a fifth of the photographs and taught by the rest";
  return `Answered without the photographs; ${how}.\n${accuracyTable(answerAccuracy(asked, predictions), split)}`;
}

function accuracyTable({ all, byType, unanswered }: AnswerAccuracy, split: string): string {
  const line = (name: string, { accuracy, correct, total }: AnswerAccuracy["all"]) =>
    `${name.padEnd(8)}${(100 * accuracy).toFixed(1).padStart(6)} %${`${correct} of ${total}`.padStart(18)}`;
  const rows = Object.entries(byType).map(([type, share]) => line(type, share));
  const open =
    unanswered > 0
      ? [`Of the split ${split} ${unanswered} not answered: as in the official toolkit, that does not count.`]
      : [];
  const chance = "Who takes one of the four choices by chance has 25 % right.";
  return `${[...rows, line("all", all), ...open, chance].join("\n")}\n`;
}
