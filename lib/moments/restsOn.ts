import { type Cell, type Params, unroll } from "../cells/cell";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import type { TrainedText } from "../models/shipped/shippedText";
import { passage } from "../view/controls";
import { visible } from "../view/legible";
import { moment } from "../view/moment";
import { textHeats } from "../view/textHeat";
import { networkOf, readable } from "./networkOf";

const text = 'They cried: "There she blows!" and all the men ran to the boats, for the white whale was near the ship.';
const networks = { "5.3-rnn": "vanilla RNN", "5.3-lstm": "LSTM", "5.3-gru": "GRU" } as const;

/** ‖∂ ln p(x_{t+1}) / ∂ x_s‖ of every s up to t: how much the network's expectation at t rests on the character at s. */
function restsOn({ cell, params, vocabulary }: TrainedText, tokens: Int32Array): { influence: number[]; p: number } {
  return scoped(() => {
    const x = tf.oneHot(tokens.subarray(0, -1), vocabulary.size).cast("float32").expandDims<tf.Tensor3D>(0);
    const next = tokens[tokens.length - 1];
    const logProb = (inputs: tf.Tensor) => {
      const { h } = unroll(cell as Cell<Params>, params, inputs as tf.Tensor3D);
      const last = h.slice([0, x.shape[1] - 1, 0], [1, 1, -1]).reshape<tf.Tensor2D>([1, -1]);
      const logits = last.matMul(params.Wy).add(params.by) as tf.Tensor2D;
      return logits.logSoftmax().slice([0, next], [1, 1]).sum();
    };
    const { value, grad } = tf.valueAndGrad(logProb)(x);
    return { influence: Array.from(grad.norm("euclidean", 2).dataSync()), p: Math.exp(value.dataSync()[0]) };
  });
}

/** Three trained networks at one character: on which earlier ones what they expect there rests. */
export const restsOnCharacters = moment({
  name: "5.3-rests-on",
  title: "Put the cursor before a character: on which earlier ones does each network's expectation rest?",
  networks: Object.keys(networks),
  controls: { text: passage(text, { label: "your text", rows: 3, most: 160, from: text.indexOf('"', 15) }) },
  answer({ text: { text, from } }) {
    const [first] = Object.keys(networks) as (keyof typeof networks)[];
    const { vocabulary } = networkOf(first);
    const read = readable(text, vocabulary).padEnd(2);
    const at = Math.min(Math.max(1, from), read.length - 1);
    const layers = Object.entries(networks).map(([name, title]) => {
      const network = networkOf(name as keyof typeof networks);
      const { influence, p } = restsOn(network, network.vocabulary.encode(read.slice(0, at + 1)));
      const most = Math.max(...influence, 1e-12);
      const values = Array.from(read, (_, s) => (s < at ? influence[s] / most : 0));
      return { title: `${title}: ${visible(read[at])} has probability ${p.toFixed(2)}`, values };
    });
    return textHeats({
      title: `What the expectation of ${visible(read[at])} after “${read.slice(Math.max(0, at - 12), at).replaceAll("\n", "↵")}” rests on`,
      text: read,
      layers,
      colorTitle: "share of the largest",
      scale: "probability",
      columns: 40,
      across: 1,
      alt: `Length of the gradient in each earlier character, ${Object.values(networks).join(", ")}`,
    });
  },
});
