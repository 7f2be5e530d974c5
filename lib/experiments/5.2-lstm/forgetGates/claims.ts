import { mean } from "../../../analysis/statistics";
import { judge, type Question, type Row } from "../../../lab/judge";
import type { Judgement } from "../../../lab/judgement";
import { counts } from "../../../lab/options";
import { study } from "../../../lab/study";
import { percent } from "../../../lab/trials";
import { type Condition, finishedSeeds, measuresOf } from "./conditions";
import {
  type CellMeasures,
  type LstmModelResult,
  type LstmResult,
  lstmDefaults,
  lstmPresets,
  type Variant,
  variants,
} from "./config";
import { flowFigure, forgetFigure, keptFigure, sigmoid } from "./figures";
import { lstmFindings } from "./findings";
import { gatesFigure, networksTable, saturationFigure, unitMemoryFigure } from "./gateFigures";
import { productsFigure, termsFigure } from "./productFigures";
import { runLstm } from "./run";

/** 5.2: gates and gradients of LSTMs, fresh and trained, beside an RNN and a GRU. */
export const forgetGates = study({
  id: "5.2-forget-gates",
  defaults: lstmDefaults,
  presets: lstmPresets,
  options: { measuredAt: counts },
  run: runLstm,
  figures: {
    gates: gatesFigure,
    saturation: saturationFigure,
    terms: termsFigure,
    products: productsFigure,
    forget: forgetFigure,
    flow: flowFigure,
    kept: keptFigure,
    memory: unitMemoryFigure,
  },
  findings: lstmFindings,
  tables: { networks: networksTable },
  claims: {
    // The lecture. Karpathy, Johnson & Fei-Fei 2015, section 4.2, find units that open and shut in trained LSTMs.
    "forget-gate-varies": {
      sentence:
        "The forget gate varies at each time step, unlike W, and the sigmoid keeps it in (0, 1): in a trained LSTM more than in a fresh one.",
      expected: "holds",
      figures: ["gates", "saturation"],
      judge: (result) =>
        judgeCells(
          result,
          ({ fresh, trained: { units } }) => ({
            fresh: mean(fresh.units.map(({ spread }) => spread)),
            spread: mean(units.map(({ spread }) => spread)),
            least: Math.min(...units.map(({ least }) => least)),
            most: Math.max(...units.map(({ most }) => most)),
          }),
          {
            effect: ({ fresh, spread }) => spread - fresh,
            unit: "standard deviations of f",
            measured: ({ fresh, spread, least, most }) =>
              `over time a unit's f has a standard deviation of ${spread.toFixed(3)} after training and ${fresh.toFixed(3)} before, ` +
              `the effect is the difference; its least value is ${least.toExponential(0)} and its largest 1 − ${(1 - most).toExponential(0)}.`,
          },
        ),
    },
    // The popular argument multiplies the sums. Theory says that it errs: o_{t−1}, which a sum holds, depends on c_{t−2}.
    "terms-multiply": {
      sentence:
        "Over ten steps the gradient along the cell state is the product of ten sums of the four terms, within 5 %.",
      expected: "fails",
      figures: ["products", "terms"],
      judge(result) {
        const gaps = ({ products }: CellMeasures) => ({ one: products.gaps.sums[0], ten: products.gaps.sums[9] });
        return judgeCells(result, ({ fresh, trained }) => ({ fresh: gaps(fresh), trained: gaps(trained) }), {
          effect: ({ trained }) => trained.ten,
          unit: "of the exact norm",
          measured: ({ fresh, trained }) =>
            `the product misses the exact derivative by ${percent(trained.ten)} of its norm after ` +
            `training, the effect, by ${percent(fresh.ten)} before, and for one step by ` +
            `${trained.one.toExponential(0)}: there it is autodiff's, to rounding.`,
          margin: 0.05,
          because: "one could not see it in a figure of the norm",
        });
      },
    },
    // The lecture's highway: along c the gradient is multiplied by the forget gates.
    "forget-product": {
      sentence:
        "The gradient that reaches the cell state of a trained LSTM is what the product of forget gates lets through, within a factor of 2.",
      expected: "holds",
      figures: ["forget", "kept"],
      judge(result) {
        const { lag } = result.config;
        const excess = ({ gradient, carried }: CellMeasures) => gradient[lag - 1] - carried[lag - 1];
        return judgeCells(result, ({ fresh, trained }) => ({ fresh: excess(fresh), trained: excess(trained) }), {
          effect: ({ trained }) => trained,
          unit: "powers of ten",
          measured: ({ fresh, trained }) =>
            `${lag} characters back the gradient is 10^${trained.toFixed(2)} times what ∏f ` +
            `leaves after training, the exponent is the effect, and 10^${fresh.toFixed(2)} times before.`,
          margin: 0.3,
          because: "a factor of 2, where the whole gradient falls by several powers of ten",
        });
      },
    },
    // A random matrix f I + A has its largest eigenvalue near f + ρ(A): Ginibre 1965; derived in the notebook.
    "closed-form": {
      sentence:
        "In a fresh LSTM the gradient in the cell state falls by f + ρ a step, not by f alone: ρ is the spectral radius of the way through the candidate.",
      expected: "holds",
      figures: ["forget"],
      judge(result) {
        const factor = (curve: readonly number[]) => 10 ** (curve[curve.length - 1] / (curve.length - 1));
        return judgeCells(
          result,
          ({ fresh: { gradient, carried, predicted } }) => ({
            ...{ gradient: factor(gradient), carried: factor(carried), predicted },
          }),
          {
            effect: ({ gradient, predicted }) => gradient - predicted,
            unit: "a step",
            measured: ({ gradient, carried, predicted }) =>
              `the gradient falls by ${gradient.toFixed(3)} a step and ∏f by ${carried.toFixed(3)}; f + ρ is ` +
              `${predicted.toFixed(3)}, σ(1) ${sigmoid(1).toFixed(3)}; the effect is the gradient's factor less f + ρ.`,
            margin: 0.02,
            because: "a sixth of what the candidate adds to f",
          },
        );
      },
    },
    // Gers et al. 2000, Jozefowicz et al. 2015. By theory f + ρ of bias 1 is 0.81 a step, √χ of the RNN 0.62 (mean field).
    "fresh-lstm-keeps": {
      sentence:
        "A fresh LSTM with forget bias 1 keeps more than ten times as much of its gradient as a fresh vanilla RNN.",
      expected: "holds",
      figures: ["flow"],
      judge: (result) => judgeKept(result, "fresh"),
    },
    // The lecture: the LSTM stops the gradient from vanishing.
    "trained-lstm-keeps": {
      sentence: "A trained LSTM keeps more than ten times as much of its gradient as a trained vanilla RNN.",
      expected: "holds",
      figures: ["flow", "kept", "memory"],
      judge: (result) => judgeKept(result, "trained"),
    },
  },
});

