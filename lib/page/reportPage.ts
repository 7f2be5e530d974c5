import { drawFigure, type Plotly } from "./drawFigure";
import { lookInto } from "./lookInto";
import type { PlotlyFigure } from "./plotlyFigure";

// On a page of the report: every drawing of the lab's can be looked into …
for (const svg of document.querySelectorAll<SVGSVGElement>("figure.drawing > svg.lab-diagram")) lookInto(svg);

// … and each figure is drawn over its static picture, in the page's colours.
const isNarrow = matchMedia("(max-width: 40rem)").matches;
const darkness = matchMedia("(prefers-color-scheme: dark)");
const figures = [...document.querySelectorAll<HTMLElement>("figure.plot")];

async function draw(figure: HTMLElement): Promise<void> {
  const target = figure.querySelector("div");
  if (!target) return;
  const { Plotly: plotly } = window as unknown as { Plotly: Plotly };
  const content = JSON.parse(figure.querySelector("script")?.textContent ?? "{}") as PlotlyFigure;
  await drawFigure(plotly, target, content, { isDark: darkness.matches, isNarrow });
}

for (const figure of figures) {
  const target = figure.querySelector("div");
  const picture = figure.querySelector("img");
  if (target && picture) {
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", picture.alt);
  }
  // What cannot be drawn stays a picture.
  draw(figure).then(
    () => figure.classList.add("live"),
    () => target?.remove(),
  );
}
// On paper stands the static picture, so a switch for printing needs no drawing.
darkness.addEventListener("change", () => {
  for (const figure of figures) void draw(figure);
});
