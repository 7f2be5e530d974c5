import { expectForm, forms } from "../core/argumentForms";
import type { Figure } from "./figure";
import { grid, heatMap } from "./heatMap";

/** A state step by step, and what was read at each. */
export interface StateHeatOptions {
  readonly title: string;
  /** What is read at each step. */
  readonly read: readonly string[];
  /** What stands below it, such as the character that is expected next; none by default. */
  readonly below?: readonly string[];
  readonly x: string;
  /** Each unit's name, from the top. */
  readonly units: readonly string[];
  /** A row a unit, a value a step, in [−1, 1]. */
  readonly values: readonly (readonly number[])[];
  /** The values in figures, too: only where there are few. */
  readonly digits?: number;
  readonly height?: number;
  readonly alt: string;
}

const { count, list, text } = forms;
const form = forms.fields(
  { title: text, read: list(text), x: text, units: list(text), values: list(list(forms.number)), alt: text },
  { below: list(text), digits: count, height: forms.positive },
);

/** The recurrence unrolled: the state as a column of colours, step by step from left to right over what was read. */
export function stateHeat(options: StateHeatOptions): Figure {
  expectForm("stateHeat", form, options);
  const { title, read, below, x, units, values, digits, height, alt } = options;
  const rows = units.length > 0 ? units.length : values.length;
  expectForm("stateHeat: values, a row a unit", grid(forms.number, rows, read.length), values);
  if (below) expectForm("stateHeat: below, one a step", list(text, read.length, read.length), below);
  const steps = read.map((_, t) => t + 1);
  const labels = read.map((token, t) => (below ? `${token}<br>${below[t]}` : token));
  return heatMap({
    title,
    x: { title: x, values: steps, ticks: steps, text: labels },
    y: { title: units.length > 0 ? "" : "unit", values: units.length > 0 ? units : values.map((_, unit) => unit + 1) },
    z: values,
    colorTitle: "h",
    signed: true,
    range: [-1, 1],
    texts: digits === undefined ? undefined : values.map((row) => row.map((value) => value.toFixed(digits))),
    height,
    alt,
  });
}
