import { mean } from "../../../analysis/statistics";
import { meanAndBand, overCurves } from "../../../lab/bands";
import type { CurvePoint } from "../../../lab/textLearner";
import { finished, signed } from "../../../lab/trials";
import { type Figure, lines, type Series } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { panels } from "../../../view/panels";
import { textHeats } from "../../../view/textHeat";
import { unitBars } from "../unitBars";
import { type Damage, type PlantedModelResult, type PlantedResult, type StructureName, structureNames } from "./config";

type Curves = Pick<PlantedResult, "config" | "floor"> & {
  readonly models: readonly { readonly curve: readonly CurvePoint[] }[];
};

/** Held-out loss against what the grammar itself costs. */
export function plantedCurves({ models, floor }: Curves): Figure {
  const held = overCurves("held-out text", models, {
    x: ({ characters }) => characters,
    y: ({ heldOutBits }) => heldOutBits,
  });
  return lines([held], {
    title: "Learning the planted text",
    x: { title: "characters read" },
    y: { title: "bits per character", range: [floor - 0.05, Math.min(3.5, Math.max(floor + 0.3, ...held.y)) + 0.05] },
    references: [{ name: `the grammar itself: ${floor.toFixed(3)}`, y: floor }],
    alt: `Held-out loss of ${models.length} models; the grammar itself costs ${floor.toFixed(3)} bits per character`,
  });
}

export const plantedUnits = ({ models }: PlantedResult): Figure =>
  unitBars("One unit follows each planted structure", finished(models));

/** Where it hurts to hold a structure's units: a row a structure whose units are held, a column what decides the character. */
export function damageMap({ models, config }: PlantedResult): Figure {
  const [count] = config.ablated;
  const done = finished(models);
  const damage = (held: StructureName) => done.map((model) => ofSize(model.damage[held] ?? [], count));
  const average = (held: StructureName, of: (one: Damage) => number) =>
    done.length > 0 ? mean(damage(held).map(of)) : 0;
  const cells = structureNames.map((held) => [
    ...structureNames.map((on) => average(held, (one) => one.on[on])),
    average(held, ({ undecided }) => undecided),
  ]);
  return heatMap({
    title: `Holding the ${count} best units of a structure: what it costs, and where`,
    x: { title: "characters that are decided by", values: [...structureNames, "none of these"] },
    y: { title: "units held", values: structureNames },
    z: cells.map((row) => row.map((value) => Math.max(0, value) / Math.max(1e-9, ...row))),
    texts: cells.map((row) => row.map((value) => signed(value, 2))),
    colorTitle: "share of the row's largest",
    range: [0, 1],
    height: 420,
    alt: `Extra bits per character where units are held: ${structureNames.map((name, s) => `${name} ${signed(cells[s][s], 2)} on its own characters`).join(", ")}`,
  });
}

export const ofSize = (all: readonly Damage[], count: number): Damage => all.find(({ units }) => units === count)!;

/** Damage against the number of units held: on a structure's own characters, elsewhere, and by random units. */
export function damageGrowth({ models, config }: PlantedResult): Figure {
  const done = finished(models);
  const sizes = [...config.ablated].sort((a, b) => a - b).filter((count) => count <= config.hiddenSize);
  const line = (name: string, of: (model: PlantedModelResult, count: number) => number): Series => ({
    ...{ name, x: sizes, markers: true },
    ...(done.length > 0 ? meanAndBand(sizes.map((count) => done.map((model) => of(model, count)))) : { y: [] }),
  });
  const panel = (name: StructureName): Figure => {
    return lines(
      [
        line("its units, its characters", ({ damage }, count) => ofSize(damage[name] ?? [], count).on[name]),
        line("its units, elsewhere", ({ damage }, count) => ofSize(damage[name] ?? [], count).elsewhere[name]),
        line("random units, its characters", ({ control }, count) =>
          mean(control.filter(({ units }) => units === count).map(({ on }) => on[name])),
        ),
      ],
      { title: name, x: { title: "units held", log: true, ticks: sizes }, y: { title: "extra bits" }, alt: name },
    );
  };
  return panels("What holding more units costs, in bits per character", structureNames.map(panel), { columns: 3 });
}

/** The best units' values over the same lines. */
export function plantedPassage({ passage, models }: PlantedResult): Figure {
  const units = passage?.units ?? [];
  return textHeats({
    title: `Five units of one network over ${passage ? "the same lines" : "no text yet"}`,
    text: passage?.text ?? " ",
    layers: units.map(({ best, values }) => ({
      title: `${best.structure}: unit ${best.unit}`,
      values: values.map((value) => best.sign * value),
    })),
    colorTitle: "activation",
    alt: `The units for ${units.map(({ best }) => best.structure).join(", ")} of the first of ${models.length} models, coloured over a passage`,
  });
}
