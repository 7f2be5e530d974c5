import { existsSync } from "node:fs";
import path from "node:path";
import type { Split } from "./captions";
import { type DataSet, dataFolder, photographFinder } from "./dataFolder";
import { Fields } from "./fields";
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
 * @throws where the folder or file is missing, or an object of it is damaged
 * @see Zhu, Groth, Bernstein & Fei-Fei 2016
 */
export function* visual7w({ folder, split }: Visual7wOptions = {}): Generator<VisualQuestion> {
  const root = folder ?? dataFolder(visual7wSet);
  const names = ["dataset_v7w_telling.json", "dataset.json", "dataset_v7w_telling.sample.json"];
  const file = names.map((name) => path.join(root, name)).find((one) => existsSync(one)) ?? path.join(root, names[0]);
  const data = new Fields(readJson(file), () => file);
  const images = data.objects("images", "image_id");
  const grounding = [...(data.has("boxes") ? data.objects("boxes", "box_id") : []), ...groundingBoxes(root)];
  const boxesOf = new Map<number, Fields[]>();
  for (const one of grounding) {
    const id = one.integer("qa_id");
    boxesOf.set(id, [...(boxesOf.get(id) ?? []), one]);
  }
  const photograph = photographFinder([path.join(root, "images")]);
  const seen = new Set<number>();
  for (const image of images) {
    const place = { file: photograph(image.text("filename")), split: image.oneOf("split", splits) };
    for (const pair of image.objects("qa_pairs", "qa_id")) {
      const id = pair.integer("qa_id");
      pair.check(!seen.has(id), "qa_id", "one question of an id");
      seen.add(id);
      const imageId = image.integer("image_id");
      pair.check(pair.integer("image_id") === imageId, "image_id", `the image's own, ${imageId},`);
      const grounded = [...(pair.has("boxes") ? pair.objects("boxes", "box_id") : []), ...(boxesOf.get(id) ?? [])];
      const question = { id, imageId: `${imageId}`, ...place, ...told(pair), boxes: grounded.map(box) };
      if (split === undefined || place.split === split) yield question;
    }
  }
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

const box = (fields: Fields): PixelBox => ({
  name: fields.text("name"),
  x: fields.number("x"),
  y: fields.number("y"),
  width: fields.number("width"),
  height: fields.number("height"),
});

function groundingBoxes(root: string): Fields[] {
  const name = "v7w_telling_answers.json";
  const file = [root, path.join(root, "dataset_v7w_grounding_annotations")]
    .map((folder) => path.join(folder, name))
    .find((one) => existsSync(one));
  return file === undefined ? [] : new Fields(readJson(file), () => file).objects("boxes", "box_id");
}
