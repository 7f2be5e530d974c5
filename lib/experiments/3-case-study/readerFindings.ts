import { mean } from "../../analysis/statistics";
import { finished, signed } from "../../lab/trials";
import type { Reader } from "./reader";

/** Bits per held-out character after the last step, mean over the networks; NaN of none. */
export const endingBits = (models: readonly Reader[]): number =>
  mean(finished(models).flatMap(({ curve }) => curve.at(-1)?.heldOutBits ?? []));

/** How well the units chosen for the structures do, over structures and networks. */
export function unitsFinding(models: readonly Reader[]): string {
  const average = (when: "trained" | "untrained") =>
    mean(finished(models).flatMap((model) => model[when].map(({ heldOut }) => heldOut))).toFixed(2);
  return `The best unit of a structure has an AUC of ${average("trained")} on average, ${average("untrained")} before training`;
}

/** Of the units over the shown passage the one that parts inside and outside best. */
export function memoryFinding(models: readonly Reader[]): string | undefined {
  const units = (models[0]?.passage?.units ?? []).map(({ best, values, labels }) => {
    const where = (label: number) => mean(values.filter((_, i) => labels[i] === label));
    return { name: best.structure, inside: where(1), outside: where(0) };
  });
  const [clearest] = units
    .filter(({ inside, outside }) => Number.isFinite(inside - outside))
    .sort((a, b) => b.inside - b.outside - (a.inside - a.outside));
  if (!clearest) return undefined;
  const { name, inside, outside } = clearest;
  return `The unit for “${name}” is clearest here: ${signed(inside, 2)} inside on average, ${signed(outside, 2)} outside`;
}
