import type { PlotlyFigure } from "./plotlyFigure";

type Layout = PlotlyFigure["layout"];
// biome-ignore lint/suspicious/noExplicitAny: Plotly's layout, as far as the lab's figures have it.
type Part = any;

/**
 * The layout for a phone, which has no room beside the plot: panels and the legend go below it, a long title on two lines,
 * and a finger scrolls the page.
 */
export function forPhone({ data, layout }: PlotlyFigure): Layout {
  const named = data.filter(({ name, showlegend }) => name && showlegend !== false).length;
  const room = named > 1 ? 24 * named : 0;
  const panels = stacked(layout);
  const title = layout.title as Part;
  const heading = onLines(title?.text ?? "", 40);
  const margin = layout.margin as Part;
  const above = 18 + 18 * heading.split("<br>").length;
  return {
    ...{ ...layout, ...panels },
    height: Number(panels.height ?? layout.height ?? 400) + room,
    legend: {
      ...(layout.legend as Part),
      ...{ orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0, xanchor: "left" },
    },
    title: { ...title, text: heading, font: { ...title?.font, size: 14 }, pad: { t: 18 } },
    margin: { ...margin, t: Math.max(margin?.t ?? 0, above) },
    dragmode: false,
  };
}

/** Panels that stood side by side (view/panels.ts) below one another, each with the title at its upper left corner. */
function stacked(layout: Layout): Layout {
  const part = (name: string) => layout[name] as Part;
  const names = Object.keys(layout).filter((key) => key.startsWith("xaxis") && part(key).domain);
  if (!names.some((x) => part(x).domain[0] > 0)) return {};
  if (layout.images) return pictureAbove(layout);
  names.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
  const gap = 0.45 / names.length;
  const size = (1 - gap * (names.length - 1)) / names.length;
  const axes: Record<string, unknown> = {};
  const corners = new Map<string, number>();
  for (const [i, x] of names.entries()) {
    const y = x.replace("x", "y");
    const top = 1 - i * (size + gap);
    axes[x] = { ...part(x), domain: [0, 1] };
    axes[y] = { ...part(y), domain: [Math.max(0, top - size), top] };
    corners.set(`${part(x).domain[0]} ${part(y).domain[1]}`, top);
  }
  const annotations = part("annotations")?.map((note: Part) => {
    const top = note.xref === "paper" ? corners.get(`${note.x} ${note.y}`) : undefined;
    return top === undefined ? note : { ...note, x: 0, y: top };
  });
  return { ...axes, annotations, height: 110 + 250 * names.length };
}

/** A picture that stood beside the axes (view/besidePicture.ts) above them. */
function pictureAbove({ xaxis, yaxis, images, margin }: Layout): Layout {
  return {
    xaxis: { ...(xaxis as Part), domain: [0, 1] },
    yaxis: { ...(yaxis as Part), domain: [0, 0.4] },
    images: (images as Part[]).map((image) => ({ ...image, sizex: 1, sizey: 0.55 })),
    margin: { ...(margin as Part), l: 60 },
    height: 540,
  };
}

function onLines(text: string, width: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    if ((lines[lines.length - 1] + word).length > width) lines.push("");
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.join("<br>");
}
