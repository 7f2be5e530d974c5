import type { CurvePoint } from "../../../lab/textLearner";

type Point = Pick<CurvePoint, "step" | "seconds" | "heldOutBits">;

/**
 * What a step takes once its graph is recorded, in seconds: that of the fastest stretch between two points of the curve, for the
 * first holds the recording, and another may hold what the machine did besides. Not a number where there are not two points.
 */
export function secondsAStep(curve: readonly Point[]): number {
  const stretches = curve.slice(1).map((end, i) => (end.seconds - curve[i].seconds) / (end.step - curve[i].step));
  return stretches.length > 0 ? Math.min(...stretches) : Number.NaN;
}

/** The loss after so many steps, between two points of the curve; that of the first before it, that of the last after it. */
export function bitsAtStep(curve: readonly Point[], step: number): number {
  const after = curve.findIndex((point) => point.step >= step);
  if (after <= 0) return curve.at(after)!.heldOutBits;
  const [a, b] = [curve[after - 1], curve[after]];
  return a.heldOutBits + ((b.heldOutBits - a.heldOutBits) * (step - a.step)) / (b.step - a.step);
}

/** The end of full BPTT beside a window's curve: at as much time without recording, at as many updates, at as many characters. */
export function race(full: readonly Point[], window: readonly Point[]) {
  const end = full.at(-1)!;
  const seconds = end.step * secondsAStep(full);
  return {
    full: end.heldOutBits,
    seconds,
    updates: end.step,
    atTime: bitsAtStep(window, seconds / secondsAStep(window)),
    atUpdates: bitsAtStep(window, end.step),
    atCharacters: window.at(-1)!.heldOutBits,
  };
}
