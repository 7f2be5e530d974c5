import { dark } from "./darkFigure";
import { forPhone } from "./phoneFigure";
import type { PlotlyFigure } from "./plotlyFigure";

/** What of Plotly is used: https://plotly.com/javascript/plotlyjs-function-reference/ */
export interface Plotly {
  react(target: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  addFrames(target: HTMLElement, frames: readonly unknown[]): Promise<unknown>;
  purge(target: HTMLElement): void;
  readonly Plots: { resize(target: HTMLElement): unknown };
}

interface FigureLooks {
  readonly isDark: boolean;
  /** What it shows, in words. */
  readonly alt?: string;
  /** On a phone. */
  readonly isNarrow?: boolean;
}

/** Draws a figure into `target`, or changes what is drawn there: the page decides the width and the colours, the figure its height. */
export async function drawFigure(
  plotly: Plotly,
  target: HTMLElement,
  figure: PlotlyFigure,
  { isDark, alt, isNarrow = false }: FigureLooks,
): Promise<void> {
  const { data, frames } = figure;
  const layout = { ...(isNarrow ? forPhone(figure) : figure.layout), width: undefined, autosize: true };
  const coloured = isDark ? { data: dark(data), layout: dark(layout) } : { data, layout };
  const bar = { displaylogo: false, responsive: true, displayModeBar: isNarrow ? false : "hover" };
  target.style.minWidth = `${widthForTexts(data) || widthForPictures(figure.layout)}px`;
  await plotly.react(target, coloured.data, coloured.layout, bar);
  if (frames?.length) await plotly.addFrames(target, frames);
  if (alt !== undefined) describe(target, alt);
}

/** Plotly draws in layers, with buttons among them: the first layer stands for all that is no button. */
function describe(target: HTMLElement, alt: string): void {
  for (const [i, layer] of target.querySelectorAll(".main-svg").entries()) {
    if (i > 0) layer.setAttribute("aria-hidden", "true");
    else
      for (const [name, value] of [
        ["role", "img"],
        ["aria-label", alt],
      ])
        layer.setAttribute(name, value);
  }
}

/** Cells with texts in them need room for a letter each; where the page has less, the figure scrolls. */
function widthForTexts(data: PlotlyFigure["data"]): number {
  const columns = data.flatMap(({ texttemplate, z }) =>
    texttemplate && Array.isArray(z) && Array.isArray(z[0]) ? [z[0].length] : [],
  );
  return columns.length ? 180 + 12 * Math.max(...columns) : 0;
}

/** Pictures without axes have captions that were set for their full width. */
function widthForPictures({ xaxis, shapes, images }: PlotlyFigure["layout"]): number {
  const isBare = (xaxis as { visible?: boolean } | undefined)?.visible === false;
  return isBare && [shapes, images].some((list) => Array.isArray(list) && list.length > 0) ? 720 : 0;
}
