import type { Figure } from "./figure";
import { completed, type OwnFigure } from "./ownFigure";
import type { SvgDrawing } from "./svgDrawing";
import { type Table, tableText } from "./table";

/** What can change under one's hand: a figure, a diagram, a table, a text; or several below each other. */
export type MomentPicture = OnePicture | readonly OnePicture[];
type OnePicture = OwnFigure | SvgDrawing | Table | string;

/** One of them as plain data, of which a page makes what one sees: it holds nothing that a browser would run. */
export type Pictured =
  | { readonly plot: Pick<Figure, "data" | "layout">; readonly alt: string }
  | { readonly svg: string; readonly alt: string }
  | { readonly table: Table; readonly alt: string }
  | { readonly text: string; readonly alt: string };

export const pictured = (picture: MomentPicture): Pictured[] =>
  ([picture].flat() as readonly OnePicture[]).map((one): Pictured => {
    if (typeof one === "string") return { text: one, alt: one };
    if ("svg" in one) return { svg: one.svg, alt: one.alt };
    if ("rows" in one) return { table: one, alt: tableText(one) };
    const { data, layout, alt } = completed(one);
    return { plot: { data, layout }, alt };
  });
