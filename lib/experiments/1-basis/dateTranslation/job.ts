import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, type Key, seed } from "../../../core/random";
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
  type Writing,
} from "./task";

/** Trains the translator of one seed and one direction of reading. */
export async function trainTranslator(
  job: DatesJob,
  context: JobContext<Learning<Point<Translation>>>,
): Promise<DatesModel> {
  const { condition, batchSize, heldOutDays, seed: n, steps } = job;
  const { train, heldOut } = days();
  const part = (inputSize: number) => stackOf({ ...job, layers: 1, inputSize });
  const model = seq2seq(part(sourceSize), part(targetSize));
  const key = seed(n);
  const writings = everyFormat(heldOut, heldOutDays);
  const tested = translationBatch(writings, condition);
  const translator = openTranslator(model, tested, fork(key, "decoding"));
  const batches = mapped(drawWritings(train, batchSize, fork(key, "batches")), (drawn) =>
    translationBatch(drawn, condition),
  );
  const measure = (params: Params): Translation => translation(writings, translator, params);
  try {
    const { params, curve, ended } = await learnModel(model, { ...context, key, batches, training: job, measure });
    const finished = ended === "finished" && curve.at(-1)?.step === steps;
    const { step: _, trainNats: __, ...final } = curve.at(-1) ?? { step: 0, trainNats: 0 };
    const right = finished ? isRight(writings, translator.write(params, 0)) : [];
    const shown = finished && n === 1 ? oneDay(writings, translator, params) : [];
    tf.dispose(params as tf.TensorContainer);
    return {
      ...{ seed: n, condition, ended, curve, shown },
      final: finished ? (final as Translation) : null,
      byFormat: finished ? dateFormats.map((format) => share(right, (i) => writings[i].format === format)) : [],
    };
  } finally {
    translator.close();
    tf.dispose(tested as tf.TensorContainer);
  }
}

type Translator = ReturnType<typeof openTranslator>;

/** The compiled loss and decoder of one batch. */
function openTranslator(model: Seq2Seq, tested: TranslationBatch, key: Key) {
  const loss = compile(model.loss);
  const encode = compile(model.encode);
  const { draw, close } = sampler(model, { block: isoLength + 1 });
  return {
    nats: (params: Params): number => tf.tidy(() => loss(params, tested).dataSync()[0]),
    /** What is written at a temperature; 0 is greedy. */
    write(params: Params, temperature: number): string[] {
      const initial = encode(params, tested.source);
      const sequences = Array.from({ length: tested.inputs.shape[0] }, (_, i) => ({
        ...{ prompt: [START], temperature, key: fork(key, i) },
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

function translation(writings: readonly Writing[], { nats, write }: Translator, params: Params): Translation {
  const greedy = isRight(writings, write(params, 0));
  return {
    nats: nats(params),
    greedy: share(greedy),
    yearFirst: share(greedy, (i) => writings[i].format.order === "year first"),
    yearLast: share(greedy, (i) => writings[i].format.order === "year last"),
    sampled: share(isRight(writings, write(params, 1))),
  };
}

const isRight = (writings: readonly Writing[], written: readonly string[]): boolean[] =>
  written.map((text, i) => text === iso(writings[i].day));

function share(right: readonly boolean[], which: (index: number) => boolean = () => true): number {
  const chosen = right.filter((_, i) => which(i));
  return chosen.filter((one) => one).length / chosen.length;
}

/** The day in the middle, in all formats. */
function oneDay(writings: readonly Writing[], { write }: Translator, params: Params): DatesModel["shown"] {
  const [greedy, sampled] = [write(params, 0), write(params, 1)];
  const first = Math.floor(writings.length / dateFormats.length / 2) * dateFormats.length;
  return dateFormats.map((_, f) => {
    const i = first + f;
    return { source: sourceOf(writings[i]), wanted: iso(writings[i].day), greedy: greedy[i], sampled: sampled[i] };
  });
}
