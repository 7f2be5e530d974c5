import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import type { CaptionedImage } from "./captions";
import { type DataSet, dataFolder, photographFinder } from "./dataFolder";
import { Fields } from "./fields";
import { readJson } from "./textFile";

export const cocoSet: DataSet = {
  name: "COCO captions",
  variable: "COCO_DIR",
  holds: "captions_train2014.json and captions_val2014.json (there or in annotations/)",
  address: "https://cocodataset.org/#download",
  readme: "coco",
};

/** Which of COCO's captions are read, and from where. */
export interface CocoOptions {
  /** By default what COCO_DIR names. */
  readonly folder?: string;
  readonly split: "train" | "val";
}

/**
 * The images of one COCO split with their captions, in the order of the file.
 * @throws where the folder or file is missing, or an object of it is damaged
 * @see Chen et al. 2015, Microsoft COCO captions
 */
export function* cocoCaptions({ folder, split }: CocoOptions): Generator<CaptionedImage> {
  const root = folder ?? dataFolder(cocoSet);
  const file = captionsFile(root, split);
  const years = /\d{4}/.exec(path.basename(file))![0];
  const photograph = photographFinder([path.join(root, `${split}${years}`), path.join(root, "images")]);
  const { images, captionsOf } = readCaptions(file);
  for (const [id, image] of images) {
    const captions = captionsOf.get(id);
    expect(captions !== undefined, () => `${image.where()}: at least one caption in annotations expected, got none`);
    yield { id: `${id}`, file: photograph(image.text("file_name")), captions, split };
  }
}

/** `captions_val2014.json`, also with something before `.json`, in the folder or its `annotations`. */
function captionsFile(root: string, split: string): string {
  const named = new RegExp(`^captions_${split}\\d{4}.*(?<!results)\\.json$`);
  const found = [path.join(root, "annotations"), root]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => named.test(name))
        .map((name) => path.join(folder, name)),
    );
  expect(
    found.length === 1,
    `${root}: one file captions_${split}2014.json (or 2017, there or in annotations/) expected, got ${found.join(", ") || "none"}`,
  );
  return found[0];
}

function readCaptions(file: string): { images: Map<number, Fields>; captionsOf: Map<number, string[]> } {
  const root = new Fields(readJson(file), () => file);
  const images = new Map<number, Fields>();
  for (const image of root.objects("images", "id")) {
    const id = image.integer("id");
    image.check(!images.has(id), "id", "one image of an id");
    image.text("file_name");
    images.set(id, image);
  }
  const captionsOf = new Map<number, string[]>();
  for (const annotation of root.objects("annotations", "id")) {
    const id = annotation.integer("image_id");
    annotation.check(images.has(id), "image_id", "the id of one of the images");
    const captions = captionsOf.get(id) ?? [];
    captions.push(annotation.text("caption"));
    captionsOf.set(id, captions);
  }
  return { images, captionsOf };
}
