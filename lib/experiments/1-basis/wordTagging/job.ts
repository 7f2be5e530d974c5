import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, type Key, seed, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { letterCount, mobyDickRunTogether, type RunTogether } from "../../../data/words";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { type ManyToMany, manyToMany, type TaggedBatch } from "../../../models/manyToMany";
import type { TaggedPassage, TagQuality, TagsJob, TagsModel } from "./config";
import { evenStarts, passages, startRange } from "./passages";

/** The longest delay that there is room for, so that all delays are measured on the same letters. */
export const longestDelay = 16;

/** Trains the tagger of one seed and one delay. */
export async function trainTagger(job: TagsJob, context: JobContext<Learning<Point<TagQuality>>>): Promise<TagsModel> {
  const { delay, steps } = job;
  const { train, heldOut } = mobyDickRunTogether();
  const key = seed(job.seed);
  const model = manyToMany(stackOf({ ...job, layers: 1, inputSize: letterCount }), {
    classes: 2,
    skip: job.context + delay,
  });
  const tested = passages(heldOut, evenStarts(startRange(heldOut, job, longestDelay), job.heldOutPassages), job);
  const quality = compile((params: Params, batch: TaggedBatch) => qualityOf(model, params, batch));
  const measure = (params: Params): TagQuality =>
    tf.tidy(() => {
      const { nats, f1 } = quality(params, tested);
      return { bits: nats.dataSync()[0] / Math.LN2, f1: f1.dataSync()[0] };
    });
  const batches = drawPassages(train, job, fork(key, "batches"));
  const { params, curve, ended } = await learnModel(model, { ...context, key, batches, training: job, measure });
  quality.close();
  const last = ended === "finished" ? curve.at(-1) : undefined;
  const final = last?.step === steps ? { bits: last.bits, f1: last.f1 } : null;
  const shown = job.seed === 1 && final ? tagged(model, params, heldOut, job) : null;
  tf.dispose([params, tested] as tf.TensorContainer);
  return { seed: job.seed, condition: `delay ${delay}`, delay, ended, curve, final, shown };
}

function* drawPassages(text: RunTogether, job: TagsJob, key: Key): Generator<TaggedBatch> {
  const next = uniforms(key);
  const { first, count } = startRange(text, job, longestDelay);
  for (;;) {
    const starts = Array.from({ length: job.batchSize }, () => first + Math.floor(next() * count));
    yield passages(text, starts, job);
  }
}

/** Loss, and F₁ of the letters of which the network thinks it likelier that they begin a word than not. */
function qualityOf(model: ManyToMany, params: Params, batch: TaggedBatch): { nats: tf.Scalar; f1: tf.Scalar } {
  const said = model.logits(params, batch.inputs).argMax(-1).cast("float32");
  const tags = batch.tags.cast("float32");
  const f1 = said.mul(tags).sum().mul(2).div(said.sum().add(tags.sum()));
  return { nats: model.loss(params, batch), f1: f1 as tf.Scalar };
}

/** A held-out passage with capitals where words begin, and the probability of that at each letter. */
function tagged(model: ManyToMany, params: Params, text: RunTogether, job: TagsJob, length = 240): TaggedPassage {
  const start = Math.floor(text.letters.length / 2);
  const probs = tf.tidy(() => {
    const { inputs } = passages(text, [start], { ...job, passage: length });
    return model.logits(params, inputs).softmax().dataSync();
  });
  const at = Array.from({ length }, (_, i) => start + i);
  return {
    text: at.map((t) => String.fromCharCode((text.begins[t] ? 65 : 97) + text.letters[t])).join(""),
    p: at.map((_, i) => probs[2 * i + 1]),
  };
}
