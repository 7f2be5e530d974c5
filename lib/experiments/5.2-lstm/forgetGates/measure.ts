import { Matrix } from "ml-matrix";
import { cellStateProducts } from "../../../analysis/cellStateProducts";
import { gateValues } from "../../../analysis/gates";
import { gradientByLag } from "../../../analysis/gradientByLag";
import { stateGradients } from "../../../analysis/gradientFlow";
import { spectralRadius } from "../../../analysis/spectrum";
import { mean } from "../../../analysis/statistics";
import { type Cell, type Params, scan, unroll } from "../../../cells/cell";
import { type LstmParams, type LstmState, lstmGates } from "../../../cells/lstm";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import type { Corpus } from "../../../data/text";
import { readRing } from "../../../data/windows";
import { crossEntropy } from "../../../models/crossEntropy";
import type { GradientLeft, LstmJob, LstmMeasures, ProductMeasures } from "./config";
import { unitGates } from "./unitGates";

/** Held-out passages: what is read before, so that states are as they are in mid-text, and what is measured. */
interface Passages {
  /** int32 [N, windowLength] and [N, lag]. */
  readonly before: tf.Tensor2D;
  readonly x: tf.Tensor2D;
  /** The character after each, int32 [N]. */
  readonly next: tf.Tensor1D;
}

interface Network {
  readonly cell: Cell;
  readonly params: Params;
}

/** Everything that is measured of a network, as its weights are now. */
export const measure = (job: LstmJob, text: Corpus, network: Network): LstmMeasures =>
  scoped(() => {
    const run = gradientsOf(job, text, network);
    const { gradient, cell: left } = leftOf(run);
    const gates = run.gates;
    if (!left || !gates) return { gradient, cell: null };
    const own = { cell: network.cell as unknown as Cell<LstmParams, LstmState>, params: network.params as LstmParams };
    const initial = run.initial as LstmState;
    const products = productMeasures(job, own.cell, { params: own.params, passages: run.passages, initial });
    const predicted = predictedFactor(own, { gates, x: run.passages.x, initial });
    return { gradient, cell: { ...left, predicted, products, units: unitGates(gates) } };
  });

/** Only how much of the gradient is left, which costs one pass back. */
export const gradientLeft = (job: LstmJob, text: Corpus, network: Network): GradientLeft =>
  scoped(() => leftOf(gradientsOf(job, text, network)));

/** The gradient in every state of held-out passages, and an LSTM's gates there. */
function gradientsOf(job: LstmJob, text: Corpus, { cell, params }: Network) {
  const passages = heldOut(job, text);
  const initial = unroll(cell, params, passages.before).state;
  const loss = ([...hs]: readonly tf.Tensor2D[]) => {
    const logits = hs[hs.length - 1].matMul(params.Wy).add(params.by) as tf.Tensor2D;
    return crossEntropy(logits, passages.next);
  };
  const gradients = stateGradients(cell, params, passages.x, { loss, initial });
  const own = cell as unknown as Cell<LstmParams, LstmState>;
  const run = { params: params as LstmParams, x: passages.x, initial: initial as LstmState };
  return { passages, initial, gradients, gates: "c" in initial ? gateValues(own, lstmGates, run) : undefined };
}

function leftOf({ gradients, gates }: ReturnType<typeof gradientsOf>): GradientLeft {
  const inCell = (c: tf.Tensor3D) => relative(gradientByLag({ c }).slice(1));
  return {
    gradient: relative(gradientByLag(gradients)),
    cell: gates ? { gradient: inCell(gradients.c), carried: inCell(carriedAlone(gradients.c, gates.f)) } : null,
  };
}

/**
 * f + ρ: along c a step of a fresh LSTM multiplies the gradient by f I + A, where A is mostly the way through g,
 *   A = diag(i (1 − g²)) Whgᵀ diag(o (1 − tanh² c)).
 * Of a random A all eigenvalues lie in a disk of radius ρ(A), and over many steps the largest of f I + A, f + ρ(A), counts;
 * with means over time for all but Whg, of which the gates of a fresh network do not know.
 * @see Ginibre 1965 for the disk
 */
