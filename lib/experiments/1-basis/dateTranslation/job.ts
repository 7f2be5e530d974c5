import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { dateFormats, iso } from "../../../data/dates";
import { mapped } from "../../../data/mapped";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { untilEnd } from "../../../models/decoder";
import { type Seq2Seq, seq2seq, type TranslationBatch } from "../../../models/seq2seq";
import { sampler } from "../../../train/sample";
import type { DatesJob, DatesModel, Translation } from "./config";
import {
  days,
  drawWritings,
  END,
  everyFormat,
  isoLength,
  readTarget,
  START,
  sourceOf,
  sourceSize,
  targetSize,
  translationBatch,
} from "./task";

/** Trains the translator of one seed. */
export async function trainTranslator(
  job: DatesJob,
  context: JobContext<Learning<Point<Translation>>>,
): Promise<DatesModel> {
  const { batchSize, heldOutDays, seed: n, steps } = job;
  const { train, heldOut } = days();
  const part = (inputSize: number) => stackOf({ ...job, layers: 1, inputSize, fanIn: 1 });
  const model = seq2seq(part(sourceSize), part(targetSize));
  const key = seed(n);
  const writings = everyFormat(heldOut, heldOutDays);
  const tested = translationBatch(writings);
  const translator = openTranslator(model, tested);
  const batches = mapped(drawWritings(train, batchSize, fork(key, "batches")), translationBatch);
  const measure = (params: Params): Translation => {
    const right = translator.write(params).filter((text, i) => text === iso(writings[i].day));
    return { nats: translator.nats(params), right: right.length / writings.length };
  };
  try {
    const { params, curve, ended } = await learnModel(model, {
      ...context,
      key,
      batches,
      training: { ...job, decaySteps: steps },
      measure,
    });
    const last = ended === "finished" ? curve.at(-1) : undefined;
    const final = last?.step === steps ? { nats: last.nats, right: last.right } : null;
    const written = n === 1 && final ? translator.write(params) : [];
    tf.dispose(params as tf.TensorContainer);
    // The day in the middle, in all formats.
    const first = Math.floor(heldOutDays / 2) * dateFormats.length;
    const shown = written.slice(first, first + dateFormats.length).map((text, f) => {
      const writing = writings[first + f];
      return { source: sourceOf(writing), wanted: iso(writing.day), written: text };
    });
    return { seed: n, condition: "translator", ended, curve, final, shown };
  } finally {
    translator.close();
    tf.dispose(tested as tf.TensorContainer);
  }
}

/** The compiled loss and greedy decoder of one batch. */
function openTranslator(model: Seq2Seq, tested: TranslationBatch) {
  const loss = compile(model.loss);
  const encode = compile(model.encode);
  const { draw, close } = sampler(model, { block: isoLength + 1 });
  return {
    nats: (params: Params): number => tf.tidy(() => loss(params, tested).dataSync()[0]),
    write(params: Params): string[] {
      const initial = encode(params, tested.source);
      const sequences = Array.from({ length: tested.inputs.shape[0] }, (_, i) => ({
        ...{ prompt: [START], temperature: 0, key: seed(i) }, // nothing is drawn at this temperature
      }));
      const drawn = draw(params, { sequences, length: isoLength + 1, initial });
      tf.dispose(initial as tf.TensorContainer);
      return drawn.map((tokens) => readTarget(untilEnd(tokens, END)));
    },
    close() {
      for (const end of [loss.close, encode.close, close]) end();
    },
  };
}
