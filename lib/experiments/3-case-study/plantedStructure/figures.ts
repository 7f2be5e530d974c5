import { mean } from "../../../analysis/statistics";
import { meanAndBand } from "../../../lab/bands";
import { finished, signed } from "../../../lab/trials";
import { bars } from "../../../view/bars";
import type { Figure } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import {
  type Freezing,
  noStructure,
  type PlantedModel,
  type PlantedResult,
  type StructureName,
  structureNames,
} from "./config";

/** What it costs a network to freeze the units of a structure. */
export const freezingOf = ({ freezings }: PlantedModel, name: StructureName): Freezing =>
  freezings.find(({ structure }) => structure === name)!;

/** Where it hurts to freeze a structure's units: a row a structure whose units are frozen, a column what decides the character. */
export function freezingMap({ models, config }: PlantedResult): Figure {
  const done = finished(models);
  const columns = [...structureNames, noStructure] as const;
  const bits = structureNames.map((frozen) =>
    columns.map((on) => (done.length > 0 ? mean(done.map((model) => mean(freezingOf(model, frozen).on[on]))) : 0)),
  );
  return heatMap({
    title: `Freezing the ${config.frozen} best units of a structure: what it costs, and where`,
    x: { title: "characters that are decided by", values: columns },
    y: { title: "units frozen", values: structureNames },
    z: bits.map((row) => row.map((value) => Math.max(0, value) / Math.max(1e-9, ...row))),
    texts: bits.map((row) => row.map((value) => signed(value, 2))),
    colorTitle: "share of the row's largest",
    range: [0, 1],
    height: 420,
    alt: `Extra bits per character where units are frozen: ${structureNames.map((name, s) => `${name} ${signed(bits[s][s], 2)} on its own characters`).join(", ")}`,
  });
}

/** What freezing costs on the characters that a structure decides: its own units, and others of the same activity. */
export function freezingBars({ models, config }: PlantedResult): Figure {
  const done = finished(models);
  const series = (name: string, of: (freezing: Freezing) => readonly number[]) => ({
    name,
    ...(done.length > 0
      ? meanAndBand(structureNames.map((structure) => done.map((model) => mean(of(freezingOf(model, structure))))))
      : { y: [] }),
  });
  const own = series("units of the structure", ({ on, structure }) => on[structure]);
  const others = series("others of the same activity", ({ control }) => control);
  return bars([own, others], {
    title: `Freezing ${config.frozen} units: what it costs on the characters that a structure decides`,
    groups: structureNames,
    x: "",
    y: { title: "extra bits per character" },
    alt: `Extra bits with a structure's units frozen, and with others: ${structureNames.map((name, s) => `${name} ${own.y[s]?.toFixed(2)}, ${others.y[s]?.toFixed(2)}`).join("; ")}`,
  });
}
