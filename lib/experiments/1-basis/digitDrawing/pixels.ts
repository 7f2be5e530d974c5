import { type Key, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Digit, digitClasses, digitSize } from "../../../data/digits";
import type { ConditionedBatch } from "../../../models/oneToMany";
import type { Drawing } from "./config";

/** Pixels of a drawing. */
export const pixels = digitSize ** 2;

/** A digit in `levels` shades. */
export const shaded = ({ rows }: Digit, levels: number): Drawing =>
  rows.flat().map((ink) => Math.round(ink * (levels - 1)));

/** A drawing as a digit that is meant to be of a class. */
export const asDigit = (drawing: Drawing, label: number, levels: number): Digit => ({
  rows: Array.from({ length: digitSize }, (_, r) =>
    drawing.slice(r * digitSize, (r + 1) * digitSize).map((shade) => shade / (levels - 1)),
  ),
  label,
});

/** Digits to learn to draw: the class, START and all pixels but the last, all pixels; the caller disposes it. START is `levels`. */
export function drawingBatch(digits: readonly Digit[], levels: number): ConditionedBatch {
  const drawings = digits.map((digit) => shaded(digit, levels));
  const tensor = (rows: number[][]) => tf.tensor2d(rows, [digits.length, pixels], "int32");
  return {
    condition: tf.tensor1d(
      digits.map(({ label }) => label),
      "int32",
    ),
    inputs: tensor(drawings.map((drawing) => [levels, ...drawing.slice(0, -1)])),
    targets: tensor(drawings.map((drawing) => [...drawing])),
    mask: tf.ones([digits.length, pixels]),
  };
}

/** Each pixel drawn for itself: what the class alone tells, exactly. */
export interface PixelCounts {
  /** Mean −log₂ p(digit | class). */
  bits(digits: readonly Digit[]): number;
  draw(label: number, key: Key): Drawing;
}

/**
 * How often each pixel has each shade in each class, half a count added to all (Krichevsky & Trofimov 1981):
 *   p(digit | class) = ∏ p(pixel | place, class)
 */
export function pixelCounts(digits: readonly Digit[], levels: number): PixelCounts {
  const counts = Array.from({ length: digitClasses }, () =>
    Array.from({ length: pixels }, () => Array(levels).fill(0.5)),
  );
  for (const digit of digits) {
    shaded(digit, levels).forEach((shade, place) => {
      counts[digit.label][place][shade]++;
    });
  }
  const total = counts.map((places) => places[0].reduce((sum: number, count: number) => sum + count, 0));
  return {
    bits(tested) {
      const each = tested.map((digit) =>
        shaded(digit, levels).reduce(
          (sum, shade, place) => sum - Math.log2(counts[digit.label][place][shade] / total[digit.label]),
          0,
        ),
      );
      return each.reduce((sum, bits) => sum + bits, 0) / each.length;
    },
    draw(label, key) {
      const next = uniforms(key);
      return counts[label].map((shades) => {
        const u = next() * total[label];
        let [shade, sum] = [0, shades[0]];
        while (sum <= u && shade < levels - 1) sum += shades[++shade];
        return shade;
      });
    },
  };
}
