import { type LstmParams, type LstmState, lstm } from "../cells/lstm";
import { tf } from "../core/tf";
import { cellExercise, cellSizes, inOrder, type StepArguments } from "./cellExercise";
import type { Mistake } from "./exercise";

type Arguments = StepArguments<LstmParams, LstmState>;

/** The four sums of one step, before the sigmoids and the tanh, and the state before it. */
interface Sums {
  readonly i: tf.Tensor;
  readonly f: tf.Tensor;
  readonly o: tf.Tensor;
  readonly g: tf.Tensor;
  readonly c: tf.Tensor;
}

/** The lecture's lines, some of which are otherwise. */
interface Lines {
  readonly next?: (gates: Sums) => tf.Tensor;
  readonly out?: (gates: Sums, next: tf.Tensor) => tf.Tensor;
  readonly gates?: (sums: Sums) => Partial<Sums>;
  readonly returned?: (h: tf.Tensor, c: tf.Tensor) => { h: tf.Tensor; c: tf.Tensor };
}

const wrong = (says: string, { next = kept, out = read, gates, returned }: Lines): Mistake<Arguments> => ({
  says,
  answer({ Wx, Wh, b }, { h, c }, x) {
    const [i, f, o, g] = tf.split(x.matMul(Wx).add(h.matMul(Wh)).add(b), 4, 1);
    const usual = { i: i.sigmoid(), f: f.sigmoid(), o: o.sigmoid(), g: g.tanh(), c };
    const own = { ...usual, ...gates?.({ i, f, o, g, c }) };
    const now = next(own);
    return returned ? returned(out(own, now), now) : { h: out(own, now), c: now };
  },
});
const kept = ({ i, f, g, c }: Sums): tf.Tensor => f.mul(c).add(i.mul(g));
const read = ({ o }: Sums, next: tf.Tensor): tf.Tensor => o.mul(next.tanh());

const cell = lstm(cellSizes);

/** c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c') */
export const lstmExercise = cellExercise(cell, {
  returns: "{ h, c }",
  mistakes: [
    {
      says: "These are the gates in the order i, f, g, o (PyTorch's); here it is i, f, o, g.",
      answer: inOrder(cell, "ifgo"),
    },
    {
      says: "These are the gates in the order i, g, f, o (TensorFlow's); here it is i, f, o, g.",
      answer: inOrder(cell, "igfo"),
    },
    { says: "The input gate i and the forget gate f have changed places.", answer: inOrder(cell, "fiog") },
    { says: "The input gate i and the output gate o have changed places.", answer: inOrder(cell, "ofig") },
    wrong("The candidate g has a tanh, not a sigmoid.", { gates: ({ g }) => ({ g: g.sigmoid() }) }),
    wrong("The tanh of the candidate g is missing.", { gates: ({ g }) => ({ g }) }),
    wrong("The gates i, f and o have a sigmoid, not a tanh.", {
      gates: ({ i, f, o }) => ({ i: i.tanh(), f: f.tanh(), o: o.tanh() }),
    }),
    wrong("The sigmoids of the gates i, f and o are missing.", { gates: ({ i, f, o }) => ({ i, f, o }) }),
    wrong("The input gate is missing: c' = f ⊙ c + i ⊙ g.", { next: ({ f, g, c }) => f.mul(c).add(g) }),
    wrong("The forget gate is missing: c' = f ⊙ c + i ⊙ g.", { next: ({ i, g, c }) => c.add(i.mul(g)) }),
    wrong("The old cell state is missing: c' = f ⊙ c + i ⊙ g.", { next: ({ i, g }) => i.mul(g) }),
    wrong("The brackets are wrong: g is multiplied by i alone, before f ⊙ c is added.", {
      next: ({ i, f, g, c }) => f.mul(c).add(i).mul(g),
    }),
    wrong("f ⊙ c and i ⊙ g are added, not multiplied.", { next: ({ i, f, g, c }) => f.mul(c).mul(i.mul(g)) }),
    wrong("The tanh around c' is missing: h' = o ⊙ tanh(c').", { out: ({ o }, next) => o.mul(next) }),
    wrong("The output gate is missing: h' = o ⊙ tanh(c').", { out: (_, next) => next.tanh() }),
    wrong("h' is made of the new cell state c', not of the old c.", { out: ({ o, c }) => o.mul(c.tanh()) }),
    wrong("h and c have changed places in what is returned.", { returned: (h, c) => ({ h: c, c: h }) }),
    wrong("The cell state that is returned is c', not tanh(c').", { returned: (h, c) => ({ h, c: c.tanh() }) }),
    wrong("There is no 1 to add to the forget gate: its bias in b holds it already.", {
      gates: ({ f }) => ({ f: f.add(1).sigmoid() }),
    }),
  ],
});
