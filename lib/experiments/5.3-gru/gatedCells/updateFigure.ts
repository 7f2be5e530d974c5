import { type Figure, lines } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { panels } from "../../../view/panels";
import { points } from "../../../view/points";
import type { GruResult } from "./config";

/** The update gate along a passage, what h is made of in one unit, and how often each unit keeps and renews. */
export function updateFigure({ gates, models }: GruResult): Figure {
  const { text, units, z, unit, old, fresh, h } = gates ?? {
    ...{ text: "", units: [], z: [], unit: 0, old: [], fresh: [], h: [] },
  };
  const characters = [...text].map((character) => (character === " " ? "␣" : character === "\n" ? "↵" : character));
  const times = characters.map((_, t) => t);
  const all = models.flatMap((model) => model.units ?? []);
  const map = heatMap({
    title: "Update gate z, units from the longest memory (top) to the shortest: dark keeps, white renews",
    x: { title: "", values: times },
    y: { title: "unit", values: units.map(String) },
    z,
    colorTitle: "",
    range: [0, 1],
    alt: "z over a passage",
  });
  const shares = lines(
    [
      { name: "old share, z ⊙ h", x: times, y: old },
      { name: "new share, (1 − z) ⊙ n", x: times, y: fresh },
      { name: "h, their sum", x: times, y: h },
    ],
    {
      title: `What unit ${unit} is made of`,
      x: { title: "" },
      y: { title: "" },
      alt: `old and new share of unit ${unit}`,
    },
  );
  const often = points([{ name: "units", x: all.map(({ open }) => open), y: all.map(({ shut }) => shut) }], {
    title: "Every unit of every trained GRU",
    x: { title: "share of time that z > 0.9: keeps", range: [-0.03, 1.03] },
    y: { title: "z < 0.1: renews", range: [-0.03, 1.03] },
    alt: `${all.filter(({ open }) => open > 0.9).length} of ${all.length} units keep more than nine tenths of the time`,
  });
  const { data, layout, alt } = panels("The GRU's one gate between old and new", [map, shares, often], 1);
  const below = {
    ...{
      tickmode: "array",
      tickvals: times,
      ticktext: characters,
      tickangle: 0,
      ticks: "",
      range: [-0.5, times.length - 0.5],
    },
    tickfont: { family: "monospace", size: 10 },
  };
  const axes = ["xaxis", "xaxis2"].map((name) => [name, { ...(layout[name] as object), ...below }]);
  const beside = { tickmode: "array", tickvals: units.map(String), tickfont: { size: 9 } };
  return {
    data: data.map((trace) => ({
      ...trace,
      ...(trace.type === "heatmap" ? { showscale: false, xgap: 0.5 } : {}),
      showlegend: trace.mode === "lines",
    })),
    layout: { ...layout, ...Object.fromEntries(axes), yaxis: { ...(layout.yaxis as object), ...beside } },
    alt: `${alt}, over the text: ${text}`,
  };
}
