import type { Cell } from "../../lib/cells/cell";
import { recurrentWeights } from "../../lib/cells/init";
import { lstm } from "../../lib/cells/lstm";
import { fork, type Key, normal } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

const [D, H] = [4, 8];
const sizes = { inputSize: D, hiddenSize: H };
const weights = (key: Key, gates: number) => ({
  ...recurrentWeights(key, sizes, { gates }),
  b: normal<tf.Rank.R1>(fork(key, "b"), [gates * H], 0.3),
});
const own = (cell: Partial<Cell>): Cell => ({
  ...(lstm(sizes) as Cell),
  sequence: undefined,
  gates: undefined,
  ...cell,
});

/** Cells as a student may write them; nothing in the drawing was prepared for them. */
export const ownCells: readonly Cell[] = [
  /** Zhou et al. 2016. */
  own({
    ...{
      name: "minimal gated unit",
      gates: ["f", "n"],
      init: (key: Key) => weights(key, 2),
      zeroState: (N: number) => ({ h: tf.zeros([N, H]) }),
    },
    step({ Wx, Wh, b }, { h }, x) {
      const [xf, xn] = tf.split(x.matMul(Wx).add(b), 2, 1);
      const [Whf, Whn] = tf.split(Wh, 2, 1);
      const f = xf.add(h.matMul(Whf)).sigmoid();
      const n = xn.add(f.mul(h).matMul(Whn)).tanh();
      return { h: tf.sub(1, f).mul(h).add(f.mul(n)) };
    },
  }),
  /** Gers & Schmidhuber 2000. */
  own({
    ...{ name: "LSTM with peepholes", gates: ["i", "f", "o", "g"] },
    init: (key: Key) => ({
      ...weights(key, 4),
      ...Object.fromEntries(["wi", "wf", "wo"].map((name) => [name, normal(fork(key, name), [H], 0.5)])),
    }),
    step({ Wx, Wh, b, wi, wf, wo }, { h, c }, x) {
      const [ai, af, ao, ag] = tf.split(x.matMul(Wx).add(h.matMul(Wh)).add(b), 4, 1);
      const [i, f, g] = [ai.add(c.mul(wi)).sigmoid(), af.add(c.mul(wf)).sigmoid(), ag.tanh()];
      const next = f.mul(c).add(i.mul(g));
      return { h: ao.add(next.mul(wo)).sigmoid().mul(next.tanh()), c: next };
    },
  }),
  /** Greff et al. 2017. */
  own({
    ...{ name: "LSTM with coupled gates", init: (key: Key) => weights(key, 3) },
    step({ Wx, Wh, b }, { h, c }, x) {
      const [af, ao, ag] = tf.split(x.matMul(Wx).add(h.matMul(Wh)).add(b), 3, 1);
      const f = af.sigmoid();
      const next = f.mul(c).add(tf.sub(1, f).mul(ag.tanh()));
      return { h: ao.sigmoid().mul(next.tanh()), c: next };
    },
  }),
  /** Weights of its own for each gate, called by it, and no highway. */
  own({
    name: "weights by gate",
    init: (key: Key) => ({
      ...Object.fromEntries(["Wxf", "Wxg"].map((name) => [name, normal(fork(key, name), [D, H], 0.5)])),
      ...Object.fromEntries(["Whf", "Whg"].map((name) => [name, normal(fork(key, name), [H, H], 0.3)])),
    }),
    zeroState: (N: number) => ({ h: tf.zeros([N, H]) }),
    step: ({ Wxf, Wxg, Whf, Whg }, { h }, x) => {
      const [f, g] = [x.matMul(Wxf).add(h.matMul(Whf)).sigmoid(), x.matMul(Wxg).add(h.matMul(Whg)).tanh()];
      return { h: f.mul(g) };
    },
  }),
];
