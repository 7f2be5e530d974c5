import { expectForms, fits, forms } from "../core/argumentForms";
import { namedTensors } from "../core/tensorForms";
import { globalNorm, mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** How gradients are bounded; by default not at all. */
export interface ClipOptions {
  /** The most that the joint norm of all gradients may be. */
  readonly clipNorm?: number;
  /** The most that a single component may be, either way. */
  readonly clipValue?: number;
}

const most = fits("a number above 0", (value) => typeof value === "number" && value > 0);
/** What limits may be, field by field. */
export const clipForms = { clipNorm: most, clipValue: most };

/**
 * Gradients scaled down together where their joint norm exceeds `maxNorm`: the direction stays.
 *   g ← g · min(1, maxNorm / ‖g‖)
 * @returns the clipped gradients and ‖g‖ before
 * @see Pascanu et al. 2013; lecture 5.1
 */
export function clipByGlobalNorm<G extends NamedTensors>(grads: G, maxNorm: number): { clipped: G; norm: tf.Scalar } {
  expectForms("clipByGlobalNorm", { grads: [namedTensors, grads], maxNorm: [most, maxNorm] });
  const norm = globalNorm(grads);
  if (maxNorm === Infinity) return { clipped: grads, norm };
  const scale = tf.div(maxNorm, tf.maximum(norm, maxNorm));
  return { clipped: mapTensors(grads, (g) => g.mul(scale)), norm };
}

/**
 * Every component for itself cut to [−maxValue, maxValue]: the direction turns.
 *   g ← max(−maxValue, min(g, maxValue))
 * @see Mikolov 2012
 */
export function clipByValue<G extends NamedTensors>(grads: G, maxValue: number): G {
  expectForms("clipByValue", { grads: [namedTensors, grads], maxValue: [most, maxValue] });
  return maxValue === Infinity ? grads : mapTensors(grads, (g) => g.clipByValue(-maxValue, maxValue));
}

/** By value first, then by norm; `norm` is that before either. */
export function clip<G extends NamedTensors>(grads: G, limits: ClipOptions) {
  expectForms("clip", { grads: [namedTensors, grads], limits: [forms.fields({}, clipForms), limits] });
  const { clipNorm = Infinity, clipValue = Infinity } = limits;
  if (clipValue === Infinity) return clipByGlobalNorm(grads, clipNorm);
  return { ...clipByGlobalNorm(clipByValue(grads, clipValue), clipNorm), norm: globalNorm(grads) };
}
