import { stateRecorder } from "../../../analysis/stateRecorder";
import { placesOf, type Stretch } from "../../../analysis/stretch";
import type { Cell, Params } from "../../../cells/cell";
import { fork, type Key, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { FoundUnits } from "../bestUnits";
import { halvesOf, type Subject } from "../inspect";
import { ablation, type ScoredReading } from "./ablation";
import { type Damage, type PlantedJob, plantedStructures, type StructureName, structureNames } from "./config";
import type { PlantedCorpus } from "./plantedCorpus";

interface Inspected {
  readonly job: PlantedJob;
  readonly text: PlantedCorpus;
  readonly params: Params;
  readonly found: readonly FoundUnits[];
}

/** Holds the best units of each structure, and random ones, at their means; measured on text that did not choose them. */
export function damages({ cell, tokens, key }: Subject, { job, text, params, found }: Inspected) {
  const { select, test } = halvesOf(tokens.length, job.stretch);
  const means = meansOf(cell, { params, tokens, stretch: select });
  const { bits, close } = ablation(cell, { params, tokens, stretch: test }, means);
  const [whole, decided] = [bits([]), decidedBy(text, test)];
  const measure = (units: readonly number[]): Damage => {
    const extra = bits(units).map((value, i) => value - whole[i]);
    return { units: units.length, ...byStructure(extra, decided) };
  };
  const sizes = job.ablated.filter((count) => count <= job.hiddenSize);
  const damage = Object.fromEntries(
    found.map(({ best, order }) => [
      best.structure,
      sizes.map((count) => measure(order.slice(0, count).map(({ unit }) => unit))),
    ]),
  ) as Record<StructureName, Damage[]>;
  const control = Array.from({ length: job.controls }, (_, n) => {
    const order = shuffled(job.hiddenSize, fork(key, `control ${n}`));
    return sizes.map((count) => measure(order.slice(0, count)));
  }).flat();
  close();
  return { damage, control };
}

/** The mean of each unit over a stretch, in every tensor of the state. */
function meansOf(cell: Cell, { params, tokens, stretch }: ScoredReading): Record<string, number[]> {
  const names = tf.tidy(() => Object.keys(cell.zeroState(1)));
  return Object.fromEntries(
    names.map((name) => {
      const { record, close } = stateRecorder(cell, name);
      const means = record(params, tokens, stretch).map((values) => meanWhere(values, () => true));
      close();
      return [name, means];
    }),
  );
}

type Decided = Readonly<Record<StructureName, readonly boolean[]>>;

/** For each structure: whether it decides the character after each of the stretch. */
function decidedBy({ vocabulary, heldOut, states }: PlantedCorpus, stretch: Stretch): Decided {
  const places = placesOf(stretch);
  const next = places.map((at) => vocabulary.characters[heldOut[at + 1]]);
  return Object.fromEntries(
    structureNames.map((name) => {
      const { decides } = plantedStructures[name];
      return [name, places.map((at, i) => decides(states[at], next[i]))];
    }),
  ) as unknown as Decided;
}

/** The mean of what each character costs more: on those that a structure decides, on the others, and on those that none does. */
function byStructure(extra: Float32Array, decided: Decided): Omit<Damage, "units"> {
  const over = (which: (name: StructureName, i: number) => boolean) =>
    Object.fromEntries(structureNames.map((name) => [name, meanWhere(extra, (i) => which(name, i))])) as Damage["on"];
  return {
    on: over((name, i) => decided[name][i]),
    elsewhere: over((name, i) => !decided[name][i]),
    undecided: meanWhere(extra, (i) => structureNames.every((name) => !decided[name][i])),
  };
}

/** The mean of the values at which `is` says so; 0 where it never does. */
function meanWhere(values: Float32Array, is: (index: number) => boolean): number {
  let [sum, count] = [0, 0];
  values.forEach((value, i) => {
    if (!is(i)) return;
    sum += value;
    count++;
  });
  return sum / Math.max(1, count);
}

/** 0, 1, … count − 1 in random order. */
function shuffled(count: number, key: Key): number[] {
  const next = uniforms(key);
  const places = Array.from({ length: count }, () => next());
  return places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
}
