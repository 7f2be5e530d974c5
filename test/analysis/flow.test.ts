import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix } from "ml-matrix";
import { stateGradients } from "../../lib/analysis/gradientFlow";
import { block, products, stateJacobians } from "../../lib/analysis/jacobian";
import { cellStateTerms } from "../../lib/analysis/lstmTerms";
import { type Cell, type Params, type State, scan } from "../../lib/cells/cell";
import { lstm, lstmGates } from "../../lib/cells/lstm";
import { fork, normal } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { cells, D, H, input, key, N, someState, T } from "../cells/cells";

/** |a − b| everywhere below `share` of the largest |b|. */
function close(a: ArrayLike<number>, b: ArrayLike<number>, share: number, what: string): void {
  assert.equal(a.length, b.length);
  const scale = Math.max(...Array.from(b, Math.abs));
  assert.ok(scale > 1e-4, `${what}: there is something to compare`);
  Array.from(a).forEach((value, i) => {
    assert.ok(Math.abs(value - b[i]) < share * scale, `${what} [${i}]: ${value} expected ${b[i]}`);
  });
}

const last = (hs: readonly tf.Tensor2D[]) => hs[hs.length - 1].sum() as tf.Scalar;

/** Its first example alone. */
const one = <S extends State>(state: S): S =>
  Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor.slice(0, 1)])) as unknown as S;

/** The parts of a state that a step reads, side by side. */
const parts = (state: State, names: readonly string[]): number[] =>
  names.flatMap((name) => Array.from(state[name].dataSync()));

for (const cell of cells) {
  describe(`${cell.name}`, () => {
    const params = cell.init(key);
    const x = input(key);
    const initial = someState(cell, key);

    test("the gradient with respect to the initial state is what moving that state does", () => {
      const gradients = stateGradients(cell, params, x, { loss: last, initial });
      for (const [name, gradient] of Object.entries(gradients)) {
        assert.deepEqual(gradient.shape, [T + 1, N, initial[name].shape[1]]);
        if (cell.name.includes("layer") && name === "h") continue; // a second name, which no step reads
        const values = initial[name].dataSync();
        const numeric = Array.from(values, (_, i) => difference(cell, params, { initial, name, i }));
        close(gradient.slice(0, 1).dataSync(), numeric, 2e-3, name);
      }
    });

    test("the gradient at each time is that of a run which begins there", () => {
      const gradients = stateGradients(cell, params, x, { loss: last, initial });
      const states = scan(cell, params, x, initial);
      for (let t = 1; t < T; t++) {
        const rest = x.slice([0, t, 0]);
        const again = stateGradients(cell, params, rest, { loss: last, initial: states[t - 1] });
        for (const name of Object.keys(again)) {
          const [ours, theirs] = [gradients[name].slice(t, 1).dataSync(), again[name].slice(0, 1).dataSync()];
          if (theirs.some((value) => value !== 0)) close(ours, theirs, 1e-5, `${name} at ${t}`);
        }
      }
    });

    test("one backward pass and the product of the Jacobians are the same gradient", () => {
      const sequence = x.slice([0, 0, 0], [1, T, D]);
      const { steps, ranges } = stateJacobians(cell, params, sequence, one(initial));
      const whole = products(steps)[T - 1];
      const names = Object.keys(ranges);
      // The loss sums the output: h, or the top layer's, or with residual connections the h of all layers.
      const hs = names.filter((name) => name === "h" || name.endsWith(".h"));
      const summed = cell.name.includes("residual") ? hs : hs.slice(-1);
      const rows = summed.flatMap((name) => Array.from({ length: H }, (_, i) => ranges[name][0] + i));
      const columns = Array.from({ length: whole.columns }, (_, j) => j);
      const byProduct = whole.selection(rows, columns).sum("column");
      const gradients = stateGradients(cell, params, sequence, { loss: last, initial: one(initial) });
      const byBackward = names.flatMap((name) => Array.from(gradients[name].slice(0, 1).dataSync()));
      close(byProduct, byBackward, 1e-5, "∂L/∂s_0");
    });

    test("each step's Jacobian is what moving the state does", () => {
      const sequence = x.slice([0, 0, 0], [1, 1, D]);
      const { steps, ranges } = stateJacobians(cell, params, sequence, one(initial));
      const names = Object.keys(ranges);
      const moved = (name: string, i: number, by: number) => {
        const values = Float32Array.from(one(initial)[name].dataSync());
        values[i] += by;
        const state = { ...one(initial), [name]: tf.tensor2d(values, [1, values.length]) };
        return parts(scan(cell, params, sequence, state)[0], names);
      };
      const columns = names.flatMap((name) =>
        Array.from(one(initial)[name].dataSync(), (_, i) => {
          const [more, less] = [moved(name, i, 0.01), moved(name, i, -0.01)];
          return more.map((value, row) => (value - less[row]) / 0.02);
        }),
      );
      close(steps[0].to1DArray(), new Matrix(columns).transpose().to1DArray(), 2e-3, "J");
    });

    test("nothing is left behind", () => {
      const tensors = tf.memory().numTensors;
      const sequence = tf.tidy(() => x.slice([0, 0, 0], [1, T, D]));
      stateJacobians(cell, params, sequence);
      tf.dispose([sequence, stateGradients(cell, params, x, { loss: last })] as tf.TensorContainer);
      assert.equal(tf.memory().numTensors, tensors);
    });
  });
}

