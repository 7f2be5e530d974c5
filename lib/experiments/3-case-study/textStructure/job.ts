import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { fork, type Key, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { statesAlong } from "../../../data/structure";
import { type Corpus, corpus } from "../../../data/text";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { type CharLm, charLm } from "../../../models/charLm";
import { type Sampler, sampler } from "../../../train/sample";
import { labelsOf } from "../bestUnits";
import { inspect } from "../inspect";
import { type Passage, passageOf } from "../passage";
import { scorer } from "../plantedStructure/ablation";
import type { TextConfig, TextJob, TextModelResult, Written } from "./config";
import { farPlaces, meanOver, wholeText } from "./far";
import { textKinds } from "./textKinds";
import { type Desk, desk } from "./written";

/** What one seed contributes; the passage is that of the first. */
export type TextModelRun = TextModelResult & { readonly passage: Passage | null };

/** How many characters a writer reads before it writes. */
export const promptLength = 64;

/** The text of a configuration, and the places in it that are written on from. */
export function openText(config: Omit<TextConfig, "seeds" | "orders">): { text: Corpus; place: Desk } {
  const text = corpus(config.corpus, config);
  return { text, place: desk(text, textKinds[config.kind], { ...config, promptLength }) };
}

/** Trains the language model of one seed, draws texts on the way, and looks for units. */
export async function runTextModel(job: TextJob, context: JobContext<TextProgress<Written>>): Promise<TextModelRun> {
  const { text, place } = openText(job);
  const cell = stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size });
  const model = charLm(cell);
  const [learner, writer] = [textLearner(text, model, job), sampler(model)];
  const key = seed(job.seed);
  try {
    const written = (now: Params, step: number) =>
      write({ text, place, writer, job }, now, fork(key, `texts at step ${step}`));
    const measure = (now: Params, step: number) => (isCheckpoint(job, step) ? { written: written(now, step) } : {});
    const { params, curve, ended } = await learner.learn<Written>(key, { ...context, measure });
    const known = { seed: job.seed, ended, curve };
    if (ended !== "finished") {
      tf.dispose(params);
      return { ...known, trained: [], untrained: [], far: {}, passage: null };
    }
    const fresh = model.init(fork(key, "weights"));
    const { stretch, shifts } = job;
    const subject = { cell, tokens: text.heldOut, labels: labelsIn(text, job.kind), stretch, shifts, key };
    const [untrained, trained] = inspect(subject, [fresh, params]).map((found) => found.map(({ best }) => best));
    const { vocabulary } = text;
    const passage = job.seed === 1 ? passageOf(subject, { params, best: trained, vocabulary, length: 512 }) : null;
    const far = farBits(text, model, { params, kind: job.kind });
    tf.dispose([params, fresh] as tf.TensorContainer);
    return { ...known, trained, untrained, far, passage };
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

/** By structure: which characters of the held-out text have it. */
function labelsIn({ vocabulary, heldOut }: Corpus, kind: string): Record<string, Uint8Array> {
  const { reader, labels } = textKinds[kind];
  const states = statesAlong(reader, vocabulary.decode(heldOut));
  return Object.fromEntries(Object.entries(labels).map(([name, holds]) => [name, labelsOf(states, holds)]));
}

/** What the characters cost that something far away decides. */
function farBits(
  text: Corpus,
  model: CharLm,
  { params, kind }: { params: Params; kind: string },
): Record<string, number> {
  const stretch = wholeText(text.heldOut);
  const { bits, close } = scorer(() => model);
  const all = bits({ params, tokens: text.heldOut, stretch }, {});
  close();
  return meanOver(farPlaces(text, kind), (at) => all[at - stretch.from]);
}
