import { stateGradients } from "../analysis/gradientFlow";
import { mean } from "../analysis/statistics";
import { agreement, truncatedGradient } from "../analysis/truncatedGradient";
import { unroll } from "../cells/cell";
import { type VanillaParams, vanilla } from "../cells/vanilla";
import { fork, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import type { TokenBatch } from "../data/windows";
import { charLm } from "../models/charLm";
import { crossEntropy } from "../models/crossEntropy";
import { choice, slider } from "../view/controls";
import { lines } from "../view/figure";
import { moment } from "../view/moment";
import { type OwnText, ownText } from "./ownText";

const H = 32;
const T = 32;
const lengths = [1, 2, 4, 8, 16, T];
const text = ownText("Call me Ishmael. Some years ago - never mind") as OwnText;

/** Windows of one length, side by side as a batch: each begins in a state that is held, so that none needs the one before it. */
function windows(length: number): TokenBatch {
  const part = (from: number) => tf.tensor2d([...text.tokens.slice(from, from + T)], [T / length, length], "int32");
  return { inputs: part(0), targets: part(1) };
}

/** For each length, how the gradient in Wh by windows stands to the full one; and ‖∂L/∂h_t‖ for t = 1 … T, full and for one length. */
function measured(sigma: number, chosen: number) {
  return scoped(() => {
    const sizes = { inputSize: text.vocabulary.size, hiddenSize: H, fanIn: 1 };
    const cell = vanilla({ ...sizes, recurrent: "orthogonal", gain: sigma });
    const model = charLm(cell);
    const params = model.init(fork(seed(1), "weights")) as VanillaParams & Record<"Wy" | "by", tf.Tensor>;
    const h = tf.concat([tf.zeros([1, H]), unroll(cell, params, windows(T).inputs).h.squeeze([0])]);
    /** The state before each window. */
    const before = (length: number) => ({ h: tf.gather(h, tf.range(0, T, length, "int32")) as tf.Tensor2D });
    const inWh = (length: number) => {
      const { grads } = truncatedGradient(model.loss, params, { windows: [windows(length)], state: before(length) });
      return { Wh: grads.Wh };
    };
    const full = inWh(T);
    const norms = (length: number) => {
      const { inputs, targets } = windows(length);
      const loss = (hs: readonly tf.Tensor2D[]) => {
        const logits = tf
          .stack([...hs], 1)
          .reshape<tf.Tensor2D>([T, H])
          .matMul(params.Wy)
          .add(params.by) as tf.Tensor2D;
        return crossEntropy(logits, targets.flatten());
      };
      const gradients = stateGradients(cell, params, inputs, { loss, initial: before(length) }).h;
      const byWindow = gradients.norm("euclidean", 2).transpose().arraySync() as number[][];
      return byWindow.flatMap((row) => row.slice(1));
    };
    return { agreements: lengths.map((one) => agreement(inWh(one), full)), whole: norms(T), cut: norms(chosen) };
  });
}

/** What truncated BPTT leaves out of the gradient, by the length of its window. */
export const windowGradient = moment({
  name: "2.2-window",
  title: "How long must the window be, until the truncated gradient is the full one?",
  controls: {
    window: choice(lengths, { start: 4, label: "window, in characters" }),
    sigma: slider(0.5, 1.5, { start: 1, step: 0.01, label: "σ, every singular value of a fresh Wh" }),
  },
  answer({ window, sigma }) {
    const { agreements, whole, cut } = measured(sigma, window);
    const { cosine, normRatio } = agreements[lengths.indexOf(window)];
    const degrees = (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
    const x = whole.map((_, t) => t + 1);
    /** Of the states at one place of every window, in percent. */
    const share = (place: number) => {
      const there = x.map((_, t) => t).filter((t) => t % window === place);
      return (100 * mean(there.map((t) => cut[t] / whole[t]))).toFixed(0);
    };
    return [
      lines(
        [
          { name: "full BPTT", x, y: whole },
          { name: `windows of ${window}`, x, y: cut },
        ],
        {
          title: `At a window's end a state gets ${share(window - 1)} % of its full gradient, at a beginning ${share(0)} %`,
          x: { title: "character read", ticks: x, text: text.characters.slice(0, T) },
          y: { title: "‖∂L/∂h<sub>t</sub>‖", range: [0, 1.05 * Math.max(...whole, ...cut)] },
          height: 300,
          alt: `The norm of the gradient in the state along ${T} characters, full and by windows of ${window}`,
        },
      ),
      lines(
        [
          {
            name: "cosine of the angle between them",
            x: lengths,
            y: agreements.map((one) => one.cosine),
            markers: true,
          },
          {
            name: "length, as a share of the full one's",
            x: lengths,
            y: agreements.map((one) => one.normRatio),
            markers: true,
          },
        ],
        {
          title: `Windows of ${window}: the gradient in Wh is ${degrees.toFixed(0)}° off, and has ${(100 * normRatio).toFixed(0)} % of the full length`,
          x: { title: "window in characters", log: true, ticks: lengths },
          y: { title: "", range: [0, Math.max(1.1, ...agreements.map((one) => 1.05 * one.normRatio))] },
          ...{ marks: [{ name: "", x: window }], height: 280 },
          alt: `Truncated beside full gradient by window: cosine ${agreements.map((one) => one.cosine.toFixed(2)).join(", ")} at ${lengths.join(", ")}`,
        },
      ),
    ];
  },
});
