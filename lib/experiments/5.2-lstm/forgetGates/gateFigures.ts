import { mean } from "../../../analysis/statistics";
import { meanText, percent } from "../../../lab/trials";
import { type Figure, lines } from "../../../view/figure";
import { heatMap } from "../../../view/heatMap";
import { visible } from "../../../view/legible";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import { allCells, allMeasures, type Condition } from "./conditions";
import { type LstmResult, type TermNorms, type UnitGates, type Variant, variants } from "./config";
import { decades } from "./figures";

const rows = [
  ["f", "Forget gate f: dark keeps"],
  ["i", "Input gate i: dark writes"],
  ["o", "Output gate o: dark shows"],
  ["c", "Cell state, tanh(c): blue positive, orange negative"],
] as const;

/** Some units' gates and cell state along a passage that the network reads. */
export function gatesFigure({ gates }: LstmResult): Figure {
  const { text, units } = gates ?? { text: "", units: [] };
  const characters = [...text].map(visible);
  const maps = rows.map(([row, title]) =>
    heatMap({
      title,
      x: { title: "", values: characters.map((_, t) => t), text: characters },
      y: { title: "unit", values: units.map(String) },
      z: gates?.rows[row] ?? [],
      signed: row === "c",
      range: row === "c" ? [-1, 1] : [0, 1],
      alt: row === "c" ? `${title}, over the text: ${text}` : title,
    }),
  );
  const title = "A trained LSTM reads: units from the longest memory (top) to the shortest";
  return panels(title, maps, { columns: 1, rowHeight: 220 });
}

/** Each unit of each trained network: how often its gates are open and shut, as in Karpathy, Johnson & Fei-Fei 2015. */
export function saturationFigure(result: LstmResult): Figure {
  const units = allCells(result, "LSTM, bias 1", "trained").flatMap((cell) => cell.units);
  const figures = (["f", "i", "o"] as const).map((gate, n) =>
    lines([{ name: gate, markers: "dots", ...shares(units, gate) }], {
      title: { f: "forget gate", i: "input gate", o: "output gate" }[gate],
      x: { title: "share of time above 0.9", range: [-0.03, 1.03] },
      y: { title: n === 0 ? "share of time below 0.1" : "", range: [-0.03, 1.03] },
      alt: `${gate}: ${always(units, gate)} of ${units.length} units are open more than nine tenths of the time`,
    }),
  );
  return panels("How often each unit's gates are open (right) and shut (top)", figures, { columns: 3 });
}

const shares = (units: readonly UnitGates[], gate: "f" | "i" | "o") => ({
  x: units.map(({ saturation }) => saturation[gate].open),
  y: units.map(({ saturation }) => saturation[gate].shut),
});

const always = (units: readonly UnitGates[], gate: "f" | "i" | "o"): number =>
  units.filter(({ saturation }) => saturation[gate].open > 0.9).length;

/** After how many characters ∏f has fallen to 1/e: the units in order, geometric mean over the networks. */
export function unitMemoryFigure(result: LstmResult): Figure {
  const kinds: readonly [Variant, Condition][] = [
    ["LSTM, bias 0", "fresh"],
    ["LSTM, bias 1", "fresh"],
    ["LSTM, bias 0", "trained"],
    ["LSTM, bias 1", "trained"],
  ];
  const series = kinds.flatMap(([variant, condition]) => {
    const times = allCells(result, variant, condition).map(({ units }) =>
      units.map(({ decayTime }) => decayTime).sort((a, b) => a - b),
    );
    if (times.length === 0) return [];
    const rank = times[0].map((_, unit) => unit);
    const share = rank.map((unit) => (100 * (unit + 1)) / rank.length);
    const curves = times.map((all) => all.map(Math.log10));
    return [{ ...decades(`${variant}, ${condition}`, curves, 0), x: share }];
  });
  return lines(series, {
    title: "The units' memory: characters until ∏f has fallen to 1/e",
    x: { title: "units, in order of their memory, %" },
    y: { title: "characters", log: true },
    alt: `Memory of the units, in characters. ${series
      .map(({ name, y }) => `${name}: from ${y[0].toFixed(1)} to ${y.at(-1)?.toFixed(1)} characters`)
      .join("; ")}`,
  });
}

/** Of the norms of the four terms, the share of the way through f alone. */
export const carryShare = ({ carry, forget, input, candidate }: TermNorms): number =>
  carry / (carry + forget + input + candidate);

/** The kinds of network beside one another; means over the seeds. */
export function networksTable(result: LstmResult): Table {
  const { lag } = result.config;
  const kept = (variant: Variant, condition: Condition) => {
    const all = allMeasures(result, variant, condition).map(({ gradient }) => gradient[lag]);
    return all.length > 0 ? `10^${meanText(all, 1)}` : "–";
  };
  const share = (variant: Variant, condition: Condition) => {
    const all = allCells(result, variant, condition).map(({ products: { terms } }) => carryShare(terms));
    return all.length > 0 ? percent(mean(all)) : "–";
  };
  return {
    caption: `What is left of the gradient ${lag} characters back; the carry's share of the four terms' norms; and the loss. Means over the seeds`,
    header: [
      ...["network", "learning rate", "gradient left, fresh", "trained"],
      ...["through the carry, fresh", "trained", "bits per held-out character"],
    ],
    rows: variants.map((variant) => {
      const bits = result.models.flatMap((model) => (model.variant === variant ? (model.heldOutBits ?? []) : []));
      const rate = String(result.models.find((model) => model.variant === variant)?.learningRate ?? "–");
      const left = [kept(variant, "fresh"), kept(variant, "trained")];
      return [variant, rate, ...left, share(variant, "fresh"), share(variant, "trained"), meanText(bits)];
    }),
  };
}
