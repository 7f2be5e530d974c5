import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "../core/errors";
import { type CaptionLine, csvLines } from "./captionCsv";
import type { CaptionedImage, Split } from "./captions";
import { type DataSet, dataFolder, photographFinder, withoutFolders } from "./dataFolder";
import { quoted } from "./fields";
import { karpathyFile, karpathySplit } from "./karpathySplit";
import { Records } from "./records";
import { readText, textLines } from "./textFile";

export const flickr8kSet: DataSet = {
  name: "Flickr8k",
  variable: "FLICKR8K_DIR",
  holds: "dataset_flickr8k.json, Flickr8k.token.txt or captions.txt",
  address: "https://www.kaggle.com/datasets/adityajn105/flickr8k",
  readme: "flickr8k",
};

/** Where the photographs and captions lie, and which form of the captions is read. */
export interface Flickr8kOptions {
  /** By default what FLICKR8K_DIR names. */
  readonly folder?: string;
  /** Karpathy's split, the official token file, or the captions as CSV; by default the first of these that is there. */
  readonly form?: "karpathy" | "token" | "csv";
}

/**
 * The images of Flickr8k with their five captions each, read image by image. Splits are the official ones where the
 * folder holds their lists.
 * @throws where the folder or a file is missing, or more than a tenth of its lines are damaged; fewer are named and left out
 * @see Hodosh, Young & Hockenmaier 2013
 */
export async function* flickr8k({ folder, form }: Flickr8kOptions = {}): AsyncGenerator<CaptionedImage> {
  const root = folder ?? dataFolder(flickr8kSet);
  const files = { token: path.join(root, "Flickr8k.token.txt"), csv: path.join(root, "captions.txt") };
  const photograph = photographFinder(
    ["images", "Images", "Flicker8k_Dataset", "Flickr8k_Dataset"].map((name) => path.join(root, name)),
  );
  const karpathy = karpathyFile(root, "flickr8k");
  if (form === "karpathy" || (form === undefined && karpathy)) {
    expect(karpathy !== undefined, `${root}: dataset_flickr8k.json expected, got none`);
    yield* karpathySplit(karpathy, photograph);
    return;
  }
  const chosen = form ?? (existsSync(files.token) ? "token" : "csv");
  const splitOf = officialSplits(root);
  const records = new Records(`lines of ${files[chosen]}`);
  const rows = chosen === "token" ? tokenRows(files.token) : csvLines(files.csv);
  let images = 0;
  let whole = false;
  try {
    for await (const { image: id, captions } of imageByImage(rows, files[chosen], records)) {
      images++;
      yield { id, file: photograph(id), captions, split: splitOf(id) };
    }
    whole = true;
  } finally {
    if (!whole) records.tell(); // who stops early hears it, too
  }
  records.end();
  expect(images > 0, `${files[chosen]}: captions expected, got an empty file`);
}

/** Lines such as `1000268201.jpg#0<tab>A caption .`; one image of the official file is called `….jpg.1`. */
async function* tokenRows(file: string): AsyncGenerator<CaptionLine> {
  for await (const { line, number } of textLines(file)) {
    if (line.trim() === "") continue;
    const row = () => {
      const found = /^([^\t#]*[^\t#\s])#(\d+)\t(.*\S.*)$/.exec(line);
      expect(
        found !== null,
        () => `${file}:${number}: image#number, a tab and a caption expected, got ${quoted(line)}`,
      );
      return { image: found[1], caption: found[3] };
    };
    yield { line: number, row };
  }
}

/** The captions of each image, which stand one after the other. */
async function* imageByImage(
  lines: AsyncIterable<CaptionLine> | Iterable<CaptionLine>,
  file: string,
  records: Records,
) {
  const lastLines = new Map<string, number>();
  let current: { image: string; captions: string[] } | undefined;
  for await (const { line, row } of lines) {
    const read = records.use(() => {
      const { image, caption } = row();
      const before = image === current?.image ? undefined : lastLines.get(image);
      expect(
        before === undefined,
        () =>
          `${file}:${line}: the captions of one image in one place expected, got one more of ${image}, whose others end at line ${before}`,
      );
      return { image, caption };
    });
    if (!read) continue;
    if (read.image !== current?.image) {
      if (current) yield current;
      current = { image: read.image, captions: [] };
    }
    current.captions.push(read.caption);
    lastLines.set(read.image, line);
  }
  if (current) yield current;
}

const lists: Readonly<Record<Split, string>> = {
  train: "Flickr_8k.trainImages.txt",
  val: "Flickr_8k.devImages.txt",
  test: "Flickr_8k.testImages.txt",
};

/** The split of an image by the official lists: all three, or none. */
function officialSplits(root: string): (image: string) => Split | null {
  const splits = new Map<string, Split>();
  const records = new Records(`lines of the lists of splits in ${root}`);
  if (!Object.values(lists).some((name) => existsSync(path.join(root, name)))) return () => null;
  for (const [split, name] of Object.entries(lists) as [Split, string][]) {
    const file = path.join(root, name);
    for (const [i, line] of readText(file).split("\n").entries()) {
      const image = withoutFolders(line.trim());
      if (!image) continue;
      records.use(() => {
        const other = splits.get(image);
        expect(
          other === undefined || other === split,
          () =>
            `${file}:${i + 1}: an image that is in no split yet expected, got ${image}, which is in ${lists[other!]}`,
        );
        splits.set(image, split);
      });
    }
  }
  records.end();
  return (image) => splits.get(withoutFolders(image)) ?? null;
}
