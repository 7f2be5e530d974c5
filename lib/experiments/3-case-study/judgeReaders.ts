import { mean } from "../../analysis/statistics";
import { judgeAllAbove } from "../../lab/decide";
import type { Judgement } from "../../lab/judgement";
import { sound } from "../../lab/trials";
import type { Reader } from "./reader";

interface Judged<M extends Reader> {
  readonly config: { readonly cell: string; readonly hiddenSize: number; readonly steps: number };
  readonly models: readonly M[];
}

interface EachAbove<M, N> {
  /** What they have read. */
  readonly text: string;
  /** What has to be true alone of each, such as the structures. */
  readonly names: readonly N[];
  /** For one network: a number, or one for each block of the text. */
  readonly effect: (model: M, name: N) => number | readonly number[];
  /** What the effect is, in one clause. */
  readonly criterion: string;
  readonly unit: string;
  /** Puts the networks' numbers for one name into words. */
  readonly measured: (models: readonly M[], name: N) => string;
}

/** The claim that an effect is above 0 for each of several names alone, over the networks that were trained to their end. */
export function judgeEach<M extends Reader, N extends string>(
  { config: { cell, hiddenSize, steps }, models }: Judged<M>,
  { text, names, effect, criterion, unit, measured }: EachAbove<M, N>,
): Judgement {
  const done = sound(models);
  const about = `${done.length} networks (${cell}, ${hiddenSize} units, ${steps} steps) of ${text}`;
  const said = done.length > 0 ? names.map((name) => `${name}: ${measured(done, name)}`).join("; ") : "none is trained";
  return judgeAllAbove(
    names.map((name) => ({ name, effects: done.map((model) => effect(model, name)) })),
    { criterion, unit, measured: `${about}: ${said}.` },
  );
}

const unitFor = (units: Reader["trained"], name: string) => units.find(({ structure }) => structure === name)!;

/** The claim that single units follow each structure: better than the untrained network's, and better than by chance. */
export const judgeUnits = (judged: Judged<Reader>, text: string, names: readonly string[]): Judgement =>
  judgeEach(judged, {
    ...{ text, names, unit: "AUC" },
    effect({ trained, untrained }, name) {
      const { blocks, null95 } = unitFor(trained, name);
      const before = unitFor(untrained, name);
      return blocks.map((value, b) => value - (before.heldOut > null95 ? before.blocks[b] : null95));
    },
    criterion:
      "the best unit's AUC on held-out text, above the higher of what it is before training and of what the best of all units reaches by chance",
    measured(models, name) {
      const average = (of: (model: Reader) => number) => mean(models.map(of)).toFixed(2);
      const [after, before] = (["trained", "untrained"] as const).map((when) =>
        average((model) => unitFor(model[when], name).heldOut),
      );
      return `${after}, before training ${before}, by chance ${average(({ trained }) => unitFor(trained, name).null95)}`;
    },
  });