/** The claim that the LSTM with forget bias 1 has ten times as much gradient at the longest lag as the RNN of the same seed. */
function judgeKept(result: LstmResult, condition: Condition) {
  const { lag } = result.config;
  const left = (seed: Seed) =>
    Object.fromEntries(variants.map((name) => [name, measuresOf(seed[name], condition)!.gradient[lag]]));
  return judgeSeeds(result, variants, left, {
    effect: (exponent) => exponent["LSTM, bias 1"] - exponent.RNN,
    unit: "powers of ten",
    measured: (exponent) =>
      `${condition}, ${lag} characters back, there is left ` +
      `${variants.map((name) => `10^${exponent[name].toFixed(1)} (${name})`).join(", ")}; ` +
      "the effect is the paired difference of the exponents of the LSTM with bias 1 and the RNN.",
    least: 1,
    because: "an order of magnitude",
  });
}

/** The networks of one seed. */
type Seed = Readonly<Record<Variant, LstmModelResult>>;

/** Over the seeds whose networks of these kinds were all trained to their end. */
function judgeSeeds<S extends Row>(
  result: LstmResult,
  needed: readonly Variant[],
  rowOf: (seed: Seed) => S,
  question: Omit<Question<S>, "about">,
): Judgement {
  const { hiddenSize, steps, corpus } = result.config;
  const rows = finishedSeeds(result, needed).map(rowOf);
  const size = `${hiddenSize} units, ${steps} steps of ${corpus}`;
  return judge(rows, { about: `${rows.length} seeds (${size})`, ...question });
}

/** Of the LSTM with forget bias 1, fresh and trained. */
const judgeCells = <S extends Row>(
  result: LstmResult,
  rowOf: (cell: Readonly<Record<Condition, CellMeasures>>) => S,
  question: Omit<Question<S>, "about">,
) =>
  judgeSeeds(
    result,
    ["LSTM, bias 1"],
    ({ "LSTM, bias 1": model }) =>
      rowOf({ fresh: measuresOf(model, "fresh")!.cell!, trained: measuresOf(model, "trained")!.cell! }),
    question,
  );
