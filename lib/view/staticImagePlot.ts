import { readFileSync } from "node:fs";
import { JSDOM, VirtualConsole } from "jsdom";
import type { ImageRequest } from "./staticImage";
import { addBoxes } from "./staticImageBox";
import { addCanvas } from "./staticImageCanvas";
import { fontFamily } from "./staticImageFont";
import { addPathLengths } from "./staticImagePath";

interface Plotly {
  toImage(figure: object, options: object): Promise<string>;
}

/** Draws one request as SVG text. */
export type Plotter = (request: ImageRequest) => Promise<string>;

/**
 * plotly.js in a browser made of stubs. jsdom has a document but no layout and no canvas: the stubs measure text and
 * paint heat maps, the two things that plotly asks of them.
 */
export function loadPlotter(): Plotter {
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(), // plotly's warnings are not the notebook's
  });
  window.URL.createObjectURL = () => "";
  addCanvas(window);
  addBoxes(window);
  addPathLengths(window);
  window.eval(readFileSync(require.resolve("plotly.js-dist"), "utf8"));
  const { Plotly } = window as unknown as { Plotly: Plotly };
  return async ({ data, layout, width, height }) => {
    const options = { format: "svg", imageDataOnly: true, width, height };
    return inLabFont(await Plotly.toImage({ data, layout }, options));
  };
}

// One family in every picture, the one that was measured: "Helvetica" is another font on every machine.
function inLabFont(drawing: string): string {
  return drawing.replace(/font-family: ?[^;"]+/g, `font-family: '${fontFamily}'`);
}
