import { existsSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import type { CaptionedImage, Split } from "./captions";
import { Fields, objects } from "./fields";
import { Records } from "./records";
import { readJson } from "./textFile";

/** Sets that Karpathy & Fei-Fei have split, in the files `dataset_coco.json` and `dataset_flickr8k.json`. */
export type SplitSet = "coco" | "flickr8k";

/** `restval` are images of COCO's validation set that are in neither test nor val: papers learn from them, too. */
const splits: Readonly<Record<string, Split>> = { train: "train", restval: "train", val: "val", test: "test" };

/** The file of the split in this folder, where it has one. */
export function karpathyFile(root: string, set: SplitSet): string | undefined {
  const file = path.join(root, `dataset_${set}.json`);
  return existsSync(file) ? file : undefined;
}

/**
 * The images of a file of this form, in its order, each with its split.
 * @param photograph the path of an image's file, by its name and the folder that the file puts it in
 * @throws where more than a tenth of the images are damaged; fewer are named and left out
 * @see Karpathy & Fei-Fei 2015, Deep visual-semantic alignments for generating image descriptions
 */
export function* karpathySplit(
  file: string,
  photograph: (name: string, folder: string | undefined) => string | null,
): Generator<CaptionedImage> {
  const records = new Records(`images of ${file}`);
  const ids = new Set<string>();
  for (const image of new Fields(readJson(file), () => file).objects("images", "filename")) {
    const read = records.use((): CaptionedImage => {
      const name = image.text("filename");
      const id = image.has("cocoid") ? `${image.integer("cocoid")}` : name;
      image.check(!ids.has(id), image.has("cocoid") ? "cocoid" : "filename", "one image of an id");
      const split = splits[image.oneOf("split", Object.keys(splits))];
      const sentences = objects(image.list("sentences"), "sentid", () => `${image.where()}: sentences`);
      if (sentences.length === 0) throw new LabError(`${image.where()}: sentences: at least one expected, got none`);
      const captions = sentences.map((sentence) => sentence.text("raw"));
      ids.add(id);
      const folder = image.has("filepath") ? image.text("filepath") : undefined;
      return { id, file: photograph(name, folder), captions, split };
    });
    if (read) yield read;
  }
  records.end();
  expect(ids.size > 0, `${file}: images with captions expected, got none`);
}
