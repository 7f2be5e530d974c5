import { mean } from "../../../analysis/statistics";
import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { vanilla } from "../../../cells/vanilla";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Digit, digitClasses, digitSize, digits } from "../../../data/digits";
import { mapped } from "../../../data/mapped";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { manyToOne } from "../../../models/manyToOne";
import { type ConditionedBatch, type OneToMany, oneToMany } from "../../../models/oneToMany";
import { sample } from "../../../train/sample";
import { asSequences, drawDigits } from "../digitBatches";
import { rowsDefaults } from "../digitRows/config";
import type { Drawing, DrawingBits, DrawingJob, DrawingModel, Recognised } from "./config";
import { asDigit, drawingBatch, pixelCounts, pixels, shaded } from "./pixels";

/** Of each class, as many. */
type Drawings = readonly (readonly Drawing[])[];

/** Trains the network of one seed to draw, lets it draw, and lets another network say what the drawings are. */
export async function trainDrawer(
  job: DrawingJob,
  context: JobContext<Learning<Point<DrawingBits>>>,
): Promise<DrawingModel> {
  const { levels, batchSize, steps } = job;
  const { train, heldOut } = digits();
  const key = seed(job.seed);
  const cell = stackOf({ ...job, layers: 1, inputSize: levels + 1, fanIn: 1 });
  const model = oneToMany(cell, { conditionSize: digitClasses });
  const tested = drawingBatch(heldOut, levels);
  const loss = compile(model.loss);
  const measure = (params: Params): DrawingBits =>
    tf.tidy(() => ({ heldOutBits: (loss(params, tested).dataSync()[0] * pixels) / Math.LN2 }));
  const batches: Iterable<ConditionedBatch> = mapped(drawDigits(train, batchSize, fork(key, "batches")), (drawn) =>
    drawingBatch(drawn, levels),
  );
  const { params, curve, ended } = await learnModel(model, {
    ...context,
    key,
    batches,
    training: { ...job, decaySteps: steps },
    measure,
  });
  loss.close();
  const finished = ended === "finished" && curve.at(-1)?.step === steps;
  const nothing = {
    ...{ seed: job.seed, condition: "drawer", ended, curve, final: null, recognised: null },
    shown: { drawn: [], memoryless: [] },
  };
  try {
    if (!finished) return nothing;
    const drawn = draw(model, params, job);
    const recognised = await judge(job, { real: heldOut, drawn: meant(drawn, levels) });
    const final = { heldOutBits: curve[curve.length - 1].heldOutBits };
    if (job.seed !== 1) return { ...nothing, final, recognised };
    const some = drawn.map((own) => own.slice(0, 4));
    return { ...nothing, final, recognised, shown: { drawn: some, memoryless: drawWithout(train, levels) } };
  } finally {
    tf.dispose([params, tested] as tf.TensorContainer);
  }
}

/** Every class's drawings, all drawn at once. */
function draw(model: OneToMany, params: Params, { drawings, levels, seed: n }: DrawingJob): Drawings {
  const classes = Array.from({ length: digitClasses * drawings }, (_, i) => Math.floor(i / drawings));
  const initial = tf.tidy(() => model.start(params, tf.tensor1d(classes, "int32")));
  const sequences = classes.map((_, i) => ({ prompt: [levels], temperature: 1, key: fork(seed(n), `drawing ${i}`) }));
  const drawn = sample(model, params, { sequences, length: pixels, initial });
  tf.dispose(initial as tf.TensorContainer);
  // START may be drawn, if hardly ever: it leaves the pixel white.
  const inked = drawn.map((tokens) => Array.from(tokens, (shade) => (shade === levels ? 0 : shade)));
  return Array.from({ length: digitClasses }, (_, c) => inked.slice(c * drawings, (c + 1) * drawings));
}

/** Two of each class, each pixel drawn for itself. */
function drawWithout(learnt: readonly Digit[], levels: number): Drawings {
  const counts = pixelCounts(learnt, levels);
  return Array.from({ length: digitClasses }, (_, label) =>
    [0, 1].map((i) => counts.draw(label, fork(seed(1), `without memory ${label} ${i}`))),
  );
}

const meant = (drawings: Drawings, levels: number): Digit[] =>
  drawings.flatMap((own, label) => own.map((drawing) => asDigit(drawing, label, levels)));

/** Parts into which digits are dealt out, one after the other: how much their shares differ is the noise of the digits. */
const parts = 10;

/** Trains a many-to-one network on real digits in as many shades; the share of each set that it takes for what they are meant to be. */
async function judge(
  { judgeSteps, levels, seed: n }: DrawingJob,
  { real, drawn }: Readonly<Record<keyof Recognised, readonly Digit[]>>,
): Promise<Recognised> {
  const key = fork(seed(n), "judge");
  const { hiddenSize, batchSize, learningRates } = rowsDefaults;
  const model = manyToOne(vanilla({ inputSize: digitSize, hiddenSize }), { classes: digitClasses, length: digitSize });
  const learnt = meantAs(digits().train, levels);
  const { params } = await learnModel(model, {
    key,
    batches: mapped(drawDigits(learnt, batchSize, key), asSequences),
    training: { steps: judgeSteps, decaySteps: judgeSteps, learningRate: learningRates[0], evaluateEvery: judgeSteps },
    measure: () => ({}),
  });
  const shares = (set: readonly Digit[]): number[] => {
    const right = tf.tidy(() => {
      const { inputs, labels } = asSequences(meantAs(set, levels));
      return model.logits(params, inputs).argMax(1).equal(labels).dataSync();
    });
    return Array.from({ length: parts }, (_, part) => mean(Array.from(right).filter((_, i) => i % parts === part)));
  };
  const recognised = { real: shares(real), drawn: shares(drawn) };
  tf.dispose(params as tf.TensorContainer);
  return recognised;
}

const meantAs = (set: readonly Digit[], levels: number): Digit[] =>
  set.map((digit) => asDigit(shaded(digit, levels), digit.label, levels));
