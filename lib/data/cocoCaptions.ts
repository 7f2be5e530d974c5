import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import type { CaptionedImage, Split } from "./captions";
import { type DataSet, dataFolder, photographFinder } from "./dataFolder";
import { Fields } from "./fields";
import { karpathyFile, karpathySplit } from "./karpathySplit";
import { Records } from "./records";
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
  /** "test" only of Karpathy's split: COCO's own test captions are not public. */
  readonly split: Split;
}

/**
 * The images of one COCO split with their captions, in the order of the file: of Karpathy's split where the folder holds
 * `dataset_coco.json`, else of COCO's own.
 * @throws where the folder or file is missing or no such file, or more than a tenth of its objects are damaged; fewer are
 * named and left out
 * @see Chen et al. 2015, Microsoft COCO captions
 */
export function* cocoCaptions({ folder, split }: CocoOptions): Generator<CaptionedImage> {
  const root = folder ?? dataFolder(cocoSet);
  const karpathy = karpathyFile(root, "coco");
  if (karpathy) {
    for (const image of karpathySplit(karpathy, cocoPhotographs(root))) if (image.split === split) yield image;
    return;
  }
  expect(split !== "test", `${root}: COCO has no captions of its test images; dataset_coco.json has a test split`);
  const file = captionsFile(root, split);
  const years = /\d{4}/.exec(path.basename(file))![0];
  const photograph = photographFinder([path.join(root, `${split}${years}`), path.join(root, "images")]);
  for (const { id, name, captions } of readCaptions(file)) {
    yield { id: `${id}`, file: photograph(name), captions, split };
  }
}

/** Photographs of both splits: Karpathy's has images of COCO's train2014 and val2014. */
function cocoPhotographs(root: string): (name: string, folder: string | undefined) => string | null {
  const finders = new Map<string, (name: string) => string | null>();
  return (name, folder = "") => {
    if (!finders.has(folder)) {
      finders.set(folder, photographFinder([...(folder ? [path.join(root, folder)] : []), path.join(root, "images")]));
    }
    return finders.get(folder)!(name);
  };
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

interface Image {
  readonly id: number;
  readonly name: string;
  readonly captions: string[];
}

function readCaptions(file: string): Image[] {
  const root = new Fields(readJson(file), () => file);
  const [imageList, annotations] = [root.objects("images", "id"), root.objects("annotations", "id")];
  const records = new Records(`images and captions of ${file}`);
  const images = new Map<number, Image & { readonly where: () => string }>();
  /** Images without a usable name, and those whose only caption is damaged: one complaint each is enough. */
  const told = new Set<unknown>();
  for (const image of imageList) {
    records.use(() => {
      const id = image.integer("id");
      image.check(!images.has(id), "id", "one image of an id");
      told.add(id);
      images.set(id, { id, name: image.text("file_name"), captions: [], where: image.where });
      told.delete(id);
    });
  }
  for (const annotation of annotations) {
    records.use(() => {
      const id = annotation.integer("image_id");
      if (told.has(id) && !images.has(id)) return;
      annotation.check(images.has(id), "image_id", "the id of one of the images");
      told.add(id);
      images.get(id)!.captions.push(annotation.text("caption"));
    });
  }
  for (const { id, captions, where } of images.values()) {
    if (captions.length > 0 || told.has(id)) continue;
    records.skip(new LabError(`${where()}: at least one caption in annotations expected, got none`));
  }
  records.end();
  const captioned = [...images.values()].filter(({ captions }) => captions.length > 0);
  expect(captioned.length > 0, `${file}: images with captions expected, got none`);
  return captioned;
}
