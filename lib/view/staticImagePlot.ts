import { createHash } from "node:crypto";
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
  // Maps would be fetched, and a figure is drawn from itself alone.
  Object.assign(window, { XMLHttpRequest: undefined, WebSocket: undefined });
  addCanvas(window);
  addBoxes(window);
  addPathLengths(window);
  window.eval(readFileSync(require.resolve("plotly.js-dist"), "utf8"));
  const { Plotly, Math: page } = window as unknown as { Plotly: Plotly; Math: Math };
  return async ({ data, layout, width, height }) => {
    page.random = drawnFrom(JSON.stringify({ data, layout }));
    const options = { format: "svg", imageDataOnly: true, width, height };
    return inLabFont(await Plotly.toImage({ data, layout }, options));
  };
}

/**
 * Plotly names the parts of a drawing at random. Names made of the figure itself are the same for the same numbers, and
 * differ between figures that stand in one document.
 */
function drawnFrom(figure: string): () => number {
  const hash = createHash("sha256").update(figure).digest();
  let draws = 0;
  return () => {
    draws++;
    return createHash("sha256").update(hash).update(String(draws)).digest().readUInt32LE() / 2 ** 32;
  };
}

// One family in every picture, the one that was measured: "Helvetica" is another font on every machine.
function inLabFont(drawing: string): string {
  return drawing.replace(/font-family: ?[^;"]+/g, `font-family: '${fontFamily}'`);
}
