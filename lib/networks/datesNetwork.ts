import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { fork, seed } from "../core/random";
import { tf } from "../core/tf";
import { iso } from "../data/dates";
import { mapped } from "../data/mapped";
import {
  alphabets,
  days,
  drawWritings,
  everyFormat,
  sourceOf,
  translationBatch,
} from "../experiments/1-basis/dateTranslation/task";
import { learnModel } from "../lab/learn";
import { type TranslatorSpec, translateDate, translator } from "../models/shipped/shippedDates";
import { type NetworkRecipe, tellLast } from "./networkRecipe";

const { source, target } = alphabets;
const hiddenSize = 128;

/** Many to many: an LSTM reads the date, and another writes it, beginning with the state of the first. START and END are written too. */
const spec: TranslatorSpec = {
  encoder: { cell: "lstm", options: { inputSize: source.length, hiddenSize } },
  decoder: { cell: "lstm", options: { inputSize: target.length + 2, hiddenSize } },
  ...{ source, target },
};

const config = {
  data: "the days from 1800 to 2099 in eight formats; a tenth of the days, the same always, is held out",
  ...{ heldOutDays: 250, batchSize: 64, steps: 2_500, seed: 1 },
  // By Adam; the learning rate falls in a line to zero.
  ...{ learningRate: 0.006, evaluateEvery: 500 },
};

/** "1-dates" */
export const datesNetwork: NetworkRecipe = {
  config,
  module: __filename,
  open() {
    const { model, vocabulary } = translator(spec);
    const { train, heldOut } = days();
    const key = seed(config.seed);
    const writings = everyFormat(heldOut, config.heldOutDays);
    const tested = translationBatch(writings);
    const loss = compile(model.loss);
    const nats = (params: Params) => tf.tidy(() => loss(params, tested).dataSync()[0]);
    return {
      ...{ model, spec },
      data: () => JSON.stringify([train, heldOut]),
      train: ({ report, ...context }) =>
        learnModel(model, {
          ...{ ...context, key, training: { ...config, decaySteps: config.steps } },
          batches: mapped(drawWritings(train, config.batchSize, fork(key, "batches")), translationBatch),
          measure: (now) => ({ nats: nats(now) }),
          report: tellLast(report, (point: { nats: number }) => `${point.nats.toFixed(4)} nats per character held out`),
        }),
      heldOut: {
        unit: "nats per character",
        of: `${config.heldOutDays} days that it has never seen, each in eight formats, the true characters before each given`,
      },
      loss: nats,
      more(params) {
        const network = { model, vocabulary, params };
        const right = writings.filter((writing) => {
          const written = translateDate(network, sourceOf(writing));
          return written.map(({ character }) => character).join("") === iso(writing.day);
        });
        return { "share of dates that it translates without a mistake": right.length / writings.length };
      },
      close() {
        loss.close();
        tf.dispose(tested as tf.TensorContainer);
      },
    };
  },
};
