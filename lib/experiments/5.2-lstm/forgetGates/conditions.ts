import { bySeed } from "../../../lab/judge";
import { sound } from "../../../lab/trials";
import type { CellMeasures, LstmMeasures, LstmModelResult, LstmResult, Variant } from "./config";

export type Condition = "fresh" | "trained";

/** A network's measures in a condition; undefined where it has none, as when it was never trained. */
export const measuresOf = (model: LstmModelResult, condition: Condition): LstmMeasures | undefined =>
  model[condition] ?? undefined;

/** What was measured of all networks of a kind in a condition, one a seed. */
export const allMeasures = ({ models }: LstmResult, variant: Variant, condition: Condition): LstmMeasures[] =>
  models.filter((model) => model.variant === variant).flatMap((model) => measuresOf(model, condition) ?? []);

/** The same of what only LSTMs have. */
export const allCells = (result: LstmResult, variant: Variant, condition: Condition): CellMeasures[] =>
  allMeasures(result, variant, condition).flatMap(({ cell }) => cell ?? []);

/** Networks of one seed, by kind; the seeds where all that a claim needs were trained to their end. */
export const finishedSeeds = ({ models }: LstmResult, needed: readonly Variant[]) =>
  bySeed(sound(models.filter(({ variant }) => needed.includes(variant))), needed, ({ variant }) => variant);
