import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { fork, seed, uniforms } from "../core/random";
import { tf } from "../core/tf";
import { type Digit, digitSize, digits } from "../data/digits";
import { mapped } from "../data/mapped";
import { asSequences, drawDigits } from "../experiments/1-basis/digitBatches";
import { learnModel } from "../lab/learn";
import type { LabelledBatch } from "../models/manyToOne";
import { type DigitReaderSpec, digitReader } from "../models/shipped/shippedDigits";
import { type NetworkRecipe, tellLast } from "./networkRecipe";

/** Many to one: eight rows of eight pixels, one after the other, then which digit it was. */
const spec: DigitReaderSpec = {
  cell: { cell: "lstm", options: { inputSize: digitSize, hiddenSize: 96 } },
  length: digitSize,
};

const config = {
  data: "1,287 digits of the lab's set, each moved by up to a pixel each way at every draw; 510 of other writers are held out",
  ...{ batchSize: 32, steps: 4_000, seed: 1 },
  // By Adam; the learning rate falls in a line to zero.
  ...{ learningRate: 0.004, evaluateEvery: 500 },
};

/** "1-digits" */
export const digitsNetwork: NetworkRecipe = {
  config,
  module: __filename,
  open() {
    const { model } = digitReader(spec);
    const { train, heldOut } = digits();
    const key = seed(config.seed);
    const tested = asSequences(heldOut);
    const loss = compile(model.loss);
    const right = compile((params: Params, { inputs, labels }: LabelledBatch) =>
      model.logits(params, inputs).argMax(1).equal(labels).cast("float32").mean(),
    );
    const measure = (params: Params) =>
      tf.tidy(() => ({ nats: loss(params, tested).dataSync()[0], accuracy: right(params, tested).dataSync()[0] }));
    function batches() {
      const next = uniforms(fork(key, "places"));
      const step = () => Math.floor(3 * next()) - 1;
      return mapped(drawDigits(train, config.batchSize, fork(key, "batches")), (drawn) =>
        asSequences(drawn.map((digit) => moved(digit, step(), step()))),
      );
    }
    return {
      ...{ model, spec },
      data: () => JSON.stringify([train, heldOut]),
      train: ({ report, ...context }) =>
        learnModel(model, {
          ...{ ...context, key, batches: batches(), training: { ...config, decaySteps: config.steps }, measure },
          report: tellLast(report, ({ nats, accuracy }: ReturnType<typeof measure>) => {
            return `${nats.toFixed(3)} nats, ${(100 * accuracy).toFixed(1)} % right, held out`;
          }),
        }),
      heldOut: { unit: "nats per digit", of: `${heldOut.length} digits of other writers` },
      loss: (params) => measure(params).nats,
      more: (params) => ({ "share of digits that it knows": measure(params).accuracy }),
      close() {
        loss.close();
        right.close();
        tf.dispose(tested as tf.TensorContainer);
      },
    };
  },
};

/** The digit so many pixels further down and to the right; what comes in is white. */
const moved = ({ rows, label }: Digit, down: number, right: number): Digit => ({
  label,
  rows: rows.map((row, y) => row.map((_, x) => rows[y - down]?.[x - right] ?? 0)),
});
