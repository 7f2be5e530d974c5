// Draws each figure over its static picture, in the page's colours.
const narrow = matchMedia("(max-width: 40rem)").matches;
const darkness = matchMedia("(prefers-color-scheme: dark)");
const figures = [...document.querySelectorAll("figure.plot")];

for (const figure of figures) {
  const { data, layout } = JSON.parse(figure.querySelector("script").textContent);
  const target = figure.querySelector("div");
  const picture = figure.querySelector("img");
  target.style.minWidth = `${widthForTexts(data) || widthForPictures(layout)}px`;
  if (picture) {
    target.setAttribute("role", "img");
    target.setAttribute("aria-label", picture.alt);
  }
  void draw(figure).then(() => figure.classList.add("live"));
}
// On paper stands the static picture, so a switch for printing needs no drawing.
darkness.addEventListener("change", () => figures.forEach(draw));

async function draw(figure) {
  const { data, layout, config, frames } = JSON.parse(figure.querySelector("script").textContent);
  const target = figure.querySelector("div");
  // The page decides the width, the figure its height.
  const shown = { ...layout, ...(narrow ? forPhone(layout, data) : {}), width: undefined, autosize: true };
  const coloured = darkness.matches ? { data: dark(data), layout: dark(shown) } : { data, layout: shown };
  const bar = { displaylogo: false, responsive: true, ...config, displayModeBar: narrow ? false : "hover" };
  await Plotly.react(target, coloured.data, coloured.layout, bar);
  if (frames) Plotly.addFrames(target, frames);
}

// Cells with texts in them need room for a letter each; where the page has less, the figure scrolls.
function widthForTexts(data) {
  const columns = data.filter(({ texttemplate }) => texttemplate).map(({ z }) => z?.[0]?.length ?? 0);
  return columns.length ? 180 + 12 * Math.max(...columns) : 0;
}

// Pictures without axes have captions that were set for their full width.
function widthForPictures({ xaxis, shapes, images }) {
  return xaxis?.visible === false && (shapes?.length || images?.length) ? 720 : 0;
}

// A phone has no room beside the plot: panels and the legend go below it, a long title on two lines, and a finger
// scrolls the page.
function forPhone(layout, data) {
  const named = data.filter(({ name, showlegend }) => name && showlegend !== false).length;
  const room = named > 1 ? 24 * named : 0;
  const panels = stacked(layout);
  return {
    ...panels,
    height: (panels.height ?? layout.height ?? 400) + room,
    legend: { ...layout.legend, orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0, xanchor: "left" },
    title: { ...layout.title, text: onLines(layout.title?.text ?? "", 40), font: { ...layout.title?.font, size: 14 } },
    dragmode: false,
  };
}

// Panels that stood side by side (lib/view/panels.ts) below one another, each with the title at its upper left corner.
function stacked(layout) {
  const names = Object.keys(layout).filter((key) => key.startsWith("xaxis") && layout[key].domain);
  if (!names.some((x) => layout[x].domain[0] > 0)) return {};
  names.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
  const gap = 0.45 / names.length;
  const size = (1 - gap * (names.length - 1)) / names.length;
  const axes = {};
  const corners = new Map();
  for (const [i, x] of names.entries()) {
    const y = x.replace("x", "y");
    const top = 1 - i * (size + gap);
    axes[x] = { ...layout[x], domain: [0, 1] };
    axes[y] = { ...layout[y], domain: [Math.max(0, top - size), top] };
    corners.set(`${layout[x].domain[0]} ${layout[y].domain[1]}`, top);
  }
  const annotations = layout.annotations?.map((note) => {
    const top = note.xref === "paper" ? corners.get(`${note.x} ${note.y}`) : undefined;
    return top === undefined ? note : { ...note, x: 0, y: top };
  });
  return { ...axes, annotations, height: 110 + 250 * names.length };
}

function onLines(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if ((lines.at(-1) + word).length > width) lines.push("");
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.join("<br>");
}
