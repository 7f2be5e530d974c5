import { type Estimate, estimate, mean } from "../../analysis/statistics";
import type { Outcome } from "../../view/verdict";
import { type Experiment, experiment } from "../experiment";
import { type Judgement, judgeAbove, judgeWithin } from "../judge";
import {
  type CellMeasures,
  type LstmConfig,
  type LstmModelResult,
  type LstmResult,
  lstmDefaults,
  lstmPresets,
  type TermNorms,
  type Variant,
} from "./config";
import { flowFigure, forgetFigure, sigmoid } from "./flowFigures";
import { gatesFigure, memoryFigure, networksTable, saturationFigure } from "./gateFigures";
import { productsFigure, termsFigure } from "./productFigures";
import { runLstm } from "./run";
import { type Condition, finishedSeeds, measuresOf } from "./select";

type LstmExperiment = Experiment<LstmConfig, LstmResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "5.2",
  expected: "holds" as Outcome,
  defaults: lstmDefaults,
  presets: lstmPresets,
  run: runLstm,
};

export const forgetGateVaries: LstmExperiment = experiment({
  ...shared,
  id: "5.2-forget-gate-varies",
  claim: "The forget gate varies at each time step, unlike W, and the sigmoid keeps it in (0, 1).",
  figures: { gates: gatesFigure, saturation: saturationFigure },
  judge: (result) =>
    judgeSeeds(result, ["LSTM, bias 1"], {
      effect: (seed) => mean(units(seed).map(({ spread }) => spread)),
      judge: (found, measured) => judgeAbove(found, measured, 0.05),
      measured(average) {
        const spread = average((seed) => mean(units(seed).map((unit) => unit.spread)));
        const least = average((seed) => Math.min(...units(seed).map((unit) => unit.least)));
        const most = average((seed) => Math.max(...units(seed).map((unit) => unit.most)));
        return (
          `over time a unit's f has a standard deviation of ${spread.toFixed(3)}, the effect; ` +
          `its least value is ${least.toExponential(0)} and its largest 1 − ${(1 - most).toExponential(0)}.`
        );
      },
    }),
});

export const carryDominates: LstmExperiment = experiment({
  ...shared,
  id: "5.2-carry-dominates",
  claim: "Of the four terms of ∂c_t/∂c_{t−1} the carry f_t is larger than the other three together, fresh and trained.",
  figures: { terms: termsFigure },
  judge: (result) =>
    judgeSeeds(result, ["LSTM, bias 1"], {
      effect: (seed) => Math.min(carryShare(seed, "fresh"), carryShare(seed, "trained")),
      judge: (found, measured) => judgeAbove(found, measured, 1),
      measured: (average) =>
        `‖f‖ is ${average((seed) => carryShare(seed, "fresh")).toFixed(2)} times the sum of the other norms before training ` +
        `and ${average((seed) => carryShare(seed, "trained")).toFixed(2)} times after; the effect is the smaller.`,
    }),
});

/** The carry's norm over the sum of the other three's: at least what it is over the norm of their sum. */
function carryShare(seed: Seed, condition: Condition): number {
  const { carry, forget, input, candidate }: TermNorms = cellOf(seed["LSTM, bias 1"], condition).products.terms;
  return carry / (forget + input + candidate);
}

/** At how many steps the products are judged. */
const productSteps = 10;

export const termsMultiply: LstmExperiment = experiment({
  ...shared,
  id: "5.2-terms-multiply",
  claim: "Over ten steps the gradient along the cell state is the product of ten sums of the four terms, within 5 %.",
  figures: { products: productsFigure },
  judge(result) {
    const gap = (seed: Seed, condition: Condition, k = productSteps) =>
      cellOf(seed["LSTM, bias 1"], condition).products.gaps.sums[k - 1];
    return judgeSeeds(result, ["LSTM, bias 1"], {
      effect: (seed) => gap(seed, "trained"),
      judge: (found, measured) => judgeWithin(found, measured, 0.05),
      measured: (average) =>
        `the product misses the exact derivative by ${percent(average((seed) => gap(seed, "trained")))} of its norm after ` +
        `training, the effect, by ${percent(average((seed) => gap(seed, "fresh")))} before, and for one step by ` +
        `${average((seed) => gap(seed, "trained", 1)).toExponential(0)}: there it is autodiff's, to rounding.`,
    });
  },
});

export const forgetProduct: LstmExperiment = experiment({
  ...shared,
  id: "5.2-forget-product",
  claim:
    "The gradient that reaches the cell state is what the product of forget gates lets through, within a factor of 2.",
  figures: { forget: forgetFigure },
  judge(result) {
    const { lag } = result.config;
    const excess = (seed: Seed, condition: Condition) => {
      const { gradient, carried } = cellOf(seed["LSTM, bias 1"], condition);
      return gradient[lag - 1] - carried[lag - 1];
    };
    return judgeSeeds(result, ["LSTM, bias 1"], {
      effect: (seed) => excess(seed, "trained"),
      judge: (found, measured) => judgeWithin(found, measured, 0.3),
      measured: (average) =>
        `${lag} characters back the gradient is 10^${average((seed) => excess(seed, "trained")).toFixed(2)} times what ∏f ` +
        `leaves after training, the exponent is the effect, and 10^${average((seed) => excess(seed, "fresh")).toFixed(2)} times before.`,
    });
  },
});

