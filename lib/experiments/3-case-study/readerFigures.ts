import { meanAndBand, overCurves } from "../../lab/bands";
import type { CurvePoint } from "../../lab/textLearner";
import { finished } from "../../lab/trials";
import { type BarSeries, bars } from "../../view/bars";
import { type Figure, lines } from "../../view/figure";
import type { Reference } from "../../view/guides";
import { textMemory } from "../../view/textMemory";
import type { Reader } from "./reader";

interface Curved {
  readonly curve: readonly CurvePoint[];
}

/** Held-out loss while networks learn to read a text, beside what others reach. */
export function readerCurves(text: string, models: readonly Curved[], references: readonly Reference[]): Figure {
  const held = overCurves("held-out text", models, {
    x: ({ characters }) => characters,
    y: ({ heldOutBits }) => heldOutBits,
  });
  const all = [...references.map(({ y }) => y), ...held.y];
  const said = references.map(({ name }) => name).join(", ");
  return lines([held], {
    title: `Learning ${text}`,
    x: { title: "characters read", log: true },
    y: { title: "bits per character", range: [Math.min(...all) - 0.1, Math.max(...all) + 0.1] },
    references,
    alt: `Held-out loss of ${models.length} networks, which ends at ${held.y.at(-1)?.toFixed(2) ?? "–"} bits per character; ${said}`,
  });
}

/** Held-out AUC of the unit that was chosen for each structure, before and after training, and chance's best. */
export function unitBars(text: string, models: readonly Reader[]): Figure {
  const done = finished(models);
  const groups = done[0]?.trained.map(({ structure }) => structure) ?? [];
  const series = (name: string, of: (model: Reader, s: number) => number): BarSeries => ({
    name,
    ...(groups.length > 0 ? meanAndBand(groups.map((_, s) => done.map((model) => of(model, s)))) : { y: [] }),
  });
  const all = [
    series("trained", ({ trained }, s) => trained[s].heldOut),
    series("before training", ({ untrained }, s) => untrained[s].heldOut),
    series("best of all units by chance (95 %)", ({ trained }, s) => trained[s].null95),
  ];
  return bars(all, {
    title: `One unit for each structure of ${text}`,
    groups,
    x: "",
    y: { title: "AUC of one unit, on held-out text", range: [0.45, 1.02] },
    alt: `The best unit's AUC: ${groups.map((name, s) => `${name} ${all[0].y[s].toFixed(2)}`).join(", ")}`,
  });
}

/** What the best unit of each structure holds at each character of a passage. */
export function unitMemory(text: string, models: readonly Reader[]): Figure {
  const { text: passage, units } = models[0]?.passage ?? { text: " ", units: [] };
  const names = units.map(({ best }) => best.structure);
  return textMemory({
    title: `What single units hold in memory while the network reads ${text}`,
    text: passage,
    units: units.map(({ best, values, labels }) => ({ name: best.structure, values, marked: labels })),
    colorTitle: "value of the unit",
    alt: `The best units for ${names.join(", ")}, each a row of colours below the characters that the network reads, with a line where the structure is`,
  });
}
