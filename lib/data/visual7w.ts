import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import type { Split } from "./captions";
import { type DataSet, dataFolder, photographFinder } from "./dataFolder";
import { Fields } from "./fields";
import { Records } from "./records";
import { readJson } from "./textFile";

export const visual7wSet: DataSet = {
  name: "Visual7W",
  variable: "VISUAL7W_DIR",
  holds: "dataset_v7w_telling.json",
  address: "http://ai.stanford.edu/~yukez/visual7w/",
  readme: "visual7w",
};

export const visual7wTypes = ["what", "where", "when", "who", "why", "how"] as const;
export type Visual7wType = (typeof visual7wTypes)[number];

/** A part of a photograph, in pixels of it, from its left and upper edge. */
export interface PixelBox {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A question about a photograph, its answer, and three wrong answers that people wrote. */
export interface VisualQuestion {
  readonly id: number;
  readonly imageId: string;
  /** Null where the photograph itself is not there. */
  readonly file: string | null;
  readonly split: Split;
  readonly type: Visual7wType;
  readonly question: string;
  readonly answer: string;
  readonly distractors: readonly string[];
  /** Of the things that question and answer speak of; none where the grounding is not there. */
  readonly boxes: readonly PixelBox[];
}

/** Which of Visual7W's questions are read, and from where. */
export interface Visual7wOptions {
  /** By default what VISUAL7W_DIR names. */
  readonly folder?: string;
  /** By default all. */
  readonly split?: Split;
}

/**
 * The telling questions of Visual7W, in the order of the file. Boxes are read where they are: in the questions, in the
 * file's own `boxes`, or in `v7w_telling_answers.json` of the grounding annotations.
 * @throws where the folder or file is missing or no such file, or more than a tenth of its objects are damaged; fewer are
 * named and left out
 * @see Zhu, Groth, Bernstein & Fei-Fei 2016
 */
export function* visual7w({ folder, split }: Visual7wOptions = {}): Generator<VisualQuestion> {
  const root = folder ?? dataFolder(visual7wSet);
  const names = ["dataset_v7w_telling.json", "dataset.json", "dataset_v7w_telling.sample.json"];
  const file = names.map((name) => path.join(root, name)).find((one) => existsSync(one)) ?? path.join(root, names[0]);
  const data = new Fields(readJson(file), () => file);
  const photograph = photographFinder([path.join(root, "images")]);
  const records = new Records(`images, questions and boxes of ${file}`);
  const questions = new Map<number, VisualQuestion & { readonly boxes: PixelBox[] }>();
  const grounding: Fields[] = [];
  for (const image of data.objects("images", "image_id")) {
    const place = records.use(() => {
      const imageId = image.integer("image_id");
      const where = { file: photograph(image.text("filename")), split: image.oneOf("split", splits) };
      return { imageId, where, pairs: image.objects("qa_pairs", "qa_id") };
    });
    for (const pair of place?.pairs ?? []) {
      records.use(() => {
        const id = pair.integer("qa_id");
        pair.check(!questions.has(id), "qa_id", "one question of an id");
        pair.check(pair.integer("image_id") === place!.imageId, "image_id", `the image's own, ${place!.imageId},`);
        const boxes = pair.has("boxes") ? pair.objects("boxes", "box_id") : [];
        questions.set(id, { id, imageId: `${place!.imageId}`, ...place!.where, ...told(pair), boxes: [] });
        for (const one of boxes) records.use(() => questions.get(id)!.boxes.push(box(one)));
      });
    }
  }
  if (data.has("boxes")) grounding.push(...data.objects("boxes", "box_id"));
  grounding.push(...groundingBoxes(root));
  for (const one of grounding) records.use(() => questions.get(one.integer("qa_id"))?.boxes.push(box(one)));
  records.end();
  expect(questions.size > 0, `${file}: questions expected, got none`);
  for (const question of questions.values()) if (split === undefined || question.split === split) yield question;
}

const splits = ["train", "val", "test"] as const;

function told(pair: Fields) {
  const choices = pair.list("multiple_choices");
  const texts = choices.filter((choice): choice is string => typeof choice === "string" && choice.trim() !== "");
  pair.check(choices.length === 3 && texts.length === 3, "multiple_choices", "three wrong answers, as texts,");
  return {
    type: pair.oneOf("type", visual7wTypes),
    question: pair.text("question"),
    answer: pair.text("answer"),
    distractors: texts,
  };
}

function box(fields: Fields): PixelBox {
  const name = fields.text("name");
  const [x, y, width, height] = ["x", "y", "width", "height"].map((side) => {
    const pixels = fields.number(side);
    fields.check(Math.abs(pixels) <= mostPixels, side, `a number of pixels up to ${mostPixels}`);
    return pixels;
  });
  fields.check(width > 0, "width", "a number above 0");
  fields.check(height > 0, "height", "a number above 0");
  return { name, x, y, width, height };
}

/** No photograph is larger. */
const mostPixels = 1e6;

function groundingBoxes(root: string): Fields[] {
  const name = "v7w_telling_answers.json";
  const file = [root, path.join(root, "dataset_v7w_grounding_annotations")]
    .map((folder) => path.join(folder, name))
    .find((one) => existsSync(one));
  return file === undefined ? [] : new Fields(readJson(file), () => file).objects("boxes", "box_id");
}