export const closedForm: LstmExperiment = experiment({
  ...shared,
  id: "5.2-closed-form",
  claim:
    "In a fresh LSTM with forget bias 1 the gradient in the cell state falls as σ(1)^k: by 0.73 a step, within 0.05.",
  figures: { forget: forgetFigure },
  judge(result) {
    const factor = (seed: Seed, way: "gradient" | "carried") => {
      const curve = cellOf(seed["LSTM, bias 1"], "fresh")[way];
      return 10 ** (curve[curve.length - 1] / (curve.length - 1));
    };
    return judgeSeeds(result, ["LSTM, bias 1"], {
      effect: (seed) => factor(seed, "gradient") - sigmoid(1),
      judge: (found, measured) => judgeWithin(found, measured, 0.05),
      measured: (average) =>
        `the gradient falls by ${average((seed) => factor(seed, "gradient")).toFixed(3)} a step and ∏f by ` +
        `${average((seed) => factor(seed, "carried")).toFixed(3)}, where σ(1) is ${sigmoid(1).toFixed(3)}; ` +
        "the effect is the gradient's factor less σ(1).",
    });
  },
});

export const freshLstmKeeps: LstmExperiment = experiment({
  ...shared,
  id: "5.2-fresh-lstm-keeps",
  claim: "A fresh LSTM with forget bias 0 keeps more of its gradient than a fresh vanilla RNN.",
  expected: "fails", // σ(0) = 1/2 a step, and what goes around the forget gates does not make up for it
  figures: { flow: flowFigure },
  judge: (result) => judgeKept(result, "fresh", { kept: "LSTM, bias 0", least: 0 }),
});

export const trainedLstmKeeps: LstmExperiment = experiment({
  ...shared,
  id: "5.2-trained-lstm-keeps",
  claim: "A trained LSTM keeps more than ten times as much of its gradient as a trained vanilla RNN.",
  figures: { flow: flowFigure, memory: memoryFigure },
  tables: { networks: networksTable },
  judge: (result) => judgeKept(result, "trained", { kept: "LSTM, bias 1", least: 1 }),
});

/** The claim that `kept` has 10^least times as much gradient at the longest lag as the RNN of the same seed. */
function judgeKept(result: LstmResult, condition: Condition, { kept, least }: { kept: Variant; least: number }) {
  const { lag } = result.config;
  const left = (seed: Seed, variant: Variant) => measuresOf(seed[variant], condition)!.gradient[lag];
  return judgeSeeds(result, ["RNN", kept, "GRU"], {
    effect: (seed) => left(seed, kept) - left(seed, "RNN"),
    judge: (found, measured) => judgeAbove(found, measured, least),
    measured(average) {
      const shares = ([kept, "RNN", "GRU"] as const).map(
        (variant) => `10^${average((seed) => left(seed, variant)).toFixed(1)} (${variant})`,
      );
      return `${condition}, ${lag} characters back, there is left ${shares.join(", ")}; the effect is the paired difference of the first two exponents.`;
    },
  });
}

/** The networks of one seed. */
type Seed = Readonly<Record<Variant, LstmModelResult>>;

interface Question {
  readonly effect: (seed: Seed) => number;
  readonly judge: (found: Estimate | undefined, measured: string) => Judgement;
  /** Puts averages over the seeds into words. */
  readonly measured: (average: (of: (seed: Seed) => number) => number) => string;
}

/** Over the seeds whose networks of these kinds were all trained to their end. */
function judgeSeeds(result: LstmResult, needed: readonly Variant[], { effect, judge, measured }: Question): Judgement {
  const { hiddenSize, steps, corpus } = result.config;
  const seeds = finishedSeeds(result, needed);
  const diverged = result.models.filter(
    ({ variant, ended }) => needed.includes(variant) && ended === "diverged",
  ).length;
  const size = `${hiddenSize} units, ${steps} steps of ${corpus}${diverged ? `; ${diverged} diverged` : ""}`;
  const about = `${seeds.length} seeds (${size})`;
  if (seeds.length < 2) return judge(undefined, `${about}: too few for an interval.`);
  return judge(estimate(seeds.map(effect)), `${about}: ${measured((of) => mean(seeds.map(of)))}`);
}

/** What was measured of an LSTM that was trained to its end. */
const cellOf = (model: LstmModelResult, condition: Condition): CellMeasures => measuresOf(model, condition)!.cell!;

const units = (seed: Seed) => cellOf(seed["LSTM, bias 1"], "trained").units;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
