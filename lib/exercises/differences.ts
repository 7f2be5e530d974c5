import type { NamedTensors } from "../core/tensors";
import type { tf } from "../core/tf";
import type { Difference } from "../view/checked";

/** Single precision's rounding over some hundred operations; a mistake is a thousand times as large. */
export const tolerance = 1e-4;

/** Numbers that are asked for, and those that came, each under its name. */
export interface Compared {
  readonly wanted: NamedTensors;
  readonly got: NamedTensors;
  /** Of several trials, which. */
  readonly given?: string;
}

/** Where they differ, in the order of the numbers. */
export const differencesIn = (compared: readonly Compared[], least = tolerance): Difference[] =>
  compared.flatMap(({ wanted, got, given }) =>
    Object.keys(wanted).flatMap((name) => {
      const { shape } = wanted[name];
      const [expected, found] = [valuesOf(wanted[name]), valuesOf(got[name])];
      return [...expected].flatMap((value, i) => {
        // Not a number differs from everything.
        if (Math.abs(found[i] - value) <= least * Math.max(1, Math.abs(value))) return [];
        const place = `${name}${placeIn(shape, i)}${given ? ` at ${given}` : ""}`;
        return [{ place, expected: value, got: found[i] }];
      });
    }),
  );

const valuesOf = (tensor: tf.Tensor): Float32Array => tensor.cast("float32").dataSync<"float32">();

/** The place of the i-th number: "[0, 2]". */
function placeIn(shape: readonly number[], i: number): string {
  if (shape.length === 0) return "";
  const places = [...shape]
    .reverse()
    .reduce<{ rest: number; at: number[] }>(
      ({ rest, at }, side) => ({ rest: Math.floor(rest / side), at: [rest % side, ...at] }),
      { rest: i, at: [] },
    );
  return `[${places.at.join(", ")}]`;
}

/** "h", "h and c", "Wx, Wh and b". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
