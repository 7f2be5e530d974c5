import { gateValues } from "../analysis/gates";
import { mean } from "../analysis/statistics";
import { lstmGates } from "../cells/lstm";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { choice, field, slider } from "../view/controls";
import { inPercent } from "../view/inPercent";
import { moment } from "../view/moment";
import { textHeats } from "../view/textHeat";
import { networkOf, readable } from "./networkOf";

const text = 'The captain said: "All hands on deck!" and went below. "Where is the whale?" the mate asked him again.';
const gates = { f: "forget gate f", i: "input gate i", o: "output gate o" } as const;

/** A gate of a trained LSTM over one's own text. */
export const gatesOverText = moment({
  name: "5.2-gates",
  title: "When does a unit keep its memory, and when does it forget?",
  networks: ["5.3-lstm"],
  controls: {
    text: field(text, { label: "your text", rows: 3, most: 400 }),
    unit: slider(1, 128, { step: 1, start: 7 }),
    gate: choice(Object.values(gates)),
  },
  answer({ text, unit, gate }) {
    const { cell, params, vocabulary } = networkOf("5.3-lstm");
    if (text.trim() === "") return "Type a text: the gate is drawn at each of its characters.";
    const read = readable(text, vocabulary) || " ";
    const name = Object.entries(gates).find(([, one]) => one === gate)![0];
    const values = scoped(() => {
      const x = tf.oneHot(vocabulary.encode(read), vocabulary.size).cast("float32").expandDims<tf.Tensor3D>(0);
      return gateValues(cell as never, lstmGates as never, { params, x })
        [name].squeeze<tf.Tensor2D>([0])
        .arraySync();
    });
    const own = values.map((row) => row[unit - 1]);
    const all = values.map((row) => mean(row));
    return textHeats({
      title: `The ${gate} of unit ${unit} is open ${inPercent(mean(own))} on average; all units: ${inPercent(mean(all))}`,
      text: read,
      layers: [
        { title: `unit ${unit}`, values: own },
        { title: "mean of all units", values: all },
      ],
      colorTitle: "0 shut, 1 open",
      scale: "probability",
      columns: 40,
      across: 1,
      alt: `The ${gate} of unit ${unit} at each character of the text: from ${Math.min(...own).toFixed(2)} to ${Math.max(...own).toFixed(2)}`,
    });
  },
});
