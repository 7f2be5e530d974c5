import { type Cell, type Params, unroll } from "../cells/cell";
import { gru } from "../cells/gru";
import { lstm } from "../cells/lstm";
import { vanilla } from "../cells/vanilla";
import { gradientsOf } from "../core/gradients";
import { fork, normal, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { passage, slider } from "../view/controls";
import { lines } from "../view/figure";
import { moment } from "../view/moment";
import { textHeats } from "../view/textHeat";
import { type OwnText, ownText, typeMore } from "./ownText";

const H = 32;
const most = 60;
const text = "It was a clear steel-blue day, and the sea was calm.";

/** Of each cell the gate that keeps the past, as a block of its biases. */
const cells = [
  { name: "RNN", make: vanilla, keeps: undefined },
  { name: "LSTM", make: lstm, keeps: 1 },
  { name: "GRU", make: gru, keeps: 1 },
] as const;

/** log10 of ‖∂L/∂x_t‖ for each character t, as a share of that of the last one, where L is a fixed direction of the last state. */
function decadesOf({ vocabulary, tokens }: OwnText, { gain, bias }: { gain: number; bias: number }): number[][] {
  return cells.map(({ make, keeps }) =>
    scoped(() => {
      const cell = make({ inputSize: vocabulary.size, hiddenSize: H, fanIn: 1 }) as unknown as Cell;
      const fresh = cell.init(fork(seed(1), "weights"));
      const b = Array.from({ length: fresh.b.size }, (_, i) => (Math.floor(i / H) === keeps ? bias : 0));
      const params: Params = { ...fresh, Wh: fresh.Wh.mul(gain), b: tf.tensor1d(b) };
      const direction = normal<tf.Rank.R2>(fork(seed(1), "direction"), [1, H]);
      const x = tf
        .oneHot([...tokens], vocabulary.size)
        .cast("float32")
        .expandDims<tf.Tensor3D>(0);
      const loss = () => unroll(cell, params, x).state.h.mul(direction).sum() as tf.Scalar;
      const [gradient] = gradientsOf(loss, [x]).grads;
      const rows = gradient.squeeze<tf.Tensor2D>([0]).arraySync();
      const decades = rows.map((row) => Math.max(Math.log10(Math.hypot(...row)), -45));
      return decades.map((value) => value - decades[decades.length - 1]);
    }),
  );
}

/** RNN, LSTM and GRU, fresh, side by side over one text: which earlier characters a state rests on. */
export const cellsByLag = moment({
  name: "5.3-cells-by-lag",
  title: "Put the cursor behind a character: on which earlier ones does the state rest, in an RNN, an LSTM, a GRU?",
  controls: {
    read: passage(text, { from: text.length, rows: 2, most, label: "text, and the cursor in it" }),
    bias: slider(-2, 5, { start: 1, step: 0.1, label: "bias of the gate that keeps: f of the LSTM, z of the GRU" }),
    gain: slider(0.25, 2, { start: 1, step: 0.05, label: "all Wh multiplied by" }),
  },
  answer({ read, bias, gain }) {
    const upTo = ownText(read.text.slice(0, Math.max(read.from, read.to) || undefined));
    if (!upTo) return typeMore();
    const T = upTo.characters.length;
    const decades = decadesOf(upTo, { gain, bias });
    const reach = decades.map((one) => one.filter((value) => value > -2).length);
    const told = cells.map(({ name }, i) => `${name} ${reach[i]}`).join(", ");
    return [
      lines(
        cells.map(({ name }, i) => ({ name, x: decades[i].map((_, k) => k), y: [...decades[i]].reverse() })),
        {
          title: `Characters with more than 1 % of the last one's gradient: ${told}`,
          ...{ x: { title: "characters back" }, y: { title: "gradient, powers of ten", range: [-10, 3] } },
          ...{ references: [{ name: "1 %", y: -2 }], height: 300 },
          alt: `Norm of the gradient in each character read, by lag, fresh cells: more than 1 % of the last character's in ${told} of ${T} characters`,
        },
      ),
      textHeats({
        title: "Coloured where a character has more than 0.01 % of the last one's gradient",
        text: upTo.characters.join(""),
        layers: cells.map(({ name }, i) => ({
          title: name,
          values: decades[i].map((value) => Math.min(1, Math.max(0, 1 + value / 4))),
        })),
        ...{ colorTitle: "log share", scale: "probability", across: 1 },
        alt: `The text once for each cell, coloured where the state at its end rests on it: ${told}`,
      }),
    ];
  },
});
