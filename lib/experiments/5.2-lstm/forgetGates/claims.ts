import { mean } from "../../../analysis/statistics";
import { judge, type Question, type Row } from "../../../lab/judge";
import type { Judgement } from "../../../lab/judgement";
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
} from "./config";
import { flowFigure, forgetFigure, sigmoid } from "./figures";
import { gatesFigure, networksTable, saturationFigure, unitMemoryFigure } from "./gateFigures";
import { productsFigure, termsFigure } from "./productFigures";
import { runLstm } from "./run";

/** 5.2: gates and gradients of LSTMs, fresh and trained, beside an RNN and a GRU. */
export const forgetGates = study({
  id: "5.2-forget-gates",
  defaults: lstmDefaults,
  presets: lstmPresets,
  run: runLstm,
  figures: {
    gates: gatesFigure,
    saturation: saturationFigure,
    terms: termsFigure,
    products: productsFigure,
    forget: forgetFigure,
    flow: flowFigure,
    memory: unitMemoryFigure,
  },
  tables: { networks: networksTable },
  claims: {
    "forget-gate-varies": {
      sentence: "The forget gate varies at each time step, unlike W, and the sigmoid keeps it in (0, 1).",
      figures: ["gates", "saturation"],
      judge: (result) =>
        judgeCells(
          result,
          ({ trained: { units } }) => ({
            spread: mean(units.map(({ spread }) => spread)),
            least: Math.min(...units.map(({ least }) => least)),
            most: Math.max(...units.map(({ most }) => most)),
          }),
          {
            effect: ({ spread }) => spread,
            measured: ({ spread, least, most }) =>
              `over time a unit's f has a standard deviation of ${spread.toFixed(3)}, the effect; ` +
              `its least value is ${least.toExponential(0)} and its largest 1 − ${(1 - most).toExponential(0)}.`,
            least: 0.05,
          },
        ),
    },
    "carry-dominates": {
      sentence:
        "Of the four terms of ∂c_t/∂c_{t−1} the carry f_t is larger than the other three together, fresh and trained.",
      figures: ["terms"],
      judge(result) {
        // At least what it is over the norm of their sum.
        const share = ({ products: { terms } }: CellMeasures) =>
          terms.carry / (terms.forget + terms.input + terms.candidate);
        return judgeCells(result, ({ fresh, trained }) => ({ fresh: share(fresh), trained: share(trained) }), {
          effect: ({ fresh, trained }) => Math.min(fresh, trained),
          measured: ({ fresh, trained }) =>
            `‖f‖ is ${fresh.toFixed(2)} times the sum of the other norms before training ` +
            `and ${trained.toFixed(2)} times after; the effect is the smaller.`,
          least: 1,
        });
      },
    },
    "terms-multiply": {
      sentence:
        "Over ten steps the gradient along the cell state is the product of ten sums of the four terms, within 5 %.",
      figures: ["products"],
      judge(result) {
        const gaps = ({ products }: CellMeasures) => ({ one: products.gaps.sums[0], ten: products.gaps.sums[9] });
        return judgeCells(result, ({ fresh, trained }) => ({ fresh: gaps(fresh), trained: gaps(trained) }), {
          effect: ({ trained }) => trained.ten,
          measured: ({ fresh, trained }) =>
            `the product misses the exact derivative by ${percent(trained.ten)} of its norm after ` +
            `training, the effect, by ${percent(fresh.ten)} before, and for one step by ` +
            `${trained.one.toExponential(0)}: there it is autodiff's, to rounding.`,
          margin: 0.05,
        });
      },
    },
    "forget-product": {
      sentence:
        "The gradient that reaches the cell state is what the product of forget gates lets through, within a factor of 2.",
      figures: ["forget"],
      judge(result) {
        const { lag } = result.config;
        const excess = ({ gradient, carried }: CellMeasures) => gradient[lag - 1] - carried[lag - 1];
        return judgeCells(result, ({ fresh, trained }) => ({ fresh: excess(fresh), trained: excess(trained) }), {
          effect: ({ trained }) => trained,
          measured: ({ fresh, trained }) =>
            `${lag} characters back the gradient is 10^${trained.toFixed(2)} times what ∏f ` +
            `leaves after training, the exponent is the effect, and 10^${fresh.toFixed(2)} times before.`,
          margin: 0.3,
        });
      },
    },
    "closed-form": {
      sentence:
        "In a fresh LSTM with forget bias 1 the gradient in the cell state falls as σ(1)^k: by 0.73 a step, within 0.05.",
      figures: ["forget"],
      judge(result) {
        const factor = (curve: readonly number[]) => 10 ** (curve[curve.length - 1] / (curve.length - 1));
        return judgeCells(
          result,
          ({ fresh: { gradient, carried } }) => ({ gradient: factor(gradient), carried: factor(carried) }),
          {
            effect: ({ gradient }) => gradient - sigmoid(1),
            measured: ({ gradient, carried }) =>
              `the gradient falls by ${gradient.toFixed(3)} a step and ∏f by ` +
              `${carried.toFixed(3)}, where σ(1) is ${sigmoid(1).toFixed(3)}; ` +
              "the effect is the gradient's factor less σ(1).",
            margin: 0.05,
          },
        );
      },
    },
    "fresh-lstm-keeps": {
      sentence: "A fresh LSTM with forget bias 0 keeps more of its gradient than a fresh vanilla RNN.",
      expected: "fails",
      figures: ["flow"],
      judge: (result) => judgeKept(result, "fresh", { kept: "LSTM, bias 0", least: 0 }),
    },
    "trained-lstm-keeps": {
      sentence: "A trained LSTM keeps more than ten times as much of its gradient as a trained vanilla RNN.",
      figures: ["flow", "memory"],
      judge: (result) => judgeKept(result, "trained", { kept: "LSTM, bias 1", least: 1 }),
    },
  },
});

/** The claim that `kept` has 10^least times as much gradient at the longest lag as the RNN of the same seed. */
function judgeKept(result: LstmResult, condition: Condition, { kept, least }: { kept: Variant; least: number }) {
  const { lag } = result.config;
  const compared = [kept, "RNN", "GRU"] as const;
  const left = (seed: Seed) =>
    Object.fromEntries(compared.map((name) => [name, measuresOf(seed[name], condition)!.gradient[lag]]));
  return judgeSeeds(result, compared, left, {
    effect: (exponent) => exponent[kept] - exponent.RNN,
    measured: (exponent) =>
      `${condition}, ${lag} characters back, there is left ` +
      `${compared.map((name) => `10^${exponent[name].toFixed(1)} (${name})`).join(", ")}; ` +
      "the effect is the paired difference of the first two exponents.",
    least,
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
