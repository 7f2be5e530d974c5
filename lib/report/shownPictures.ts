import type { Figure, FigureOrigin } from "../view/figure";
import { plotlyMime } from "../view/mime";
import { anchorsOf, originOfOutput } from "./anchors";
import { drawingIn } from "./drawings";
import { joined, type Notebook, type Text } from "./ipynb";
import { harmlessPlot, type Plot } from "./plotText";

/** A picture in a notebook's outputs. */
export interface ShownPicture {
  /** Its anchor on the notebook's page, and the name of its files. */
  readonly id: string;
  readonly png: Buffer;
  readonly alt: string;
  /** What it was drawn from; undefined for a picture that is none of the lab's figures. */
  readonly drawn?: Figure;
  /** Of one of the lab's drawings: as a page may hold it. */
  readonly svg?: string;
  /** Of a study's figure. */
  readonly origin?: FigureOrigin;
}

/** Every output of the notebook of this name that shows a picture, in order. */
export const shownPictures = (notebook: Notebook, name: string): ShownPicture[] =>
  anchorsOf(notebook, name).flatMap(({ kind, anchor: id, output }) => {
    const { data = {} } = output;
    const png = data["image/png"] as Text | undefined;
    if (kind !== "picture" || png === undefined) return [];
    const alt = joined(data["text/plain"] as Text | undefined);
    const plotly = data[plotlyMime] as Plot | undefined;
    const drawn = plotly?.data && { ...harmlessPlot(plotly), alt };
    const picture = { id, png: Buffer.from(joined(png), "base64"), alt };
    return [{ ...picture, drawn, svg: drawingIn(output), origin: originOfOutput(output) }];
  });

/** The picture that stands for the whole notebook: of the cell that is tagged "cover"; otherwise the first. */
export function coverOf(notebook: Notebook, name: string): ShownPicture | undefined {
  const tagged = notebook.cells.filter(({ metadata }) => (metadata.tags as string[] | undefined)?.includes("cover"));
  return [...shownPictures({ ...notebook, cells: tagged }, name), ...shownPictures(notebook, name)][0];
}
