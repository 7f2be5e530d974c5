import type { Params } from "../../../cells/cell";
import { fork, type Key } from "../../../core/random";
import { statesAlong } from "../../../data/structure";
import { type Corpus, corpus } from "../../../data/text";
import type { JobContext } from "../../../lab/runJob";
import type { TextProgress } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { type Sampler, sampler } from "../../../train/sample";
import { labelsOf } from "../bestUnits";
import { scorer } from "../plantedStructure/frozenReader";
import { readAndInspect, readerCell } from "../reader";
import type { TextConfig, TextJob, TextModel, Written } from "./config";
import { farBits, farPlaces, wholeText } from "./far";
import { textKinds } from "./textKinds";
import { type Desk, desk } from "./written";

/** How many characters a writer reads before it writes. */
export const promptLength = 64;
/** How much of a text is shown. */
export const sampleLength = 480;

/** The text of a configuration, and the places in it that are written on from. */
export function openText(config: Omit<TextConfig, "seeds" | "orders">): { text: Corpus; place: Desk } {
  const text = corpus(config.corpus, config);
  const kind = textKinds[config.kind];
  const texts = Object.keys(kind.events).length > 0 ? config.texts : 0; // nothing is written where nothing is counted
  return { text, place: desk(text, kind, { ...config, texts, promptLength }) };
}

/** Trains the language model of one seed, draws texts on the way, and looks for units. */
export async function runTextModel(job: TextJob, context: JobContext<TextProgress<Written>>): Promise<TextModel> {
  const { text, place } = openText(job);
  const { heldOut: tokens } = text;
  const cell = readerCell(job, text);
  const model = charLm(cell);
  const writer = sampler(model);
  const write = writerOf(writer, { text, place, length: job.textLength });
  try {
    return await readAndInspect<Written, Pick<TextModel, "far">>(job, {
      ...{ text, cell, context, labels: labelsIn(text, job.kind) },
      measure: (params, step, key) =>
        place.prompts.length > 0 && isCheckpoint(job, step)
          ? { written: write(params, fork(key, `texts at step ${step}`)) }
          : {},
      ask({ params }) {
        const stretch = wholeText(tokens);
        const { bits, close } = scorer(() => model);
        const all = bits({ params, tokens, stretch }, {});
        close();
        return { far: farBits(farPlaces(text, job.kind), (at) => all[at - stretch.from]) };
      },
      nothing: { far: {} },
    });
  } finally {
    writer.close();
  }
}

/** Points of the curve at which texts are drawn: the 1st, 2nd, 4th, 8th, … and the last. */
const isCheckpoint = ({ evaluateEvery, steps }: TextJob, step: number): boolean =>
  step === steps || Number.isInteger(Math.log2(step / evaluateEvery));

/** Writes a text from each place, at temperature 1: from the model's own distribution, as the counting models do. */
function writerOf(writer: Sampler, { text, place, length }: { text: Corpus; place: Desk; length: number }) {
  return (params: Params, key: Key): NonNullable<Written["written"]> => {
    const sequences = place.prompts.map((prompt, i) => ({ prompt, temperature: 1, key: fork(key, `text ${i}`) }));
    const texts = writer.draw(params, { sequences, length });
    return { counts: place.count(texts), sample: text.vocabulary.decode(texts[0].subarray(0, sampleLength)) };
  };
}

/** By structure: which characters of the held-out text have it. */
function labelsIn({ vocabulary, heldOut }: Corpus, kind: string): Record<string, Uint8Array> {
  const { reader, labels } = textKinds[kind];
  const states = statesAlong(reader, vocabulary.decode(heldOut));
  return Object.fromEntries(Object.entries(labels).map(([name, holds]) => [name, labelsOf(states, holds)]));
}
