import { Matrix } from "ml-matrix";
import { cellStateProducts } from "../../../analysis/cellStateProducts";
import { gateValues } from "../../../analysis/gates";
import { gradientByLag } from "../../../analysis/gradientByLag";
import { stateGradients } from "../../../analysis/gradientFlow";
import { mean } from "../../../analysis/statistics";
import { type Cell, type Params, type State, unroll } from "../../../cells/cell";
import { type LstmParams, type LstmState, lstmGates } from "../../../cells/lstm";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import type { Corpus } from "../../../data/text";
import { readRing } from "../../../data/windows";
import { crossEntropy } from "../../../models/crossEntropy";
import type { CellMeasures, LstmJob, LstmMeasures, ProductMeasures } from "./config";
import { unitGates } from "./unitGates";

/** Held-out passages: what is read before, so that states are as they are in mid-text, and what is measured. */
interface Passages {
  /** int32 [N, windowLength] and [N, lag]. */
  readonly before: tf.Tensor2D;
  readonly x: tf.Tensor2D;
  /** The character after each, int32 [N]. */
  readonly next: tf.Tensor1D;
}

/** Everything that is measured of a network, as its weights are now. */
export function measure(job: LstmJob, text: Corpus, { cell, params }: { cell: Cell; params: Params }): LstmMeasures {
  return scoped(() => {
    const passages = heldOut(job, text);
    const initial = unroll(cell, params, passages.before).state;
    const loss = ([...hs]: readonly tf.Tensor2D[]) => {
      const logits = hs[hs.length - 1].matMul(params.Wy).add(params.by) as tf.Tensor2D;
      return crossEntropy(logits, passages.next);
    };
    const gradients = stateGradients(cell, params, passages.x, { loss, initial });
    const own = cell as unknown as Cell<LstmParams, LstmState>;
    return {
      gradient: relative(gradientByLag(gradients)),
      cell:
        "c" in initial ? cellMeasures(job, own, { params: params as LstmParams, passages, initial, gradients }) : null,
    };
  });
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

interface LstmRun {
  readonly params: LstmParams;
  readonly passages: Passages;
  readonly initial: State;
  readonly gradients: Readonly<Record<string, tf.Tensor3D>>;
}

function cellMeasures(
  job: LstmJob,
  cell: Cell<LstmParams, LstmState>,
  { params, passages, initial, gradients }: LstmRun,
): CellMeasures {
  const state = initial as LstmState;
  const gates = gateValues(cell, lstmGates, { params, x: passages.x, initial: state });
  return {
    gradient: relative(gradientByLag({ c: gradients.c }).slice(1)),
    carried: relative(gradientByLag({ c: carriedAlone(gradients.c, gates.f) }).slice(1)),
    products: productMeasures(job, cell, { params, passages, initial }),
    units: unitGates(gates),
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
  { params, passages, initial }: Omit<LstmRun, "gradients">,
): ProductMeasures {
  const each = Array.from({ length: productPassages }, (_, n) => {
    const one = (tensor: tf.Tensor2D) => tensor.slice([n, 0], [1, -1]);
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
