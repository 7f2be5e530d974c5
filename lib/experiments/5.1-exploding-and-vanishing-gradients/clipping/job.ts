import type { Params } from "../../../cells/cell";
import { vanilla } from "../../../cells/vanilla";
import { compile } from "../../../core/compile";
import { gradientsOf } from "../../../core/gradients";
import { fork, seed, uniforms } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { cosine, globalNorm, mapTensors, type NamedTensors } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import { slidingWindows, type TokenBatch } from "../../../data/windows";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { charLm } from "../../../models/charLm";
import { type ClipOptions, clipByGlobalNorm, clipByValue } from "../../../train/clip";
import { train } from "../../../train/train";
import {
  type ClippingJob,
  type ClippingModel,
  type LossStretch,
  type Rule,
  rules,
  type Slice,
  type Turn,
} from "./config";

/** Steps between two looks at what clipping does to the gradient's direction. */
const turnEvery = 10;
const slicePoints = 161;

/** Trains the same language model under each rule by plain gradient descent, each window from an empty state. */
export async function trainClipped(job: ClippingJob, context: JobContext<Told>): Promise<ClippingModel[]> {
  const text = corpus(job.corpus, job);
  const models: ClippingModel[] = [];
  for (const rule of rules) {
    if (context.signal?.aborted) break;
    const report = ({ done }: Told) => context.report?.({ done: models.length * job.steps + done });
    models.push(await trainOne({ ...job, rule, text }, { ...context, report }));
  }
  return models;
}

type OneModel = ClippingJob & { readonly rule: Rule; readonly text: Corpus };

async function trainOne(one: OneModel, { signal, report }: JobContext<Told>): Promise<ClippingModel> {
  const { rule, rate, seed: number, steps, batchSize, windowLength, text } = one;
  const model = charLm(vanilla({ inputSize: text.vocabulary.size, hiddenSize: one.hiddenSize, gain: one.gain }));
  const loss = (params: Params, batch: TokenBatch) => tf.tidy(() => model.loss(params, batch).loss);
  const key = seed(number);
  const start = Math.floor(uniforms(fork(key, "start"))() * text.train.length);
  const windows = () => slidingWindows(text.train, { batchSize, windowLength, start });
  // Only the models that the claims are judged by are looked into.
  const looked = rule === "norm" && one.judged;
  const look = lookInto(one, loss);
  const probes = windows()[Symbol.iterator]();
  const params = model.init(fork(key, "weights"));
  const turns: Turn[] = [];
  const {
    history,
    ended,
    params: trained,
  } = await train({
    params,
    loss,
    batches: windows(),
    steps,
    optimizer: { method: one.optimizer, learningRate: rate },
    ...limits(one),
    signal,
    onDiverged() {}, // which rules let it is what is asked
    onStep({ step, gradNorm }, now) {
      if (looked) {
        const probe = probes.next().value as TokenBatch;
        if (step % turnEvery === 0) turns.push(look.turn(now, probe));
        tf.dispose(probe);
        if (number === 1) look.watch(short(gradNorm), step, now);
      }
      report?.({ done: step });
    },
  });
  const slice = looked && number === 1 ? look.slice(windows()) : null;
  look.close();
  tf.dispose([params, trained] as tf.TensorContainer);
  const [losses, norms] = [history.map((row) => short(row.loss)), history.map((row) => short(row.gradNorm))];
  return { rule, rate, gain: one.gain, optimizer: one.optimizer, seed: number, ended, losses, norms, turns, slice };
}

/** Of a number of float32 all that it holds. */
const short = (value: number): number => Number(value.toPrecision(7));

const limits = ({ rule, clipNorm, clipValue }: OneModel): ClipOptions =>
  rule === "norm" ? { clipNorm } : rule === "value" ? { clipValue } : {};

type BatchLoss = (params: Params, batch: TokenBatch) => tf.Scalar;

/** What there is to see in a training besides its history. */
function lookInto(job: ClippingJob, loss: BatchLoss) {
  const gradient = (params: Params, batch: TokenBatch): NamedTensors => {
    const { grads } = gradientsOf(() => loss(params, batch), Object.values(params));
    return Object.fromEntries(Object.keys(params).map((name, i) => [name, grads[i]]));
  };
  const allLimits = [...new Set([job.clipValue, ...job.otherLimits])].sort((a, b) => b - a);
  const measured = compile((params: Params, batch: TokenBatch) =>
    tf.tidy(() => {
      const grads = gradient(params, batch);
      const { clipped, norm } = clipByGlobalNorm(grads, job.clipNorm);
      return tf.stack([
        norm,
        cosine(clipped, grads),
        ...allLimits.map((limit) => cosine(clipByValue(grads, limit), grads)),
      ]);
    }),
  );
  const compiledLoss = compile(loss);
  let before: Params | undefined;
  let longest: { norm: number; step: number; params: Params } | undefined;

  return {
    turn(params: Params, batch: TokenBatch): Turn {
      const values = scoped(() => Array.from(measured(params, batch).dataSync()));
      const [norm, byNorm, ...byValue] = values;
      return { norm, byNorm, byValue: allLimits.map((limit, i) => ({ limit, cosine: byValue[i] })) };
    },

    /** Keeps the weights from before the step with the longest gradient. */
    watch(norm: number, step: number, after: Params) {
      if (before && norm > (longest?.norm ?? 0)) {
        tf.dispose(longest?.params as tf.TensorContainer);
        longest = { norm, step, params: before };
      } else tf.dispose(before as tf.TensorContainer);
      before = tf.tidy(() => mapTensors(after, (tensor) => tensor.clone()));
    },

    /** The loss of that step's batch, along its gradient. */
    slice(batches: Iterable<TokenBatch>): Slice | null {
      if (!longest) return null;
      const { norm, step, params } = longest;
      const batch = nth(batches, step);
      const direction = tf.tidy(() => {
        const grads = gradient(params, batch);
        const length = globalNorm(grads);
        return mapTensors(grads, (grad) => grad.div(length));
      });
      const at = (distance: number) =>
        tf.tidy(() => {
          const moved = mapTensors(params, (tensor, name) => tensor.sub(direction[name].mul(distance)));
          return compiledLoss(moved, batch).dataSync()[0];
        });
      const stretch = (from: number, to: number): LossStretch => {
        const distances = Array.from({ length: slicePoints }, (_, i) => from + ((to - from) * i) / (slicePoints - 1));
        return { distances, losses: distances.map(at) };
      };
      const clipped = job.learningRate * job.clipNorm;
      const plain = job.learningRate * norm;
      const slice = { step, norm, near: stretch(-clipped / 2, 1.5 * clipped), far: stretch(-plain / 10, 1.1 * plain) };
      tf.dispose([batch, direction] as tf.TensorContainer);
      return slice;
    },

    close() {
      measured.close();
      compiledLoss.close();
      tf.dispose([before, longest?.params] as tf.TensorContainer);
    },
  };
}

/** The n-th from 1; those before it are disposed. */
function nth(batches: Iterable<TokenBatch>, n: number): TokenBatch {
  let left = n;
  for (const batch of batches) {
    if (--left === 0) return batch;
    tf.dispose(batch);
  }
  throw new RangeError(`fewer than ${n} batches`);
}
