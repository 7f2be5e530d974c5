import type { Going } from "../core/inCell";
import { thinned } from "../core/thinned";
import type { StepRow } from "./trainOptions";

/** Tells of each step: its numbers, and the loss so far. */
export function lossWatch(tell: (going: Going) => void, history: readonly StepRow[], steps: number) {
  const curve = thinned();
  for (const { step, loss } of history) curve.add(step, loss);
  const before = history.length;
  const curves = () => [{ name: "loss", ...curve.points() }];
  return ({ step, loss, gradNorm }: StepRow): void => {
    curve.add(step, loss);
    const status = `loss ${loss.toPrecision(4)} · gradient norm ${gradNorm.toPrecision(3)}`;
    tell({ done: step, before, total: steps, unit: "steps", status, curves });
  };
}
