// Draws each figure over its static picture.
const narrow = matchMedia("(max-width: 40rem)").matches;

for (const figure of document.querySelectorAll("figure.plot")) {
  const { data, layout, config, frames } = JSON.parse(figure.querySelector("script").textContent);
  const target = figure.querySelector("div");
  const picture = figure.querySelector("img");
  // The page decides the width, the figure its height.
  const shown = { ...layout, ...(narrow ? forPhone(layout, data) : {}), width: undefined, autosize: true };
  const bar = { displaylogo: false, responsive: true, ...config, displayModeBar: narrow ? false : "hover" };
  Plotly.newPlot(target, data, shown, bar).then(() => {
    if (frames) Plotly.addFrames(target, frames);
    if (picture) {
      target.setAttribute("role", "img");
      target.setAttribute("aria-label", picture.alt);
    }
    figure.classList.add("live");
  });
}

// A phone has no room beside the plot: the legend goes below it, and a long title on two lines.
function forPhone(layout, data) {
  const named = data.filter(({ name, showlegend }) => name && showlegend !== false).length;
  const room = named > 1 ? 24 * named : 0;
  return {
    height: (layout.height ?? 400) + room,
    legend: { ...layout.legend, orientation: "h", yref: "container", y: 0, yanchor: "bottom", x: 0, xanchor: "left" },
    title: { ...layout.title, text: onLines(layout.title?.text ?? "", 40), font: { ...layout.title?.font, size: 14 } },
  };
}

function onLines(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if ((lines.at(-1) + word).length > width) lines.push("");
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.join("<br>");
}
