import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { stateHeat } from "../../../view/stateHeat";
import { type Start, type StateResult, stateStarts } from "./config";

/** The first network unrolled over a passage: its units as colours, what it read and what it expected below. */
export function passageFigure({ models, config }: StateResult): Figure {
  const { read, expected, units } = models[0]?.passage ?? { read: [], expected: [], units: [] };
  return stateHeat({
    title: `h over time: ${units.length} units of a trained network read a passage of ${config.corpus}`,
    read,
    below: expected,
    x: "character read (above), and the one expected next (below)",
    units: [],
    values: units,
    height: 560,
    alt: `Heat map of ${units.length} units over ${read.length} characters: ${read.join("").replaceAll("␣", " ")}`,
  });
}

/** What is left of the states' variance once the last characters are known, before and after training. */
export function pastFigure({ models, config }: StateResult): Figure {
  const line = (start: Start, when: "fresh" | "trained"): Series => {
    const all = models.flatMap((model) => (model.start === start && model[when]?.all) || []);
    const known = [...new Set(all.map((row) => row.known))];
    const values = known.map((k) => all.filter((row) => row.known === k).map(({ left }) => 100 * left));
    const look = {
      dash: start === "1" ? ("solid" as const) : ("dot" as const),
      color: palette[when === "fresh" ? 0 : 1],
    };
    return { name: `${when}, inputs of variance ${start}`, x: known, markers: true, ...look, ...meanAndBand(values) };
  };
  const series = stateStarts.flatMap((start) => [line(start, "fresh"), line(start, "trained")]);
  return lines(series, {
    title: "How much of h is still open once the last characters are known",
    x: { title: "last characters that are known, the current one among them" },
    y: { title: "% of the variance of h", range: [0, 105] },
    alt: `Share of the variance of h that is left: of networks of ${config.hiddenSize} units: ${series.map(({ name, x, y }) => `${name}: ${y.map((left) => left.toFixed(0)).join(", ")} % for ${x.join(", ")} known characters`).join("; ")}`,
  });
}