/** ∂(Σ h_T)/∂initial[name][i] by differences of fourth order, in double precision where the terms allow it. */
function difference(
  cell: Cell,
  params: Params,
  { initial, name, i }: { initial: State; name: string; i: number },
): number {
  const epsilon = 0.02;
  const at = (step: number) =>
    tf.tidy(() => {
      const values = Float32Array.from(initial[name].dataSync());
      values[i] += step * epsilon;
      const state = { ...initial, [name]: tf.tensor(values, initial[name].shape) };
      const states = scan(cell, params, input(key), state);
      return Array.from(states[T - 1].h.dataSync()).reduce((sum, value) => sum + value, 0);
    });
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * epsilon);
}

describe("the four terms of ∂c_t/∂c_{t−1}", () => {
  const cell = lstm({ inputSize: D, hiddenSize: H });
  const params = cell.init(key);
  const x = input(key).slice([0, 0, 0], [1, 2, D]);
  const [x1, x2] = tf.unstack(x, 1) as tf.Tensor2D[];
  const initial = one(someState(cell, key) as ReturnType<typeof cell.zeroState>);
  const { o } = lstmGates(params, initial, x1);
  const state = cell.step(params, initial, x1);
  const terms = cellStateTerms(params, { state, o }, x2);
  const sum = Object.values(terms).reduce((total: Matrix, term: Matrix) => Matrix.add(total, term), Matrix.zeros(H, H));

  test("add up to the gradient of c_t in c_{t−1}, where h_{t−1} = o ⊙ tanh(c_{t−1})", () => {
    const next = (c: tf.Tensor) => cell.step(params, { h: o.mul(c.tanh()) as tf.Tensor2D, c: c as tf.Tensor2D }, x2).c;
    const rows = Array.from({ length: H }, (_, i) =>
      Array.from(
        tf
          .grad((c) => next(c).slice([0, i], [1, 1]).sum())(state.c)
          .dataSync(),
      ),
    );
    close(sum.to1DArray(), rows.flat(), 1e-5, "∂c_t/∂c_{t−1}");
  });

  test("are the blocks of the Jacobian of (h, c): ∂c/∂c is f, and the others go through h", () => {
    const jacobians = stateJacobians(cell, params, x2.expandDims<tf.Tensor3D>(1), state);
    const [step] = jacobians.steps;
    close(block(jacobians, step, "c", "c").diagonal(), terms.carry.diagonal(), 1e-5, "f");
    const slope = tf.tidy(() => Array.from(o.mul(tf.sub(1, state.c.tanh().square())).dataSync()));
    const throughH = block(jacobians, step, "c", "h").mmul(Matrix.diag(slope));
    close(throughH.to1DArray(), Matrix.sub(sum, terms.carry).to1DArray(), 1e-5, "through h");
  });
});

test("a batch has no single Jacobian", () => {
  const [cell] = cells;
  assert.throws(() => stateJacobians(cell, cell.init(key), normal<tf.Rank.R3>(fork(key, "batch"), [2, 1, D])), {
    message: "stateJacobians: x: a tensor [1, T, 3] expected, got a tensor [2, 1, 3]",
  });
});
