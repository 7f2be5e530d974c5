import { stateGradients } from "../analysis/gradientFlow";
import { unroll } from "../cells/cell";
import { lstm, lstmGates } from "../cells/lstm";
import { fork, normal, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { field, slider } from "../view/controls";
import { lines } from "../view/figure";
import { moment } from "../view/moment";
import { type OwnText, ownText, typeMore } from "./ownText";

const H = 32;
const most = 60;

/**
 * Shares of ∂L/∂c_{T−1}, by lag from 1 on: the gradient in c, and what the forget gates alone leave. (The last c has no step after
 * it through which it could act.)
 */
function left({ vocabulary, tokens }: OwnText, forgetBias: number): Record<"gradient" | "gates", number[]> {
  return scoped(() => {
    const cell = lstm({ inputSize: vocabulary.size, hiddenSize: H, fanIn: 1, forgetBias });
    const params = cell.init(fork(seed(1), "weights"));
    const x = tf.tensor2d([[...tokens]], undefined, "int32");
    const direction = normal<tf.Rank.R2>(fork(seed(1), "direction"), [1, H]);
    const loss = (hs: readonly tf.Tensor2D[]) => hs[hs.length - 1].mul(direction).sum() as tf.Scalar;
    const { c } = stateGradients(cell, params, x, { loss });
    const gradients = c.squeeze<tf.Tensor2D>([1]).arraySync().reverse().slice(1);
    const hs = unroll(cell, params, x).h.squeeze<tf.Tensor2D>([0]);
    // Every step's gates at once: a batch of T, each with the state before it.
    const before = tf.concat([tf.zeros([1, H]), hs.slice(0, tokens.length - 1)]) as tf.Tensor2D;
    const { f } = lstmGates(params, { h: before, c: before }, x.flatten());
    const share = (values: readonly number[]) => Math.max(Math.hypot(...values) / Math.hypot(...gradients[0]), 1e-45);
    let carried = gradients[0];
    const gates = (f.arraySync() as number[][]).reverse().map((_, back, all) => {
      if (back > 0) carried = carried.map((value, unit) => value * all[back][unit]);
      return share(carried);
    });
    return { gradient: gradients.map(share), gates };
  });
}

/** What a fresh LSTM's forget bias leaves of the gradient, some steps back. */
export const forgetLag = moment({
  name: "5.2-forget-bias",
  title: "Which forget bias lets the gradient through?",
  controls: {
    bias: slider(-2, 6, { start: 1, step: 0.1, label: "forget bias of a fresh LSTM" }),
    lag: slider(1, most - 1, { start: 20, step: 1, label: "steps back" }),
    text: field("The whale came up again, and the boats lay still.", { label: "the text that it reads", most }),
  },
  answer({ bias, lag, text }) {
    const read = ownText(text);
    if (!read) return typeMore();
    const { gradient, gates } = left(read, bias);
    const k = Math.min(lag, read.tokens.length - 1);
    const x = gradient.map((_, i) => i);
    const sigma = 1 / (1 + Math.exp(-bias));
    const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;
    return lines(
      [
        { name: "∂L/∂c, the whole gradient", x, y: gradient },
        { name: "∏ f, the forget gates alone", x, y: gates },
        { name: "σ(b) to the power of the lag", x, y: x.map((i) => sigma ** i) },
      ],
      {
        title: `${k} steps back ${percent(gradient[k])} is left, ${percent(gates[k])} by the forget gates alone`,
        x: { title: "steps back" },
        y: { title: "share that is left", log: true, range: [-12, 2] },
        ...{ marks: [{ name: `${k} steps`, x: k }], height: 320 },
        alt: `What is left of the gradient in c by lag, at forget bias ${bias}: ${percent(gradient[k])} after ${k} steps (a factor of ${(gradient[k] ** (1 / k)).toFixed(3)} a step), ${percent(gates[k])} by the forget gates alone, ${percent(sigma ** k)} by σ(b)`,
      },
    );
  },
});
