import { expectForms, expectLength, forms } from "../core/argumentForms";
import { type Figure, figureForm } from "./figure";
import type { ColourPicture } from "./pictureSheet";
import { pngUri } from "./png";

/** A figure, and on its left the picture in colour that it is about, as high as the axes. */
export function besidePicture(figure: Figure, { pixels, side }: Pick<ColourPicture, "pixels" | "side">): Figure {
  expectForms("besidePicture", { figure: [figureForm, figure], side: [forms.size, side] });
  expectLength("besidePicture: pixels", pixels, side * side * 3, `numbers [${side}, ${side}, 3]`);
  const { xaxis, margin } = figure.layout as Readonly<Record<string, object>>;
  const image = {
    ...{ xref: "paper", yref: "paper", x: 0, y: 1, sizex: 0.3, sizey: 1, sizing: "contain" },
    ...{ xanchor: "left", yanchor: "top", source: pngUri(pixels, { width: side, height: side, quick: true }) },
  };
  return {
    ...figure,
    layout: { ...figure.layout, xaxis: { ...xaxis, domain: [0.38, 1] }, images: [image], margin: { ...margin, l: 16 } },
  };
}
