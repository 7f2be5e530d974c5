import { recorder } from "../../analysis/activations";
import type { Stretch } from "../../analysis/stretch";
import type { Params } from "../../cells/cell";
import { fork, type Key, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { statesAlong } from "../../data/structure";
import { type Corpus, corpus } from "../../data/text";
import { charLm } from "../../models/charLm";
import { type Sampler, sampler } from "../../train/sample";
import { stackOf } from "../builders";
import type { JobContext } from "../jobs";
import { type TextProgress, textLearner } from "../textLearner";
import { type BestUnit, findUnits, type Halves, labelsOf } from "./bestUnits";
import { kindOf } from "./kinds";
import type { Passage } from "./plantedConfig";
import { bothHalves, halvesOf, memoryOf, shown, within } from "./inspect";
import type { TextConfig, TextJob, TextModelResult, Written } from "./textConfig";
import { type Desk, desk } from "./written";

/** What one seed contributes; the passage is that of the first. */
export type TextModelRun = TextModelResult & { readonly passage: Passage | null };

/** How many characters a writer reads before it writes. */
const promptLength = 64;

/** The text of a configuration, and the places in it that are written on from. */
export function openText(config: Omit<TextConfig, "seeds" | "orders">): { text: Corpus; place: Desk } {
  const text = corpus(config.corpus, config);
  return { text, place: desk(text, kindOf(config.kind), { ...config, promptLength }) };
}

/** Trains the language model of one seed, draws texts on the way, and looks for units. */
export async function runTextModel(job: TextJob, context: JobContext<TextProgress<Written>>): Promise<TextModelRun> {
  const { text, place } = openText(job);
  const cell = stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size });
  const model = charLm(cell);
  const [learner, writer] = [textLearner(text, model, job), sampler(model)];
  const key = seed(job.seed);
  try {
    const { params, curve, ended } = await learner.learn<Written>(key, {
      ...context,
      measure: (now, step) => ({ written: isCheckpoint(job, step) ? write({ text, place, writer, job }, now, fork(key, step)) : null }),
    });
    const known = { seed: job.seed, ended, curve };
    if (ended !== "finished") {
      tf.dispose(params);
      return { ...known, trained: [], untrained: [], passage: null };
    }
    const fresh = model.init(fork(key, "weights"));
    const halves = halvesOf(job.stretch);
    const labels = labelsIn(text, job.kind, halves);
    const record = recorder(cell, memoryOf(cell));
    const search = (weights: Params) => {
      const values = bothHalves(halves, (part) => record.record(weights, text.heldOut, part));
      const found = findUnits(values, { labels, shifts: job.shifts, key: fork(key, "shifts") });
      return { values, best: found.map((one) => one.best) };
    };
    const [before, after] = [search(fresh), search(params)];
    record.close();
    tf.dispose([params, fresh] as tf.TensorContainer);
    const passage = job.seed === 1 ? passageOf(text, labels, halves.test, after) : null;
    return { ...known, trained: after.best, untrained: before.best, passage };
  } finally {
    learner.close();
    writer.close();
  }
}

/** Points of the curve at which texts are drawn: the 1st, 2nd, 4th, 8th, … and the last. */
function isCheckpoint({ evaluateEvery, steps }: TextJob, step: number): boolean {
  return step === steps || Number.isInteger(Math.log2(step / evaluateEvery));
}

interface Writing {
  readonly text: Corpus;
  readonly place: Desk;
  readonly writer: Sampler;
  readonly job: TextJob;
}

/** A text from each place, drawn at temperature 1: from the model's own distribution, as the counting models' are. */
function write({ text, place, writer, job }: Writing, params: Params, key: Key): NonNullable<Written["written"]> {
  const sequences = place.prompts.map((prompt, i) => ({ prompt, temperature: 1, key: fork(key, `text ${i}`) }));
  const texts = writer.draw(params, { sequences, length: job.textLength });
  return { counts: place.count(texts), sample: text.vocabulary.decode(texts[0]) };
}

type Labels = Record<string, Halves<Uint8Array>>;

function labelsIn(text: Corpus, kind: string, halves: Halves<Stretch>): Labels {
  const { reader, labels } = kindOf(kind);
  const states = statesAlong(reader, text.vocabulary.decode(text.heldOut));
  return Object.fromEntries(
    Object.entries(labels).map(([name, holds]) => [name, bothHalves(halves, (part) => labelsOf(within(states, part), holds))]),
  );
}

interface Looked {
  readonly best: readonly BestUnit[];
  readonly values: Halves<readonly Float32Array[]>;
}

/** Some whole lines in which the structures come and go most, and the best units' values over them. */
function passageOf({ vocabulary, heldOut }: Corpus, labels: Labels, { from, length }: Stretch, { best, values }: Looked): Passage {
  const text = vocabulary.decode(heldOut.subarray(from, from + length));
  const size = Math.min(700, length);
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index + 1).filter((start) => start + size <= length);
  const spread = (start: number) =>
    best
      .map(({ structure }) => mixed(labels[structure].test.subarray(start, start + size)))
      .reduce((product, share) => product * share, 1);
  const first = starts.reduce((a, b) => (spread(b) > spread(a) ? b : a), starts[0] ?? 0);
  const last = first + Math.max(1, text.slice(first, first + size).lastIndexOf("\n") + 1);
  return {
    text: text.slice(first, last),
    units: best.map((one) => ({ best: one, values: shown(values.test[one.unit].subarray(first, last)) })),
  };
}

/** 0 where all labels are equal, more the more evenly they are mixed. */
function mixed(labels: Uint8Array): number {
  const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  return share * (1 - share);
}
