import { estimate, mean } from "../../analysis/statistics";
import { type Judgement, judgeAbove } from "../judge";
import type { BestUnit } from "./bestUnits";

type Ended = { readonly ended: string };

/** Models that were trained to the end: the others say nothing about a claim. */
export const finished = <M extends Ended>(models: readonly M[]): M[] =>
  models.filter(({ ended }) => ended === "finished");

interface Judged<M> {
  readonly config: { readonly cell: string; readonly hiddenSize: number; readonly steps: number };
  readonly models: readonly M[];
  /** What they were trained on. */
  readonly text: string;
}

interface About<M> {
  readonly effect: (model: M) => number;
  /** Puts averages over the models into words. */
  readonly measured: (average: (of: (model: M) => number) => number) => string;
  readonly least?: number;
}

/** The claim that `effect` is above `least`, over the models. */
export function judgeModels<M extends Ended>(
  { config, models, text }: Judged<M>,
  { effect, measured, least }: About<M>,
): Judgement {
  const { cell, hiddenSize, steps } = config;
  const done = finished(models);
  const diverged = models.filter(({ ended }) => ended === "diverged").length;
  const size = `${cell}, ${hiddenSize} units, ${steps} steps${diverged ? `; ${diverged} diverged` : ""}`;
  const about = `${done.length} trained models (${size}) of ${text}`;
  if (done.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`, least);
  const average = (of: (model: M) => number) => mean(done.map(of));
  return judgeAbove(estimate(done.map(effect)), `${about}: ${measured(average)}`, least);
}

/** Units of a network before and after its training. */
export interface UnitsOfModel extends Ended {
  readonly trained: readonly BestUnit[];
  readonly untrained: readonly BestUnit[];
}

/** The claim that single units follow the structures: better than the untrained network's, and better than by chance. */
export const judgeUnits = (judged: Judged<UnitsOfModel>): Judgement =>
  judgeModels(judged, {
    effect: ({ trained, untrained }) =>
      mean(trained.map(({ heldOut, null95 }, s) => heldOut - Math.max(untrained[s].heldOut, null95))),
    measured: (average) =>
      `the best unit's held-out AUC is ${average(({ trained }) => meanAuc(trained)).toFixed(3)} on average over the structures, ` +
      `${average(({ untrained }) => meanAuc(untrained)).toFixed(3)} before training; the effect is how far it is above the higher of that and ` +
      "of what the best of all units reaches by chance.",
  });

const meanAuc = (units: readonly BestUnit[]): number => mean(units.map(({ heldOut }) => heldOut));
