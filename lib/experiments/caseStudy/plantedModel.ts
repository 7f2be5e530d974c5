import { recorder } from "../../analysis/activations";
import type { Stretch } from "../../analysis/stretch";
import type { Cell, Params } from "../../cells/cell";
import { fork, type Key, seed, uniforms } from "../../core/random";
import { tf } from "../../core/tf";
import { type PlantedState, plantedAlphabet, plantedText } from "../../data/planted";
import type { Corpus } from "../../data/text";
import { vocabulary } from "../../data/vocabulary";
import { charLm } from "../../models/charLm";
import { stackOf } from "../builders";
import type { JobContext } from "../jobs";
import { type TextProgress, textLearner } from "../textLearner";
import { ablation, meanOf, meansWhere } from "./ablation";
import { type FoundUnits, findUnits, type Halves, labelsOf } from "./bestUnits";
import { bothHalves, halvesOf, memoryOf, shown, within } from "./inspect";
import {
  type Damage,
  type Passage,
  type PlantedConfig,
  type PlantedJob,
  type PlantedModelResult,
  plantedStructures,
  type StructureName,
  structureNames,
} from "./plantedConfig";

/** What one seed contributes; the passage is that of the first. */
export type PlantedModelRun = PlantedModelResult & { readonly passage: Passage | null };

export interface PlantedCorpus extends Corpus {
  /** The truth after each held-out character. */
  readonly states: readonly PlantedState[];
  /** Bits per held-out character of the grammar itself. */
  readonly floor: number;
}

/** The same text for every model. */
export function plantedCorpus({ characters }: Pick<PlantedConfig, "characters">): PlantedCorpus {
  const { text, states, bits } = plantedText(fork(seed(3), "planted text"), characters);
  const all = vocabulary(plantedAlphabet);
  const tokens = all.encode(text);
  const cut = Math.round(0.9 * characters);
  const floor = bits.slice(cut).reduce((sum, value) => sum + value, 0) / (characters - cut);
  const parts = { train: tokens.slice(0, cut), heldOut: tokens.slice(cut) };
  return { name: "the planted text", vocabulary: all, ...parts, states: states.slice(cut), floor };
}

/** Trains the language model of one seed, looks for units, and ablates them. */
export async function runPlantedModel(job: PlantedJob, context: JobContext<TextProgress>): Promise<PlantedModelRun> {
  const text = plantedCorpus(job);
  const cell = stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size });
  const model = charLm(cell);
  const learner = textLearner(text, model, job);
  const key = seed(job.seed);
  try {
    const { params, curve, ended } = await learner.learn(key, context);
    const known = { seed: job.seed, ended, curve };
    if (ended !== "finished") {
      tf.dispose(params);
      return { ...known, trained: [], untrained: [], damage: {}, control: [], passage: null };
    }
    const fresh = model.init(fork(key, "weights"));
    const found = inspect({ job, text, cell, key }, { params, fresh });
    tf.dispose([params, fresh] as tf.TensorContainer);
    return { ...known, ...found };
  } finally {
    learner.close();
  }
}

interface Subject {
  readonly job: PlantedJob;
  readonly text: PlantedCorpus;
  readonly cell: Cell;
  readonly key: Key;
}

/** The best units of the trained network and of the same before training, and what holding them does. */
function inspect(subject: Subject, { params, fresh }: Record<"params" | "fresh", Params>) {
  const { job, text, cell, key } = subject;
  const halves = halvesOf(job.stretch);
  const labels = Object.fromEntries(
    structureNames.map((name) => [name, bothHalves(halves, (part) => labelsOf(within(text.states, part), plantedStructures[name].label))]),
  );
  const record = recorder(cell, memoryOf(cell));
  const search = (weights: Params) => {
    const values = bothHalves(halves, (part) => record.record(weights, text.heldOut, part));
    return { values, found: findUnits(values, { labels, shifts: job.shifts, key: fork(key, "shifts") }) };
  };
  const [before, after] = [search(fresh), search(params)];
  record.close();
  const best = after.found.map((one) => one.best);
  return {
    untrained: before.found.map((one) => one.best),
    trained: best,
    ...damages(subject, { params, halves, found: after.found }),
    passage: job.seed === 1 ? passageOf(text, halves.test, { best, values: after.values.test }) : null,
  };
}

interface Inspected {
  readonly params: Params;
  readonly halves: Halves<Stretch>;
  readonly found: readonly FoundUnits[];
}

/** Holds the best units of each structure, and random ones, at their means. */
function damages({ job, text, cell, key }: Subject, { params, halves, found }: Inspected) {
  const means = meansOf(cell, { params, tokens: text.heldOut, stretch: halves.select });
  const { bits, close } = ablation(cell, { params, tokens: text.heldOut, stretch: halves.test, means });
  const whole = bits([]);
  const measure = (units: readonly number[]): Damage => {
    const extra = bits(units).map((value, i) => value - whole[i]);
    return { units: units.length, ...byStructure(text, halves.test, extra) };
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
function meansOf(cell: Cell, { params, tokens, stretch }: { params: Params; tokens: Int32Array; stretch: Stretch }) {
  const names = tf.tidy(() => Object.keys(cell.zeroState(1)));
  return Object.fromEntries(
    names.map((name) => {
      const { record, close } = recorder(cell, name);
      const means = record(params, tokens, stretch).map(meanOf);
      close();
      return [name, means];
    }),
  );
}

/** The mean of what each character costs more, on those that a structure decides and on the others. */
function byStructure({ vocabulary, heldOut, states }: PlantedCorpus, { from }: Stretch, extra: Float32Array) {
  const means = structureNames.map((name) =>
    meansWhere(extra, (i) =>
      plantedStructures[name].decides(states[from + i], vocabulary.characters[heldOut[from + i + 1]]),
    ),
  );
  const part = (side: 0 | 1) =>
    Object.fromEntries(structureNames.map((name, s) => [name, means[s][side]])) as Damage["on"];
  return { on: part(0), elsewhere: part(1) };
}

/** 0, 1, … count − 1 in random order. */
function shuffled(count: number, key: Key): number[] {
  const next = uniforms(key);
  const places = Array.from({ length: count }, () => next());
  return places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
}

/** The first lines of a stretch, up to 400 characters, and the best units' values over them. */
function passageOf(
  { vocabulary, heldOut }: PlantedCorpus,
  { from }: Stretch,
  { best, values }: { readonly best: PlantedModelResult["trained"]; readonly values: readonly Float32Array[] },
): Passage {
  const text = vocabulary.decode(heldOut.subarray(from, from + 400));
  const [first, last] = [text.indexOf("\n") + 1, text.lastIndexOf("\n") + 1];
  return {
    text: text.slice(first, last),
    units: best.map((one) => ({
      best: one,
      values: shown(values[one.unit].subarray(first, last)),
    })),
  };
}
