import { mean } from "../../analysis/statistics";
import { judge, type Question, type Row } from "../../lab/judge";
import type { Judgement } from "../../lab/judgement";
import { sound } from "../../lab/trials";
import type { BestUnit } from "./bestUnits";

type Ended = { readonly ended: string; readonly seed: number };

interface Judged<M> {
  readonly config: { readonly cell: string; readonly hiddenSize: number; readonly steps: number };
  readonly models: readonly M[];
  /** What they were trained on. */
  readonly text: string;
}

/** The verdict over the models that were trained to their end, each a row of numbers. */
export function judgeModels<M extends Ended, S extends Row>(
  { config, models, text }: Judged<M>,
  rowOf: (model: M) => S,
  question: Omit<Question<S>, "about">,
): Judgement {
  const { cell, hiddenSize, steps } = config;
  const rows = sound(models).map(rowOf);
  const size = `${cell}, ${hiddenSize} units, ${steps} steps`;
  return judge(rows, { about: `${rows.length} trained models (${size}) of ${text}`, ...question });
}

/** Units of a network before and after its training. */
export interface UnitsOfModel extends Ended {
  readonly trained: readonly BestUnit[];
  readonly untrained: readonly BestUnit[];
}

/** The claim that single units follow the structures: better than the untrained network's, and better than by chance. */
export const judgeUnits = (judged: Judged<UnitsOfModel>): Judgement =>
  judgeModels(
    judged,
    ({ trained, untrained }) => ({
      gain: mean(trained.map(({ heldOut, null95 }, s) => heldOut - Math.max(untrained[s].heldOut, null95))),
      after: meanAuc(trained),
      before: meanAuc(untrained),
    }),
    {
      effect: ({ gain }) => gain,
      measured: ({ after, before }) =>
        `the best unit's held-out AUC is ${after.toFixed(3)} on average over the structures, ` +
        `${before.toFixed(3)} before training; the effect is how far it is above the higher of that and ` +
        "of what the best of all units reaches by chance.",
    },
  );

const meanAuc = (units: readonly BestUnit[]): number => mean(units.map(({ heldOut }) => heldOut));
