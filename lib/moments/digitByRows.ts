import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { pad } from "../view/controls";
import { heatMap } from "../view/heatMap";
import { inPercent } from "../view/inPercent";
import { moment } from "../view/moment";
import { networkOf } from "./networkOf";

const S = 8;
/** A three. */
const drawing = ["..####..", ".#....#.", "......#.", "...###..", "......#.", "......#.", ".#....#.", "..####.."];

/** A digit that one draws, read row by row. */
export const digitByRows = moment({
  name: "1-digit",
  title: "Draw a digit. After which row does the network know it?",
  networks: ["1-digits"],
  controls: {
    ink: pad(
      S,
      [...drawing.join("")].map((one) => (one === "#" ? 1 : 0)),
      { label: "your digit" },
    ),
  },
  answer({ ink }) {
    if (!ink.some((value) => value > 0))
      return "Draw a digit in the square: with the mouse, or with the arrow keys and the space bar.";
    const { everyRow, params, vocabulary } = networkOf("1-digits");
    const probs = scoped(() =>
      everyRow
        .logits(params, tf.tensor3d([...ink], [1, S, S]))
        .softmax()
        .squeeze<tf.Tensor2D>([0])
        .arraySync(),
    );
    const last = probs[S - 1];
    const said = last.indexOf(Math.max(...last));
    const sureFrom = probs.findIndex((_, t) => probs.slice(t).every((row) => row[said] > 0.5)) + 1;
    return heatMap({
      title: `It reads a ${vocabulary.characters[said]} (${inPercent(last[said])})${sureFrom > 0 ? `, and is sure from row ${sureFrom} on` : ""}`,
      x: { title: "digit", values: [...vocabulary.characters] },
      y: { title: "rows read", values: probs.map((_, t) => t + 1) },
      ...{ z: probs, range: [0, 1], colorTitle: "probability", height: 360 },
      alt: `The probability of each digit after each row; in the end ${vocabulary.characters[said]} with ${last[said].toFixed(2)}`,
    });
  },
});
