import { meanAndBand } from "../../lab/bands";
import { type BarSeries, bars } from "../../view/bars";
import type { Figure } from "../../view/figure";
import type { UnitsOfModel } from "./judgeModels";

/** Held-out AUC of the unit that was chosen for each structure, before and after training, and chance's best. */
export function unitBars(title: string, models: readonly UnitsOfModel[]): Figure {
  const groups = models[0]?.trained.map(({ structure }) => structure) ?? [];
  const series = (name: string, of: (model: UnitsOfModel, s: number) => number): BarSeries => ({
    name,
    ...(groups.length > 0 ? meanAndBand(groups.map((_, s) => models.map((model) => of(model, s)))) : { y: [] }),
  });
  const all = [
    series("trained", ({ trained }, s) => trained[s].heldOut),
    series("before training", ({ untrained }, s) => untrained[s].heldOut),
    series("best of all units by chance (95 %)", ({ trained }, s) => trained[s].null95),
  ];
  return bars(all, {
    title,
    groups,
    x: "",
    y: { title: "AUC of one unit, on held-out text", range: [0.45, 1.02] },
    alt: `The best unit's AUC: ${groups.map((name, s) => `${name} ${all[0].y[s].toFixed(2)}`).join(", ")}`,
  });
}
