import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setImmediate as otherWork } from "node:timers/promises";
import { NotWritten } from "../core/writeWhole";
import type { Figure } from "../view/figure";
import { rasterise } from "../view/raster";
import { svg } from "../view/staticImage";
import { figureCsv } from "./csv";
import { withStyle } from "./drawings";
import type { OwnFiles } from "./ownFiles";
import type { ShownPicture } from "./shownPictures";

/** Of the PNG files: 1600 pixels wide, for slides and print. */
const scale = 2;
const squeeze = { effort: 4, compressionLevel: 6 };

/**
 * Writes each picture as PNG, those that the lab drew as SVG, too, and figures as CSV, under its name. Says which of them could not
 * be drawn: each costs only itself.
 */
export async function writeFigures(
  pictures: readonly ShownPicture[],
  { folder, written, signal }: FigureFolder,
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  const writing: Promise<void>[] = [];
  for (const picture of pictures) {
    signal.throwIfAborted();
    const files = { name: `${folder}/figures/${picture.id}`, written };
    // Its PNG is made while the next one is drawn.
    writing.push(
      writeFigure(picture, files).catch((error) => {
        if (error instanceof NotWritten) throw error;
        failures.set(picture.id, `figure ${picture.id}: ${error instanceof Error ? error.message : error}`);
        written.write(`${files.name}.png`, picture.png);
      }),
    );
    writing.at(-1)?.catch(() => undefined); // told below
    await otherWork(); // drawing blocks: a Ctrl-C is heard between two figures
  }
  await Promise.all(writing);
  return failures;
}

export interface FigureFolder {
  /** Of the folder "figures", from the report's own. */
  readonly folder: string;
  readonly written: OwnFiles;
  readonly signal: AbortSignal;
}

interface Files {
  readonly name: string;
  readonly written: OwnFiles;
}

async function writeFigure({ png, drawn, svg: drawing }: ShownPicture, { name, written }: Files): Promise<void> {
  if (drawing) {
    written.forget(`${name}.csv`);
    written.write(`${name}.svg`, withStyle(drawing));
    return written.write(`${name}.png`, await rasterise(drawing, scale, squeeze));
  }
  if (!drawn) {
    for (const kind of ["svg", "csv"]) written.forget(`${name}.${kind}`);
    return written.write(`${name}.png`, png);
  }
  const stamp = stampOf(drawn);
  const before = written.read(`${name}.svg`) ?? "";
  if (before.endsWith(stamp)) {
    for (const kind of ["svg", "csv", "png"]) written.keep(`${name}.${kind}`);
    return;
  }
  // A drawing that is no longer that of the figure.
  for (const kind of ["svg", "csv"]) written.forget(`${name}.${kind}`);
  const { image } = svg(drawn);
  written.write(`${name}.csv`, figureCsv(drawn));
  written.write(`${name}.png`, image ? await rasterise(image, scale, squeeze) : png);
  // Last, for its stamp says that all three are there.
  if (image) written.write(`${name}.svg`, `${withFallback(image)}${stamp}`);
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
