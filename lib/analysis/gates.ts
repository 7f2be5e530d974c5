import { type Cell, expectRun, type Input, type Inputs, type Params, type State, scan } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { scoped } from "../core/scoped";
import { tensor } from "../core/tensorForms";
import { tf } from "../core/tf";
import { mean } from "./statistics";

/** A cell's gates at one step, by name, each [N, H]: `lstmGates`, `gruGates`. */
export type Gates<P extends Params, S extends State> = (params: P, state: S, x: Input) => Record<string, tf.Tensor>;

/**
 * The values of every gate at every step, by name [N, T, H]. The caller disposes them.
 * @param run.x [N, T, D]
 */
export function gateValues<P extends Params, S extends State>(
  cell: Cell<P, S>,
  gates: Gates<P, S>,
  run: { params: P; x: Inputs; initial?: S },
): Record<string, tf.Tensor3D> {
  const anything = () => undefined;
  const runForm = forms.fields({ params: anything, x: anything }, { initial: anything });
  expectForms("gateValues", { gates: [forms.function, gates], run: [runForm, run] });
  const { params, x, initial } = run;
  expectRun("gateValues", { cell, params, x, initial });
  return tf.tidy(() => {
    const before = [initial ?? cell.zeroState(x.shape[0]), ...scan(cell, params, x, initial)];
    const steps = (tf.unstack(x, 1) as Input[]).map((input, t) => gates(params, before[t], input));
    const overTime = (name: string) =>
      tf.stack(
        steps.map((step) => step[name]),
        1,
      ) as tf.Tensor3D;
    return Object.fromEntries(Object.keys(steps[0]).map((name) => [name, overTime(name)]));
  });
}

/** The shares of a sigmoid gate's values that are below 0.1 (shut) and above 0.9 (open). */
export function saturation(values: ArrayLike<number>): { readonly shut: number; readonly open: number } {
  const share = (holds: (value: number) => boolean) => Array.from(values).filter(holds).length / values.length;
  return { shut: share((value) => value < 0.1), open: share((value) => value > 0.9) };
}

/** What one sigmoid gate of one unit does over time. */
export interface GateBehaviour {
  readonly shut: number;
  readonly open: number;
  /** Standard deviation over time, and the least and the largest value. */
  readonly spread: number;
  readonly least: number;
  readonly most: number;
  /** Steps after which the product of the gate's values has fallen to 1/e: −1 / mean ln. */
  readonly decayTime: number;
}

export function behaviour(values: readonly number[]): GateBehaviour {
  const center = mean(values);
  return {
    ...saturation(values),
    spread: Math.sqrt(mean(values.map((value) => (value - center) ** 2))),
    least: Math.min(...values),
    most: Math.max(...values),
    decayTime: -1 / mean(values.map(Math.log)),
  };
}

/** Values [N, T, H] as a list a unit, over all sequences and times. */
export function perUnit(values: tf.Tensor3D): number[][] {
  expectForms("perUnit", { values: [tensor("N", "T", "H"), values] });
  return scoped(() => values.reshape([-1, values.shape[2]]).transpose().arraySync() as number[][]);
}