function predictedFactor(
  { cell, params }: { readonly cell: Cell<LstmParams, LstmState>; readonly params: LstmParams },
  { gates: { i, f, o, g }, x, initial }: Readable,
): number {
  const H = cell.hiddenSize;
  const average = (tensor: tf.Tensor) => tensor.mean().dataSync()[0];
  const c = tf.stack(
    scan(cell, params, x, initial).map((state) => state.c),
    1,
  );
  const flat = (y: tf.Tensor) => tf.sub(1, y.square());
  const way = average(i.mul(flat(g))) * average(o.mul(flat(c.tanh())));
  return average(f) + way * spectralRadius(params.Wh.slice([0, 3 * H], [H, H]));
}

interface Readable {
  readonly gates: Record<string, tf.Tensor3D>;
  readonly x: tf.Tensor2D;
  readonly initial: LstmState;
}

/** To the first. */
const relative = (logs: readonly number[]): number[] => logs.map((value) => value - logs[0]);

function heldOut({ windowLength, lag, passages }: LstmJob, text: Corpus): Passages {
  const rows = readRing(text.heldOut, { readers: passages, start: 0, length: windowLength + lag + 1 });
  const all = tf.tensor2d(
    rows.map((row) => Array.from(row)),
    undefined,
    "int32",
  );
  return {
    before: all.slice([0, 0], [-1, windowLength]),
    x: all.slice([0, windowLength], [-1, lag]),
    next: all.slice([0, windowLength + lag]).flatten(),
  };
}

/** ∂L/∂c_t if from c_{T−1} back ∏f were the only way; [T + 1, N, H] as the true one, with which it agrees at T − 1. */
export function carriedAlone(gradient: tf.Tensor3D, f: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => {
    const T = f.shape[1];
    const gates = tf.unstack(f, 1);
    const given = tf.unstack(gradient);
    const back = [given[T], given[T - 1]];
    for (let t = T - 2; t >= 0; t--) back.push(back[back.length - 1].mul(gates[t]));
    return tf.stack(back.reverse()) as tf.Tensor3D;
  });
}

/** Over the first passages, from their first characters on. */
function productMeasures(
  { productLag, productPassages }: LstmJob,
  cell: Cell<LstmParams, LstmState>,
  { params, passages, initial }: { params: LstmParams; passages: Passages; initial: LstmState },
): ProductMeasures {
  const each = Array.from({ length: productPassages }, (_, n) => {
    const one = (tensor: tf.Tensor) => (tensor as tf.Tensor2D).slice([n, 0], [1, -1]);
    const x = passages.x.slice([n, 0], [1, productLag + 1]);
    const products = cellStateProducts(cell, params, x, { h: one(initial.h), c: one(initial.c) });
    const { exact, terms } = products;
    const norms = (which: "exact" | "sums" | "carry") => products[which].map((matrix) => Math.log10(size(matrix)));
    const gaps = (which: "sums" | "carry") =>
      products[which].map((matrix, k) => size(Matrix.sub(matrix, exact[k])) / size(exact[k]));
    return {
      terms: overAll(["carry", "forget", "input", "candidate"], (term) => mean(terms.map((step) => size(step[term])))),
      norms: overAll(["exact", "sums", "carry"], norms),
      gaps: overAll(["sums", "carry"], gaps),
    };
  });
  const averaged = <K extends string>(of: (one: (typeof each)[number]) => Record<K, readonly number[]>) =>
    overAll(Object.keys(of(each[0])) as K[], (name) =>
      of(each[0])[name].map((_, k) => mean(each.map((one) => of(one)[name][k]))),
    );
  return {
    terms: overAll(["carry", "forget", "input", "candidate"], (term) => mean(each.map(({ terms }) => terms[term]))),
    norms: averaged(({ norms }) => norms),
    gaps: averaged(({ gaps }) => gaps),
  };
}

const size = (matrix: Matrix): number => matrix.norm("frobenius");

const overAll = <K extends string, V>(names: readonly K[], of: (name: K) => V): Record<K, V> =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, V>;
