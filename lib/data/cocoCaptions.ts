import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import { writeWhole } from "../core/writeWhole";
import type { CaptionedImage } from "./captions";
import { type DataSet, dataFolder, photographFinder } from "./dataFolder";
import { Fields, objects } from "./fields";
import { readJson } from "./textFile";

export const cocoSet: DataSet = {
  name: "COCO captions",
  variable: "COCO_DIR",
  holds: "captions_train2014.json and captions_val2014.json (there or in annotations/)",
  address: "https://cocodataset.org/#download",
  readme: "coco",
};

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

/** Captions that a model wrote, by the image's id. COCO's evaluation takes one an image; a file may hold more. */
export type CaptionResults = ReadonlyMap<string, readonly string[]>;

/**
 * Reads COCO's results format, `[{ "image_id": 42, "caption": "a cat ." }, …]`.
 * @throws where the file is missing or an entry is damaged
 */
export function cocoResults(file: string): CaptionResults {
  const entries = readJson(file);
  expect(Array.isArray(entries), `${file}: a list of { image_id, caption } expected, got something else`);
  const results = new Map<string, string[]>();
  for (const entry of objects(entries, "image_id", () => `${file}: entry`)) {
    const id = `${entry.integer("image_id")}`;
    results.set(id, [...(results.get(id) ?? []), entry.string("caption")]);
  }
  return results;
}

/** Writes COCO's results format, whole or not at all. @throws where an id is not COCO's, a whole number */
export function writeCocoResults(file: string, results: CaptionResults): void {
  const entries = [...results].flatMap(([id, captions]) => {
    expect(/^\d+$/.test(id), `${file}: a whole number as image_id expected, got ${JSON.stringify(id)}`);
    return captions.map((caption) => ({ image_id: Number(id), caption }));
  });
  writeWhole(file, JSON.stringify(entries));
}
