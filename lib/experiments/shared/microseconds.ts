import type { CurvePoint } from "../../lab/textLearner";

/**
 * Microseconds a character takes in training: in the fastest stretch between two points of a curve, of all the models', for
 * in the others they may have had to share the machine. The steps up to the first point contain the recording.
 */
export function microseconds(
  models: readonly { readonly curve: readonly Pick<CurvePoint, "seconds" | "characters">[] }[],
): number | undefined {
  const times = models.flatMap(({ curve }) =>
    curve
      .slice(1)
      .map((point, i) => (1e6 * (point.seconds - curve[i].seconds)) / (point.characters - curve[i].characters)),
  );
  return times.length > 0 ? Math.min(...times) : undefined;
}
