import { Matrix } from "ml-matrix";
import { type Cell, expectRun, type Input, type Inputs, scan } from "../cells/cell";
import { type LstmParams, type LstmState, lstmGates } from "../cells/lstm";
import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { stateJacobians } from "./jacobian";
import { type CellStateTerms, cellStateTerms } from "./lstmTerms";

/** ∂c_T/∂c_{T−k} three ways, at k − 1 for k = 1 … T − 1; each H × H. */
export interface CellStateProducts {
  /** From the Jacobians of (h, c): every way from c_{T−k} to c_T, that through h_{T−k} too, with o_{T−k} held. */
  readonly exact: readonly Matrix[];
  /** The product of k sums of the four terms: it leaves out the ways through the output gates between. */
  readonly sums: readonly Matrix[];
  /** The product of k forget gates; diagonal. */
  readonly carry: readonly Matrix[];
  /** The four terms of each step, the last step's first. */
  readonly terms: readonly CellStateTerms[];
}

/**
 * What c_{T−k} does to c_T in one sequence, exactly and by the argument that multiplies the four terms.
 * @param x [1, T, D], T at least 2: of the first step only its output gate is used
 * @see lecture 5.2
 */
export function cellStateProducts(
  cell: Cell<LstmParams, LstmState>,
  params: LstmParams,
  x: Inputs,
  initial: LstmState,
): CellStateProducts {
  expectRun("cellStateProducts", { cell, params, x, initial, batch: 1 });
  expectForms("cellStateProducts", { initial: [forms.fields({}), initial] });
  const [T, H] = [x.shape[1], cell.hiddenSize];
  expect(T >= 2, () => `cellStateProducts: at least two steps expected, got ${T}`);
  const { steps } = stateJacobians(cell, params, x, initial);
  const { terms, slopes } = alongRun(cell, params, x, initial);
  const [exact, sums, carry]: Matrix[][] = [[], [], []];
  let rows = Matrix.zeros(H, 2 * H).setSubMatrix(Matrix.eye(H), 0, H); // of c, in the state (h, c)
  for (let t = T - 1; t >= 1; t--) {
    rows = rows.mmul(steps[t]);
    const [byH, byC] = [rows.subMatrix(0, H - 1, 0, H - 1), rows.subMatrix(0, H - 1, H, 2 * H - 1)];
    exact.push(byC.add(byH.mulRowVector(slopes[t - 1])));
    sums.push((sums.at(-1) ?? Matrix.eye(H)).mmul(total(terms[t - 1])));
    carry.push((carry.at(-1) ?? Matrix.eye(H)).mmul(terms[t - 1].carry));
  }
  return { exact, sums, carry, terms: terms.reverse() };
}

const total = ({ carry, forget, input, candidate }: CellStateTerms): Matrix =>
  [forget, input, candidate].reduce((sum, term) => sum.add(term), carry.clone());

/** The terms of every step but the first, and ∂h_t/∂c_t = o_t ⊙ (1 − tanh²(c_t)) after every step. */
function alongRun(cell: Cell<LstmParams, LstmState>, params: LstmParams, x: Inputs, initial: LstmState) {
  return scoped(() => {
    const inputs = tf.unstack(x, 1) as Input[];
    const states = [initial, ...scan(cell, params, x, initial)];
    const outputs = inputs.map((input, t) => lstmGates(params, states[t], input).o);
    const slopes = outputs.map((o, t) => Array.from(o.mul(tf.sub(1, states[t + 1].c.tanh().square())).dataSync()));
    const terms = inputs
      .slice(1)
      .map((input, t) => cellStateTerms(params, { state: states[t + 1], o: outputs[t] }, input));
    return { terms, slopes };
  });
}
