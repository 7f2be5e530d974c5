import { existsSync } from "node:fs";
import path from "node:path";
import { pipeline, Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { expect, LabError } from "../core/errors";
import type { CaptionedImage, Split } from "./captions";
import { type DataSet, dataFolder, photographFinder } from "./dataFolder";
import { readText, textLines, textParts } from "./textFile";

export const flickr8kSet: DataSet = {
  name: "Flickr8k",
  variable: "FLICKR8K_DIR",
  holds: "Flickr8k.token.txt or captions.txt",
  address: "https://www.kaggle.com/datasets/adityajn105/flickr8k",
  readme: "flickr8k",
};

/** Where the photographs and captions lie, and which form of the captions is read. */
export interface Flickr8kOptions {
  /** By default what FLICKR8K_DIR names. */
  readonly folder?: string;
  /** The official token file or the captions as CSV; by default the first of these that is there. */
  readonly form?: "token" | "csv";
}

/**
 * The images of Flickr8k with their five captions each, read image by image. Splits are the official ones where the
 * folder holds their lists.
 * @throws where the folder or a file is missing, or a row is damaged
 * @see Hodosh, Young & Hockenmaier 2013
 */
export async function* flickr8k({ folder, form }: Flickr8kOptions = {}): AsyncGenerator<CaptionedImage> {
  const root = folder ?? dataFolder(flickr8kSet);
  const files = { token: path.join(root, "Flickr8k.token.txt"), csv: path.join(root, "captions.txt") };
  const chosen = form ?? (existsSync(files.token) ? "token" : "csv");
  const splitOf = officialSplits(root);
  const photograph = photographFinder(
    ["images", "Images", "Flicker8k_Dataset", "Flickr8k_Dataset"].map((name) => path.join(root, name)),
  );
  const rows = chosen === "token" ? tokenRows(files.token) : csvRows(files.csv);
  for await (const { image: id, captions } of imageByImage(rows, files[chosen])) {
    yield { id, file: photograph(id), captions, split: splitOf(id) };
  }
}

interface Row {
  readonly image: string;
  readonly caption: string;
  readonly line: number;
}

/** Lines such as `1000268201.jpg#0<tab>A caption .`; one image of the official file is called `….jpg.1`. */
async function* tokenRows(file: string): AsyncGenerator<Row> {
  for await (const { line, number } of textLines(file)) {
    const found = /^([^\t#]+)#(\d+)\t(.*\S.*)$/.exec(line);
    expect(
      found !== null,
      () => `${file}:${number}: image#number, a tab and a caption expected, got ${JSON.stringify(line)}`,
    );
    yield { image: found[1], caption: found[3], line: number };
  }
}

const columns = ["image", "caption"];

async function* csvRows(file: string): AsyncGenerator<Row> {
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true });
  pipeline(Readable.from(textParts(file)), parser, () => {});
  let header = true;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const at = `${file}:${info.lines}`;
      expect(record.length === 2, () => `${at}: 2 columns expected (image, caption), got ${record.length}`);
      const [image, caption] = record;
      if (header) {
        expect(`${record}` === `${columns}`, () => `${at}: the header image,caption expected, got ${record}`);
        header = false;
        continue;
      }
      for (const [i, value] of record.entries()) {
        expect(value.trim() !== "", () => `${at}: ${columns[i]}: text expected, got ${JSON.stringify(value)}`);
      }
      yield { image, caption, line: info.lines };
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    const { lines, message } = error as CsvError & { lines?: number };
    throw new LabError(`${file}:${lines ?? "?"}: a row of CSV expected, got damaged quotes (${message})`);
  }
}

/** The captions of each image, which stand one after the other. */
async function* imageByImage(rows: AsyncIterable<Row>, file: string) {
  const lastLines = new Map<string, number>();
  let current: { image: string; captions: string[] } | undefined;
  for await (const { image, caption, line } of rows) {
    if (image !== current?.image) {
      const before = lastLines.get(image);
      expect(
        before === undefined,
        `${file}:${line}: the captions of one image in one place expected, got one more of ${image}, whose others end at line ${before}`,
      );
      if (current) yield current;
      current = { image, captions: [] };
    }
    current.captions.push(caption);
    lastLines.set(image, line);
  }
  expect(current !== undefined, `${file}: captions expected, got an empty file`);
  yield current;
}

const lists: Readonly<Record<Split, string>> = {
  train: "Flickr_8k.trainImages.txt",
  val: "Flickr_8k.devImages.txt",
  test: "Flickr_8k.testImages.txt",
};

/** The split of an image by the official lists: all three, or none. */
function officialSplits(root: string): (image: string) => Split | null {
  const splits = new Map<string, Split>();
  if (!Object.values(lists).some((name) => existsSync(path.join(root, name)))) return () => null;
  for (const [split, name] of Object.entries(lists) as [Split, string][]) {
    const file = path.join(root, name);
    for (const [i, line] of readText(file).split("\n").entries()) {
      const image = line.trim();
      if (!image) continue;
      const other = splits.get(image);
      expect(
        other === undefined,
        () => `${file}:${i + 1}: an image that is in no split yet expected, got ${image}, which is in ${lists[other!]}`,
      );
      splits.set(image, split);
    }
  }
  return (image) => splits.get(image) ?? null;
}
