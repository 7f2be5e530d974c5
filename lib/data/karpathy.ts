import path from "node:path";
import type { CaptionedImage, Split } from "./captions";
import { photographFinder } from "./dataFolder";
import { Fields } from "./fields";
import { readJson } from "./textFile";

/**
 * The images of a `dataset.json` (`dataset_flickr8k.json`, `dataset_coco.json`) as Karpathy published them with his
 * splits: in the order of `imgid`, which is that of the columns of `vgg_feats.mat`. His split "restval" is train here.
 * @throws where the file is missing or an object of it is damaged
 * @see Karpathy & Fei-Fei 2015
 */
export function* karpathyCaptions(file: string): Generator<CaptionedImage> {
  const images = new Fields(readJson(file), () => file).objects("images", "imgid");
  const photograph = photographFinder([path.join(path.dirname(file), "images"), path.join(path.dirname(file), "imgs")]);
  for (const [i, image] of images.entries()) {
    image.check(image.integer("imgid") === i, "imgid", `the image's place in the list, ${i},`);
    const name = image.text("filename");
    const captions = image.objects("sentences", "sentid").map((sentence) => sentence.text("raw"));
    image.check(captions.length > 0, "sentences", "at least one");
    const split = image.oneOf("split", ["train", "restval", "val", "test"]);
    yield {
      id: image.has("cocoid") ? `${image.integer("cocoid")}` : name,
      file: photograph(name),
      captions,
      split: split === "restval" ? "train" : (split as Split),
    };
  }
}
