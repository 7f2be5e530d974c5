import { mean } from "../../../analysis/statistics";
import { fromDecades } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { allCells, allMeasures } from "./conditions";
import type { CellMeasures, LstmMeasures, LstmResult, Variant } from "./config";
import { carryShare } from "./gateFigures";

const lstm = "LSTM, bias 1";

const trainedCells = (result: LstmResult, of: (cell: CellMeasures) => number): number =>
  mean(allCells(result, lstm, "trained").map(of));

const left = (measures: readonly LstmMeasures[], lag: number): string =>
  fromDecades(mean(measures.map(({ gradient }) => gradient[lag])));

/** The memory of the unit at a share of the order, in characters: geometric mean over the networks. */
const memoryAt = (result: LstmResult, share: number): string => {
  const logs = allCells(result, lstm, "trained").map(({ units }) => {
    const times = units.map(({ decayTime }) => decayTime).sort((a, b) => a - b);
    return Math.log(times[Math.ceil(share * times.length) - 1]);
  });
  return `${Number(Math.exp(mean(logs)).toPrecision(2))}`;
};

export const lstmFindings = {
  gates({ gates }) {
    const all = gates?.rows.f.flat() ?? [];
    const share = (holds: (f: number) => boolean) => inPercent(all.filter(holds).length / all.length);
    return (
      `Along this passage f is above 0.9 in ${share((f) => f > 0.9)} of the values, ` +
      `below 0.1 in ${share((f) => f < 0.1)}`
    );
  },
  saturation(result) {
    const units = allCells(result, lstm, "trained").flatMap((cell) => cell.units);
    const open = units.filter(({ saturation }) => saturation.f.open > 0.9);
    return `The forget gates of ${inPercent(open.length / units.length)} of the units are open more than nine tenths of the time`;
  },
  terms(result) {
    const share = (condition: "fresh" | "trained") =>
      inPercent(mean(allCells(result, lstm, condition).map(({ products: { terms } }) => carryShare(terms))));
    return `The carry is ${share("trained")} of the four terms' norms after training, ${share("fresh")} before`;
  },
  products(result) {
    const { productLag } = result.config;
    const off = (way: "sums" | "carry") =>
      inPercent(trainedCells(result, ({ products: { gaps } }) => gaps[way][productLag - 1]));
    return `After training the product of ${productLag} sums is ${off("sums")} off the exact derivative, ∏f alone ${off("carry")}`;
  },
  forget(result) {
    const { lag } = result.config;
    const kept = (way: "gradient" | "carried") => fromDecades(trainedCells(result, (cell) => cell[way][lag - 1]));
    return `Trained with bias 1, c keeps ${kept("gradient")} of its gradient at lag ${lag}, ∏f alone ${kept("carried")}`;
  },
  flow(result) {
    const { lag } = result.config;
    const of = (variant: Variant) => left(allMeasures(result, variant, "trained"), lag);
    return `A trained LSTM (bias 1) keeps ${of(lstm)} of the gradient after ${lag} steps, a trained RNN ${of("RNN")}`;
  },
  kept({ models, config: { lag } }) {
    const own = models.filter(({ variant, trained }) => variant === lstm && trained);
    const [fresh, trained] = [own.map(({ fresh }) => fresh), own.flatMap(({ trained }) => trained ?? [])];
    return `Learning takes what an LSTM (bias 1) keeps over ${lag} characters from ${left(fresh, lag)} to ${left(trained, lag)}`;
  },
  memory: (result) =>
    `Half of a trained LSTM's units (bias 1) remember up to ${memoryAt(result, 0.5)} characters, ` +
    `the longest ${memoryAt(result, 1)}`,
} satisfies Findings<LstmResult>;
