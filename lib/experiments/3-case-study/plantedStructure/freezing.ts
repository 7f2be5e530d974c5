import { stateRecorder } from "../../../analysis/stateRecorder";
import { mean } from "../../../analysis/statistics";
import { placesOf, type Stretch } from "../../../analysis/stretch";
import type { Cell } from "../../../cells/cell";
import { fork, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { blockMeans } from "../blocks";
import { halvesOf, memoryOf } from "../inspect";
import type { TrainedReader } from "../reader";
import {
  type Freezing,
  noStructure,
  type PlantedJob,
  plantedStructures,
  type StructureName,
  structureNames,
} from "./config";
import { frozenReader, type ScoredReading } from "./frozenReader";
import type { PlantedCorpus } from "./plantedCorpus";

/** Freezes the best units of each structure, and others as active, at their means; measured on text that did not choose them. */
export function freezingsOf(
  { params, subject, found }: TrainedReader,
  { stretch, frozen, controls }: PlantedJob,
  text: PlantedCorpus,
): Freezing[] {
  const { cell, tokens, key } = subject;
  const { select, test } = halvesOf(tokens.length, stretch);
  const moments = momentsOf(cell, { params, tokens, stretch: select });
  const activity = moments[memoryOf(cell)].map(({ deviation }) => deviation);
  const active = (units: readonly number[]) => mean(units.map((unit) => activity[unit]));
  const means = mapped(moments, (units) => units.map((one) => one.mean));
  const { bits, close } = frozenReader(cell, { params, tokens, stretch: test }, means);
  const [whole, decided] = [bits([]), decidedBy(text, test)];
  const cost = (units: readonly number[]): Freezing["on"] => {
    const all = bits(units);
    return mapped(decided, (places) => blockMeans(places, (i) => all[i] - whole[i]));
  };
  const freezings = found.map(({ best, order }): Freezing => {
    const structure = best.structure as StructureName;
    const own = order.slice(0, frozen).map(({ unit }) => unit);
    const next = uniforms(fork(key, `control for ${structure}`));
    const others = Array.from({ length: controls }, () => asActive(own, activity, next));
    const costs = others.map((units) => cost(units)[structure]);
    return {
      structure,
      on: cost(own),
      control: costs[0].map((_, b) => mean(costs.map((blocks) => blocks[b]))),
      activity: [active(own), mean(others.map(active))],
    };
  });
  close();
  return freezings;
}

/** Of so many others that are nearest in activity one is drawn. */
const nearest = 5;

/**
 * As many other units as are given, each drawn from those nearest in activity to one of them. To freeze a unit at its mean
 * takes away how much it varies: that is its activity, the standard deviation over the text.
 */
export function asActive(units: readonly number[], activity: readonly number[], next: () => number): number[] {
  const free = activity.map((_, unit) => unit).filter((unit) => !units.includes(unit));
  return units.flatMap((unit) => {
    const distance = (other: number) => Math.abs(activity[other] - activity[unit]);
    free.sort((a, b) => distance(a) - distance(b));
    return free.splice(Math.floor(next() * Math.min(nearest, free.length)), 1);
  });
}

/** Mean and standard deviation of each unit over a stretch, in every tensor of the state. */
function momentsOf(cell: Cell, { params, tokens, stretch }: ScoredReading) {
  const names = tf.tidy(() => Object.keys(cell.zeroState(1)));
  const over = (values: Float32Array) => {
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
    return { mean: center, deviation: Math.sqrt(squares / values.length) };
  };
  return mapped(Object.fromEntries(names.map((name) => [name, name])), (name) => {
    const { record, close } = stateRecorder(cell, name);
    const all = record(params, tokens, stretch).map(over);
    close();
    return all;
  });
}

/** The places in the stretch before the characters that each structure decides, and that none does. */
function decidedBy(
  { vocabulary, heldOut, states }: PlantedCorpus,
  stretch: Stretch,
): Record<keyof Freezing["on"], number[]> {
  const places = placesOf(stretch);
  const deciders = places.map((at) => {
    const next = vocabulary.characters[heldOut[at + 1]];
    return structureNames.filter((name) => plantedStructures[name].decides(states[at], next));
  });
  const where = (is: (by: readonly StructureName[]) => boolean) =>
    places.map((_, i) => i).filter((i) => is(deciders[i]));
  const own = structureNames.map((name) => [name, where((by) => by.includes(name))]);
  return { ...Object.fromEntries(own), [noStructure]: where((by) => by.length === 0) };
}

const mapped = <N extends string, A, B>(all: Readonly<Record<N, A>>, of: (one: A) => B): Record<N, B> =>
  Object.fromEntries(Object.entries<A>(all).map(([name, one]) => [name, of(one)])) as Record<N, B>;
