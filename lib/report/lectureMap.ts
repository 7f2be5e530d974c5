import path from "node:path";
import { projectRoot } from "../core/project";
import type { Gallery, GalleryItem } from "../view/gallery";
import { escapeHtml } from "../view/progress";
import { fontFamily, useLabFonts } from "../view/staticImageFont";
import { anchorsOf, drawingOfOutput } from "./anchors";
import { type CellOutput, joined, type Text, titleOf } from "./ipynb";
import { atLectureSize, claimsOf, tally } from "./ledger";
import { readNotebook } from "./readNotebook";
import { findSections, type Section } from "./section";
import { coverOf } from "./shownPictures";

/** Of a thumbnail and of the sheet's columns, in pixels. */
const [width, height, caption, gap, columns] = [300, 190, 30, 20, 3];

/**
 * The lecture at a glance: of every notebook with claims a figure of its saved outputs, the slides that it draws, and its claims
 * with what became of them.
 */
export async function lectureMap(root = projectRoot): Promise<Gallery> {
  useLabFonts();
  const sections = await findSections(path.join(root, "notebooks"));
  const items = (await Promise.all(sections.map(itemOf))).flat();
  const alt = `The lecture's sections, a figure each: ${items.map(({ title }) => title).join("; ")}.`;
  return { items, sheet: await sheetOf(items), alt };
}

async function itemOf({ name, number, file }: Section): Promise<GalleryItem[]> {
  const notebook = await readNotebook(file);
  const [cover, claims] = [coverOf(notebook, name), claimsOf(notebook, name)];
  if (!cover || claims.length === 0) return [];
  const heading = titleOf(notebook, name);
  const to = (anchor: string) => `${path.basename(file)}#${anchor}`;
  const png = await thumbnail(cover.png);
  return [
    {
      title: heading.startsWith(number) ? heading : `${number} ${heading}`,
      text: tally(claims.map(atLectureSize)),
      link: path.basename(file),
      thumbnail: { png, width, alt: cover.alt },
      leads: anchorsOf(notebook, name)
        .filter(({ output }) => drawingOfOutput(output))
        .map(({ anchor, output }) => ({ text: drawnTitle(output), link: to(anchor) })),
      folded: claims.map((claim) => ({
        text: `${atLectureSize(claim).outcome}: ${claim.claim}`,
        link: to(claim.anchor),
      })),
    },
  ];
}

/** Its name, without its steps and equations: "LSTM, one step: i t = …" */
const drawnTitle = ({ data }: CellOutput): string => joined(data?.["text/plain"] as Text | undefined).split(/[:,]/)[0];

async function thumbnail(png: Buffer): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const { data, info } = await sharp(png).trim().toBuffer({ resolveWithObject: true });
  // Of a tall figure the top: whole it would be too small to read.
  const fit = info.height > 0.9 * info.width ? "cover" : "contain";
  const small = sharp(data).resize({ width, height, fit, position: "top", background: "#ffffff" });
  return small.png({ palette: true, colours: 64 }).toBuffer();
}

async function sheetOf(items: readonly GalleryItem[]): Promise<Buffer> {
  const rows = Math.ceil(items.length / columns);
  const [cellWidth, cellHeight] = [width + gap, height + caption + gap];
  const size = { width: columns * cellWidth + gap, height: rows * cellHeight + gap };
  const place = (i: number) => [gap + (i % columns) * cellWidth, gap + Math.floor(i / columns) * cellHeight];
  const titles = items.map(({ title }, i) => {
    const [x, y] = place(i);
    return `<text x="${x}" y="${y + height + 18}">${escapeHtml(title.split(": ")[0])}</text>`;
  });
  const captions = `<svg ${Object.entries(size)
    .map(([side, pixels]) => `${side}="${pixels}"`)
    .join(" ")}
    font-family="${fontFamily}" font-size="13" fill="#333333">${titles.join("")}</svg>`;
  const pictures = items.map(({ thumbnail: { png } }, i) => {
    const [left, top] = place(i);
    return { input: png, left, top };
  });
  const { default: sharp } = await import("sharp");
  return sharp({ create: { ...size, channels: 3, background: "#ffffff" } })
    .composite([...pictures, { input: Buffer.from(captions), left: 0, top: 0 }])
    .png({ palette: true, colours: 128 })
    .toBuffer();
}
