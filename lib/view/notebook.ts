import path from "node:path";
import { expectForm, type Form, refused } from "../core/argumentForms";
import { projectRoot } from "../core/project";
import { writeWhole } from "../core/writeWhole";
import { type Checked, checkedHtml, checkedText } from "./checked";
import type { Figure } from "./figure";
import { type Gallery, galleryHtml, galleryText } from "./gallery";
import { originKey, plotlyMime, verdictMime } from "./mime";
import { figureName, slug } from "./names";
import { completed, type OwnFigure, ownFigureForm } from "./ownFigure";
import { png } from "./staticImage";
import type { SvgDrawing } from "./svgDrawing";
import { type Table, tableHtml, tableText } from "./table";
import { type Verdict, verdictText } from "./verdict";
import { verdictHtml } from "./verdictHtml";

/** One output in every form that a front end may prefer. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Output {
  update(bundle: MimeBundle, metadata?: object): void;
}

export type Shown = OwnFigure | Verdict | Checked | Table | Gallery | SvgDrawing;

type Drawable = Exclude<Shown, OwnFigure> | Figure;

const shownForm: Form = (value) => {
  const has = (name: string) => typeof value === "object" && value !== null && name in value;
  if (has("data")) return ownFigureForm(value);
  return ["outcome", "exercise", "rows", "items", "svg"].some(has)
    ? undefined
    : refused("a figure, diagram, verdict, check, table or gallery", value);
};

/**
 * Draws a figure, a diagram, a verdict, a check, a table or a gallery under the current cell; outside a notebook, into a file or on
 * the terminal. A Plotly figure of one's own is one, too: `show({ data: [{ x: [1, 2], y: [3, 4] }], layout: { title: "mine" } })`.
 * @throws on what is none of these
 */
export function show(shown: Shown): void {
  expectForm("show", shownForm, shown);
  const drawn = "data" in shown ? completed(shown) : shown;
  if (inNotebook()) openOutput().update(bundle(drawn), metadataOf(drawn));
  else process.stdout.write(`${asText(drawn)}\n`);
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

/** Of a study's figure, and of a drawing, which it is: for the report. Of a picture its words: nbconvert looks for them here. */
const metadataOf = (shown: Drawable): object => ({
  ...("origin" in shown && shown.origin ? { [originKey]: shown.origin } : {}),
  ...("svg" in shown && shown.name ? { [originKey]: { drawing: shown.name } } : {}),
  ...("alt" in shown ? { "image/png": { alt: shown.alt } } : {}),
});

function bundle(shown: Drawable): MimeBundle {
  if ("outcome" in shown) {
    return { [verdictMime]: shown, "text/html": verdictHtml(shown), "text/plain": verdictText(shown) };
  }
  if ("exercise" in shown) return { "text/html": checkedHtml(shown), "text/plain": checkedText(shown) };
  if ("rows" in shown) return { "text/html": tableHtml(shown), "text/plain": tableText(shown) };
  if ("items" in shown) {
    const image = shown.sheet.toString("base64");
    return { "text/html": galleryHtml(shown), "image/png": image, "text/plain": galleryText(shown) };
  }
  if ("svg" in shown) return { "image/svg+xml": shown.svg, ...picture(shown) };
  return { ...plotBundle(shown), ...picture(shown) };
}

/** A figure without its picture. */
export const plotBundle = ({ data, layout, alt }: Figure): MimeBundle => ({
  [plotlyMime]: { data: readableData(data), layout, config: { displaylogo: false, responsive: true } },
  "text/plain": alt,
});

/** Six digits that count: more cannot be seen, and would be half of a notebook's size. */
export const readableData = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (_, value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value)));

/** A figure or a drawing as it looks, without its data; in words where it cannot be drawn. */
export function picture(figure: Figure | SvgDrawing): MimeBundle {
  const { image, failure } = png(figure);
  if (!image) return { "text/plain": `${figure.alt} (${failure})` };
  return { "image/png": image.toString("base64"), "text/plain": figure.alt };
}

/** What a person without a notebook reads: the words, or the file into which the figure was drawn. */
function asText(shown: Drawable): string {
  if ("outcome" in shown) return verdictText(shown);
  if ("exercise" in shown) return checkedText(shown);
  if ("rows" in shown) return tableText(shown);
  if ("items" in shown) return galleryText(shown);
  const { image, failure } = png(shown);
  if (!image) return `${shown.alt} (${failure})`;
  const name = "svg" in shown ? shown.name : shown.origin && figureName(shown.origin);
  const file = path.join(projectRoot, "report", "shown", `${name ?? slug(shown.alt)}.png`);
  writeWhole(file, image);
  return file;
}
