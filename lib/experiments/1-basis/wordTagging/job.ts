import { mean } from "../../../analysis/statistics";
import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, type Key, seed, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { letterCount, mobyDickRunTogether, type RunTogether } from "../../../data/words";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { type ManyToMany, manyToMany, type TaggedBatch } from "../../../models/manyToMany";
import { blocks, type TaggedPassage, type TagQuality, type TagsJob, type TagsModel } from "./config";
import { blocksOf, evenStarts, passages, startRange } from "./passages";

/** The longest delay that there is room for, so that all delays are measured on the same letters. */
export const longestDelay = 16;

/** Trains the tagger of one seed and one delay. */
export async function trainTagger(job: TagsJob, context: JobContext<Learning<Point<TagQuality>>>): Promise<TagsModel> {
  const { delay, steps } = job;
  const { train, heldOut } = mobyDickRunTogether();
  const key = seed(job.seed);
  const model = manyToMany(stackOf({ ...job, layers: 1, inputSize: letterCount, fanIn: 1 }), {
    classes: 2,
    skip: job.context + delay,
  });
  const starts = evenStarts(startRange(heldOut, job, longestDelay), job.heldOutPassages);
  const tested = blocksOf(starts, blocks).map((own) => passages(heldOut, own, job));
  const bits = compile((params: Params, batch: TaggedBatch) => bitsOf(model, params, batch));
  const bitsOfBlocks = (params: Params) =>
    tested.map((batch) => tf.tidy(() => bits(params, batch).mean().dataSync()[0]));
  const measure = (params: Params): TagQuality => ({ bits: mean(bitsOfBlocks(params)) });
  const batches = drawPassages(train, job, fork(key, "batches"));
  const training = { ...job, decaySteps: steps };
  const { params, curve, ended } = await learnModel(model, { ...context, key, batches, training, measure });
  const last = ended === "finished" ? curve.at(-1) : undefined;
  const final = last?.step === steps ? { bits: last.bits } : null;
  const result = {
    ...{ seed: job.seed, condition: `delay ${delay}`, delay, ended, curve, final },
    blocks: final ? bitsOfBlocks(params) : [],
    changed: final && delay === 0 ? bitsWhenChanged((batch) => bits(params, batch), tested, job) : [],
    shown: job.seed === 1 && final ? tagged(model, params, heldOut, job) : null,
  };
  bits.close();
  tf.dispose([params, tested] as tf.TensorContainer);
  return result;
}

function* drawPassages(text: RunTogether, job: TagsJob, key: Key): Generator<TaggedBatch> {
  const next = uniforms(key);
  const { first, count } = startRange(text, job, longestDelay);
  for (;;) {
    const starts = Array.from({ length: job.batchSize }, () => first + Math.floor(next() * count));
    yield passages(text, starts, job);
  }
}

/** −log₂ p of each tag [N, T]. */
const bitsOf = (model: ManyToMany, params: Params, { inputs, tags }: TaggedBatch): tf.Tensor2D =>
  model.logits(params, inputs).logSoftmax().mul(tf.oneHot(tags, 2)).sum<tf.Tensor2D>(-1).div(-Math.LN2);

/**
 * What a tag costs more when the letter k before it is another, in bits, by k from 0 to `farthest`, for each block. One letter
 * of each passage at a time is exchanged for one drawn from the alphabet; the first ones in turn, so that each k is measured equally often.
 */
function bitsWhenChanged(
  bits: (batch: TaggedBatch) => tf.Tensor2D,
  tested: readonly TaggedBatch[],
  { context, passage, farthest }: TagsJob,
): number[][] {
  const next = uniforms(seed(0)); // the same letters for all seeds
  const places = Array.from({ length: passage - farthest }, (_, i) => i);
  const lags = Array.from({ length: farthest + 1 }, (_, k) => k);
  const byBlock = tested.map(({ inputs, tags }) => {
    const letters = inputs.arraySync() as number[][];
    const read = (rows: number[][]) =>
      tf.tidy(() => bits({ inputs: tf.tensor2d(rows, undefined, "int32"), tags }).arraySync());
    const before = read(letters);
    const rise = lags.map(() => 0);
    for (const place of places) {
      const another = (letter: number) => (letter + 1 + Math.floor(next() * (letterCount - 1))) % letterCount;
      const after = read(letters.map((row) => row.map((x, t) => (t === context + place ? another(x) : x))));
      for (const k of lags) rise[k] += mean(after.map((row, n) => row[place + k] - before[n][place + k]));
    }
    return rise.map((sum) => sum / places.length);
  });
  return lags.map((k) => byBlock.map((rise) => rise[k]));
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
