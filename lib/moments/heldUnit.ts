import { clamped } from "../cells/clamped";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { charLm } from "../models/charLm";
import { expectedCharacters } from "../models/expectedCharacters";
import { field, slider } from "../view/controls";
import { moment } from "../view/moment";
import { textHeats } from "../view/textHeat";
import { networkOf, readable } from "./networkOf";

const text = `export const sum = (values: number[]): number => {
  // Adds them up.
  return values.reduce((a, b) => a + b, 0);
};
`;

/** What it costs a network to do without one of its units. */
export const heldUnit = moment({
  name: "3-hold",
  title: "Hold one unit at a fixed value: what does that cost, and where?",
  networks: ["3-lstm"],
  controls: {
    text: field(text, { label: "your text", rows: 5, most: 400 }),
    unit: slider(1, 192, { step: 1, start: 118 }),
    at: slider(-1, 1, { start: 0, step: 0.1, label: "held at" }),
  },
  answer({ text, unit, at }) {
    const network = networkOf("3-lstm");
    const { cell, params, vocabulary } = network;
    const read = readable(text, vocabulary) || " ";
    const [own, held] = scoped(() => {
      const is = tf.oneHot(tf.scalar(unit - 1, "int32"), cell.hiddenSize).cast<tf.Tensor1D>("float32");
      const clamp = { held: is, at: is.mul<tf.Tensor1D>(at) };
      const model = charLm(clamped(cell, { h: clamp }));
      return [network, { model, params, vocabulary }].map((one) =>
        expectedCharacters(one, read).map(({ p }) => (p === null ? 0 : -Math.log2(p))),
      );
    });
    const mean = (bits: readonly number[]) => bits.reduce((sum, x) => sum + x, 0) / Math.max(1, bits.length - 1);
    const more = held.map((bits, t) => bits - own[t]);
    const most = Math.max(1, ...more.map(Math.abs));
    return textHeats({
      title: `Unit ${unit} held at ${at}: ${mean(held).toFixed(2)} bits per character instead of ${mean(own).toFixed(2)}`,
      text: read,
      layers: [
        {
          title: `bits that it costs (blue) or saves (orange), up to ${most.toFixed(1)}`,
          values: more.map((bits) => bits / most),
        },
      ],
      colorTitle: "share of the largest",
      columns: 40,
      alt: `What holding unit ${unit} costs at each character: ${(mean(held) - mean(own)).toFixed(3)} bits on average`,
    });
  },
});
