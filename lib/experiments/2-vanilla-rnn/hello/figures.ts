import { overCurves } from "../../../lab/bands";
import { type Figure, lines } from "../../../view/figure";
import { stateHeat } from "../../../view/stateHeat";
import type { Table } from "../../../view/table";
import type { HelloPass, HelloResult, HelloTraining } from "./config";

/** Loss against steps, with the state and without, beside what no memoryless predictor can beat. */
export function helloLossFigure({ models, bound, config }: HelloResult): Figure {
  const line = (name: string, of: (model: HelloResult["models"][0]) => HelloTraining) =>
    overCurves(name, models.map(of), { y: ({ nats }) => nats });
  const [kept, emptied] = [
    line("with its state", (m) => m.withState),
    line("state emptied at each letter", (m) => m.without),
  ];
  return lines([kept, emptied], {
    title: `Learning to write “${config.word}”`,
    x: { title: "steps" },
    y: { title: "nats per letter", range: [0, 1.1 * Math.max(bound, ...(kept.high ?? []), ...(emptied.high ?? []))] },
    references: [{ name: `no memory, at best: ${bound.toFixed(4)}`, y: bound }],
    alt: `Loss of ${models.length} networks: with their state they end at ${kept.y.at(-1)?.toFixed(3) ?? "–"} nats per letter, without it at ${emptied.y.at(-1)?.toFixed(3) ?? "–"}; the bound is ${bound.toFixed(3)}`,
  });
}

/** The first network's state after each letter of the word. */
export function helloStateFigure({ models, config }: HelloResult): Figure {
  const steps = models[0]?.pass?.steps ?? [];
  return stateHeat({
    title: `h after each letter of “${config.word}”`,
    read: steps.map(({ read }) => `<b>${read}</b>`),
    below: steps.map(({ probs, next }) => `→ ${next}  ${likeliest(probs)}`),
    x: "letter read → letter that follows, and its probability",
    units: Array.from({ length: config.hiddenSize }, (_, unit) => `h${unit + 1}`),
    values: Array.from({ length: config.hiddenSize }, (_, unit) => steps.map(({ h }) => h[unit])),
    digits: 4,
    height: 320,
    alt: `The ${config.hiddenSize} units after each of ${steps.map(({ read }) => read).join(", ")}: ${steps.map(({ h }) => h.map((value) => value.toFixed(2)).join(" ")).join("; ")}`,
  });
}

const likeliest = (probs: readonly number[]): string => Math.max(...probs).toFixed(2);

/** All weights of the first network, rounded to two decimals: everything that the other table needs. */
export function helloWeightsTable({ models, letters, config }: HelloResult): Table {
  const weights = models[0]?.pass?.weights ?? {};
  const units = Array.from({ length: config.hiddenSize }, (_, unit) => String(unit + 1));
  const rows = (matrix: string, names: readonly string[]) =>
    (weights[matrix] ?? []).map((row, i) => [
      matrix,
      names[i],
      ...padded(
        row.map((value) => value.toFixed(2)),
        letters,
        units,
      ),
    ]);
  return {
    caption:
      "The first network's weights, rounded to two decimals. Columns of Wx, Wh, b: the unit that is given to; " +
      `columns of Wy, by: the letter, ${letters.join(", ")}`,
    header: [
      "",
      "from",
      ...Array.from(
        { length: Math.max(units.length, letters.length) },
        (_, i) => `to ${[units[i], letters[i]].filter(Boolean).join(" / ")}`,
      ),
    ],
    rows: [
      ...rows("Wx", letters),
      ...rows(
        "Wh",
        units.map((unit) => `unit ${unit}`),
      ),
      ...rows("b", [""]),
      ...rows(
        "Wy",
        units.map((unit) => `unit ${unit}`),
      ),
      ...rows("by", [""]),
    ],
  };
}

const padded = (cells: readonly string[], ...columns: readonly (readonly string[])[]): string[] =>
  Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, i) => cells[i] ?? "");

/** Every number of the forward pass with these weights, to four decimals. */
export function helloStepsTable({ models, letters, config }: HelloResult): Table {
  const steps: HelloPass["steps"] = models[0]?.pass?.steps ?? [];
  const digits = (values: readonly number[]) => values.map((value) => value.toFixed(4));
  const units = Array.from({ length: config.hiddenSize }, (_, unit) => `h${unit + 1}`);
  return {
    caption: "The forward pass with these weights: h = tanh(row of Wx + h before · Wh + b), logits = h · Wy + by",
    header: [
      "t",
      "reads",
      ...units,
      ...letters.map((letter) => `logit ${letter}`),
      ...letters.map((letter) => `p(${letter})`),
      "next",
      "−ln p",
    ],
    rows: steps.map(({ read, next, h, logits, probs, nats }, t) => [
      String(t + 1),
      read,
      ...digits(h),
      ...digits(logits),
      ...digits(probs),
      next,
      nats.toFixed(4),
    ]),
  };
}
