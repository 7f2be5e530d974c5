import { type Figure, lines } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { visible } from "../../../view/legible";
import { panels } from "../../../view/panels";
import type { GruResult } from "./config";

/** The update gate along a passage, what h is made of in one unit, and how often each unit keeps and renews. */
export function updateFigure({ gates, models }: GruResult): Figure {
  const { text, units, z, unit, old, fresh, h } = gates ?? {
    ...{ text: "", units: [], z: [], unit: 0, old: [], fresh: [], h: [] },
  };
  const characters = [...text].map(visible);
  const times = characters.map((_, t) => t);
  const all = models.flatMap((model) => model.units ?? []);
  const map = heatMap({
    title: "Update gate z, units from the longest memory (top) to the shortest: dark keeps, white renews",
    x: { title: "", values: times, text: characters },
    y: { title: "unit", values: units.map(String) },
    z,
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
      x: { title: "", text: characters },
      y: { title: "" },
      alt: `old and new share of unit ${unit}`,
    },
  );
  const often = lines(
    [{ name: "units", markers: "dots", x: all.map(({ open }) => open), y: all.map(({ shut }) => shut) }],
    {
      title: "Every unit of every trained GRU",
      x: { title: "share of time that z > 0.9: keeps", range: [-0.03, 1.03] },
      y: { title: "z < 0.1: renews", range: [-0.03, 1.03] },
      alt: `${all.filter(({ open }) => open > 0.9).length} of ${all.length} units keep more than nine tenths of the time, over the text: ${text}`,
    },
  );
  return panels("The GRU's one gate between old and new", [map, shares, often], { columns: 1 });
}
