import { meanAndBand } from "../../../lab/bands";
import { type Figure, lines, type Series } from "../../../view/figure";
import { stateHeat } from "../../../view/stateHeat";
import type { StateModelResult, StateResult } from "./config";

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
  const finished = models.filter(({ trained }) => trained.length > 0);
  const line = (name: string, of: (model: StateModelResult) => StateModelResult["trained"]): Series => {
    const known = finished.length > 0 ? of(finished[0]).map((row) => row.known) : [];
    const values = known.map((_, i) => finished.map((model) => 100 * of(model)[i].left));
    return { name, x: known, markers: true, ...meanAndBand(values) };
  };
  const trained = line("trained", (model) => model.trained);
  return lines([line("fresh weights", (model) => model.fresh), trained], {
    title: "How much of h is still open once the last characters are known",
    x: { title: "last characters that are known, the current one among them" },
    y: { title: "% of the variance of h", range: [0, 105] },
    alt: `Share of the variance of h that is left: of ${finished.length} trained networks of ${config.hiddenSize} units, ${trained.y.map((y) => y.toFixed(0)).join(", ")} % for ${trained.x.join(", ")} known characters`,
  });
}
