import { vanilla } from "../cells/vanilla";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { diagram } from "../diagrams/diagram";
import { charLm } from "../models/charLm";
import { choice, slider } from "../view/controls";
import { moment } from "../view/moment";

const letters = ["h", "e", "l", "o"];
const [read, next] = [
  [0, 1, 2, 2],
  [1, 2, 2, 3],
];

/** What section 2's study `hello` has learnt with seed 1, to two decimals: a row a letter of Wx, a unit of Wh and Wy. */
export const helloWeights: Readonly<Record<string, readonly (readonly number[])[]>> = {
  Wx: [
    [-1.63, 0.63, 2.49],
    [0.54, -0.09, 0.44],
    [0.73, -1.11, -0.94],
    [0.45, 0.3, 0.6],
  ],
  Wh: [
    [-0.08, 0.12, -0.16],
    [0.79, 1.38, -1.22],
    [1.7, 2.06, 0.95],
  ],
  b: [[-0.32, 0.42, -0.45]],
  Wy: [
    [0.41, -2.85, 3.34, -1.32],
    [-0.73, 1.1, 1.84, -3.48],
    [0.38, 1.78, -1.3, -2.27],
  ],
  by: [[-1.44, 0.38, 1.22, 0.66]],
};

/** Those that can be moved, by the words of a choice. */
const movable: Readonly<Record<string, readonly [string, number, number]>> = {
  "Wh, from h3 to h1": ["Wh", 2, 0],
  "Wh, from h2 to h2": ["Wh", 1, 1],
  "Wh, from h2 to h3": ["Wh", 1, 2],
  "Wx, from h to h3": ["Wx", 0, 2],
  "Wx, from l to h2": ["Wx", 2, 1],
  "b of h1": ["b", 0, 0],
  "Wy, from h2 to o": ["Wy", 1, 3],
  "by of l": ["by", 0, 2],
};

/** “hello”, read letter by letter by a network of three units of which one weight is changed. */
export const helloWeight = moment({
  name: "2-hello",
  title: "“hello” by a trained RNN of three units: which weight can be moved, and how far, before it spells wrong?",
  controls: {
    weight: choice(Object.keys(movable), { label: "weight" }),
    added: slider(-4, 4, { start: 0, step: 0.05, label: "added to it" }),
  },
  answer({ weight, added }) {
    const [matrix, row, column] = movable[weight];
    const rowsOf = (name: string) =>
      helloWeights[name].map((values, i) =>
        values.map((value, j) => (name === matrix && i === row && j === column ? value + added : value)),
      );
    return scoped(() => {
      const tensors = Object.keys(helloWeights).map((name) => {
        const rows = rowsOf(name);
        return [name, tf.tensor(name.startsWith("b") ? rows[0] : rows)] as const;
      });
      const weights = Object.fromEntries(tensors);
      const model = charLm(vanilla({ inputSize: letters.length, hiddenSize: 3 }));
      const x = tf.tensor2d([read], undefined, "int32");
      const probs = model.logits(weights, x).logits.softmax().squeeze<tf.Tensor2D>([0]).arraySync();
      const guesses = probs.map((row) => row.indexOf(Math.max(...row)));
      const right = guesses.filter((guess, t) => guess === next[t]).length;
      const written = guesses.map((guess) => letters[guess]).join("");
      const sure = next.map((letter, t) => `${letters[letter]} ${probs[t][letter].toFixed(2)}`).join(", ");
      const value = helloWeights[matrix][row][column] + added;
      const drawn = diagram(() => ({ y: model.logits(weights, x).logits }), {
        name: "hello",
        title: `${weight}: ${value.toFixed(2)}. It reads “hell” and expects “${written}”: ${right} of 4 right`,
        ...{ weights, given: { x }, numbers: true, marks: { y: next } },
        words: { x: read.map((letter) => `“${letters[letter]}”`), y: next.map((letter) => `“${letters[letter]}”`) },
      });
      return [drawn, `Probability of the right letter: ${sure}.`];
    });
  },
});
