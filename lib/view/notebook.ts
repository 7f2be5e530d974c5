import path from "node:path";
import { projectRoot } from "../core/project";
import { writeWhole } from "../core/writeWhole";
import type { Figure } from "./figure";
import { type Gallery, galleryHtml, galleryText } from "./gallery";
import { originKey, plotlyMime, verdictMime } from "./mime";
import { figureName, slug } from "./names";
import { png } from "./staticImage";
import { type Table, tableHtml, tableText } from "./table";
import { type Verdict, verdictHtml, verdictText } from "./verdict";

/** One output in every form that a front end may prefer. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Output {
  update(bundle: MimeBundle, metadata?: object): void;
}

export type Shown = Figure | Verdict | Table | Gallery;

/** Draws a figure, a verdict, a table or a gallery under the current cell; outside a notebook, into a file or on the terminal. */
export function show(shown: Shown): void {
  if (inNotebook()) openOutput().update(bundle(shown), metadataOf(shown));
  else process.stdout.write(`${asText(shown)}\n`);
}

/** Whether there is a cell to show things under. */
export const inNotebook = (): boolean => cellWriter() !== undefined;

/** An output under the cell that runs now: it appears with its first content, and further content replaces that. */
export function openOutput(): Output {
  const write = cellWriter();
  const transient = { display_id: `lab-${process.hrtime.bigint()}` };
  let isUpdate = false;
  return {
    update(data, metadata = {}) {
      write?.({ data, metadata, transient }, isUpdate);
      isUpdate = true;
    },
  };
}

type Write = (message: { data: MimeBundle; metadata: object; transient: object }, isUpdate: boolean) => void;

/**
 * tslab's public `display` sends one MIME type a call, so the lab uses the function beneath it. It is looked up in what
 * the kernel has loaded: outside a kernel, requiring tslab would load a compiler for nothing.
 */
function cellWriter(): Write | undefined {
  return require.cache[require.resolve("tslab/dist/jupyter")]?.exports.lastWriteDisplayData ?? undefined;
}

/** Of a study's figure, which it is: for the report. */
const metadataOf = (shown: Shown): object => ("origin" in shown && shown.origin ? { [originKey]: shown.origin } : {});

function bundle(shown: Shown): MimeBundle {
  if ("outcome" in shown) {
    return { [verdictMime]: shown, "text/html": verdictHtml(shown), "text/plain": verdictText(shown) };
  }
  if ("rows" in shown) return { "text/html": tableHtml(shown), "text/plain": tableText(shown) };
  if ("items" in shown) {
    const image = shown.sheet.toString("base64");
    return { "text/html": galleryHtml(shown), "image/png": image, "text/plain": galleryText(shown) };
  }
  const { data, layout } = shown;
  return {
    [plotlyMime]: { data: readable(data), layout, config: { displaylogo: false, responsive: true } },
    ...picture(shown),
  };
}

/** Six digits that count: more cannot be seen, and would be half of a notebook's size. */
const readable = (data: Figure["data"]): unknown =>
  JSON.parse(JSON.stringify(data, (_, value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value)));

/** A figure as it looks, without its data; in words where it cannot be drawn. */
export function picture(figure: Figure): MimeBundle {
  const { image, failure } = png(figure);
  if (!image) return { "text/plain": `${figure.alt} (${failure})` };
  return { "image/png": image.toString("base64"), "text/plain": figure.alt };
}

/** What a person without a notebook reads: the words, or the file into which the figure was drawn. */
function asText(shown: Shown): string {
  if ("outcome" in shown) return verdictText(shown);
  if ("rows" in shown) return tableText(shown);
  if ("items" in shown) return galleryText(shown);
  const { image, failure } = png(shown);
  if (!image) return `${shown.alt} (${failure})`;
  const name = shown.origin ? figureName(shown.origin) : slug(shown.alt);
  const file = path.join(projectRoot, "report", "shown", `${name}.png`);
  writeWhole(file, image);
  return file;
}
