import { drawFigure, type Plotly } from "./drawFigure";
import { lookInto } from "./lookInto";
import type { PlotlyFigure } from "./plotlyFigure";
import { reach, reachScrolled } from "./reachScrolled";
import { searchField } from "./searchField";
import { sideContents } from "./sideContents";

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
  const alt = figure.querySelector("img")?.alt;
  await drawFigure(plotly, target, content, { isDark: darkness.matches, isNarrow, alt });
  reach(figure);
}

for (const figure of figures) {
  // What cannot be drawn stays a picture.
  draw(figure).then(
    () => figure.classList.add("live"),
    () => figure.querySelector("div")?.remove(),
  );
}
// On paper stands the static picture, so a switch for printing needs no drawing.
darkness.addEventListener("change", () => {
  for (const figure of figures) void draw(figure);
});

reachScrolled(document);
for (const contents of document.querySelectorAll<HTMLElement>("nav.contents")) sideContents(contents);
for (const search of document.querySelectorAll<HTMLElement>(".search")) searchField(search);
