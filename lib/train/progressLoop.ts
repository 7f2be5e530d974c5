import { expectForm, expectForms, fits, forms } from "../core/argumentForms";
import { openInCell } from "../core/inCell";
import { type Thinned, thinned } from "../core/thinned";

/** A loop that shows how far it is, and that the notebook's Stop ends. */
export interface ProgressLoop<T> extends Iterable<T> {
  /** Shown beside the bar, and drawn as curves, until the next: `{ loss: 1.93 }`. */
  tell(numbers: Readonly<Record<string, number>>): void;
}

const overForm = fits("a whole number of turns, Infinity or something to loop over", (value) =>
  typeof value === "number"
    ? value === Infinity || (Number.isSafeInteger(value) && value >= 0)
    : Symbol.iterator in Object(value),
);
const optionsForm = forms.fields({}, { unit: forms.text });

/**
 * A loop of one's own with a bar, the rate and the time left, also over compiled steps:
 *   const bar = progress(1000);
 *   for (const step of bar) { …; bar.tell({ loss }); }
 * A Stop ends the loop after the turn under way, and the cell goes on. Outside a notebook it only loops.
 * @param over how often, counted from 0; or what is looped over
 * @param options.unit what a turn is, "steps"
 */
export function progress(over: number, options?: { readonly unit?: string }): ProgressLoop<number>;
export function progress<T>(over: Iterable<T>, options?: { readonly unit?: string }): ProgressLoop<T>;
export function progress<T>(over: number | Iterable<T>, options: { readonly unit?: string } = {}) {
  expectForms("progress", { over: [overForm, over], options: [optionsForm, options] });
  const { unit = "steps" } = options;
  const isCount = typeof over === "number";
  const total = isCount ? over : lengthOf(over);
  const curves = new Map<string, Thinned>();
  let [done, status] = [0, ""];

  function* turns(): Iterator<T | number> {
    const cell = openInCell("a loop");
    const tell = () => cell.tell?.({ done, total, unit, status, curves: drawn });
    try {
      for (const item of isCount ? counted(over) : over) {
        if (cell.stopped()) return;
        yield item;
        done++;
        tell();
      }
    } finally {
      cell.close();
    }
  }
  const drawn = () => [...curves].map(([name, curve]) => ({ name, ...curve.points() }));
  return {
    [Symbol.iterator]: turns,
    tell(numbers: Readonly<Record<string, number>>) {
      for (const [name, value] of Object.entries(numbers)) expectForm(`progress: tell: ${name}`, forms.number, value);
      status = Object.entries(numbers)
        .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
        .join(" · ");
      for (const [name, value] of Object.entries(numbers)) {
        const curve = curves.get(name) ?? thinned();
        curves.set(name, curve);
        curve.add(done + 1, value);
      }
    },
  };
}

function* counted(end: number): Iterable<number> {
  for (let i = 0; i < end; i++) yield i;
}

/** Infinity where it does not say it. */
function lengthOf(over: Iterable<unknown>): number {
  const { length, size = length } = over as { length?: number; size?: number };
  return size ?? Infinity;
}
