import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setImmediate as otherWork } from "node:timers/promises";
import { writeWhole } from "../core/writeWhole";
import type { Figure } from "../view/figure";
import { rasterise } from "../view/raster";
import { svg } from "../view/staticImage";
import { figureCsv } from "./csv";
import type { ShownPicture } from "./shownPictures";

/** Of the PNG files: 1600 pixels wide, for slides and print. */
const scale = 2;
const squeeze = { effort: 4, compressionLevel: 6 };

/**
 * Writes each picture as PNG, and those that the lab drew as SVG and CSV, too, under its name; takes away what is no
 * picture any more.
 */
export async function writeFigures(
  pictures: readonly ShownPicture[],
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const writing: Promise<void>[] = [];
  for (const picture of pictures) {
    signal.throwIfAborted();
    const written = writeFigure(picture, path.join(folder, picture.id)); // its PNG is made while the next one is drawn
    written.catch(() => undefined); // told below
    writing.push(written);
    await otherWork(); // drawing blocks: a Ctrl-C is heard between two figures
  }
  await Promise.all(writing);
  const current = new Set(pictures.map(({ id }) => id));
  for (const file of await readdir(folder).catch(() => []))
    if (!current.has(file.replace(/\.(png|svg|csv)$/, ""))) await rm(path.join(folder, file), { recursive: true });
}

async function writeFigure({ png, drawn }: ShownPicture, file: string): Promise<void> {
  if (!drawn) {
    await forget(file);
    return writeWhole(`${file}.png`, png);
  }
  const stamp = stampOf(drawn);
  const before = await readFile(`${file}.svg`, "utf8").catch(() => "");
  if (before.endsWith(stamp)) return;
  await forget(file);
  const { image } = svg(drawn);
  writeWhole(`${file}.csv`, figureCsv(drawn));
  writeWhole(`${file}.png`, image ? await rasterise(image, scale, squeeze) : png);
  // Last, for its stamp says that all three are there.
  if (image) writeWhole(`${file}.svg`, `${withFallback(image)}${stamp}`);
}

/** A drawing that is no longer that of the figure. */
async function forget(file: string): Promise<void> {
  for (const kind of ["svg", "csv"]) await rm(`${file}.${kind}`, { force: true });
}

// Drawing takes most of a second: what was drawn from the same numbers by the same code is kept.
const stampOf = (figure: Figure): string => {
  const hash = createHash("sha256").update(drawingCode()).update(JSON.stringify(figure));
  return `\n<!-- drawn from ${hash.digest("hex").slice(0, 16)} -->\n`;
};

const drawingCode = (): string =>
  ["csv", "figureFiles", "raster", "staticImage"]
    .flatMap((name) =>
      drawingFolders.map((folder) => [folder, readdirSync(folder).filter((file) => isOf(file, name))] as const),
    )
    .flatMap(([folder, files]) => files.map((file) => readFileSync(path.join(folder, file), "utf8")))
    .join("");

const drawingFolders = [__dirname, path.join(__dirname, "../view")];
/** "staticImage" also means staticImageFont.js and the like. */
const isOf = (file: string, name: string): boolean => file.startsWith(name) && file.endsWith(".js");

/** For a viewer without the lab's font: one that is about as wide. */
const withFallback = (svg: string): string =>
  svg.replaceAll("font-family: 'DejaVu Sans'", "font-family: 'DejaVu Sans', Verdana, sans-serif");
