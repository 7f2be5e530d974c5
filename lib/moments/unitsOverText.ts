import { type PassageUnit, unitsOfPassage } from "../analysis/unitsOfPassage";
import { type Cell, type Params, unroll } from "../cells/cell";
import { seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { passage } from "../view/controls";
import { inPercent } from "../view/inPercent";
import { visible } from "../view/legible";
import { moment } from "../view/moment";
import { table } from "../view/table";
import { textHeats } from "../view/textHeat";
import { networkOf, readable } from "./networkOf";

const text = `/** Adds two numbers. */
export function add(a: number, b: number): number {
  // The sum of both.
  return a + b;
}

const total = [1, 2, 3].map((x) => add(x, 1)).filter((x) => x > 2);
/* Nothing else is exported. */
console.log("total", total);
`;

function finding({ unit, contrast, chance }: PassageUnit): string {
  if (chance > 0.1) return "No unit marks this passage better than chance";
  const side = contrast > 0 ? "on" : "off";
  return `Unit ${unit + 1} is ${side} in your passage: ${Math.abs(contrast).toFixed(1)} standard deviations from what is around it`;
}

/** The word in which the cursor stands, or what is near. */
function wordAt(text: string, at: number): { readonly from: number; readonly to: number } {
  const before = text.slice(0, at).match(/\w*$/)?.[0].length ?? 0;
  const after = text.slice(at).match(/^\w*/)?.[0].length ?? 0;
  if (before + after > 0) return { from: at - before, to: at + after };
  return { from: Math.max(0, at - 5), to: Math.min(text.length, at + 5) };
}

/** The units that follow what one marks, over one's own text, and where else they are on. */
export const unitsOverText = moment({
  name: "3-units",
  title: "Mark a passage, such as a comment or what is in brackets: which units are on there, and where else?",
  networks: ["3-lstm"],
  controls: { text: passage(text, { label: "your text", rows: 8, most: 1200, from: 0, to: 24 }) },
  answer({ text: { text, ...mark } }) {
    const { from, to } = mark.from < mark.to ? mark : wordAt(text, mark.from);
    const length = to - from;
    const { cell, params, vocabulary } = networkOf("3-lstm");
    const read = readable(text, vocabulary);
    if (length < 1) return "Type a text, and mark a passage in it.";
    if (read.length < 3 * length) return "Mark a shorter passage: the text around it is what it is compared with.";
    const values = scoped(() => {
      const tokens = tf.tensor2d(vocabulary.encode(read), [1, read.length], "int32");
      const { h } = unroll(cell as Cell<Params>, params, tokens);
      return h.squeeze<tf.Tensor2D>([0]).transpose<tf.Tensor2D>().arraySync();
    }).map((row) => Float32Array.from(row));
    const { units, places } = unitsOfPassage(values, { from, length }, { key: seed(1), units: 4, places: 10 });
    const quoted = (start: number) => [...read.slice(start, start + Math.min(length, 40))].map(visible).join("");
    return [
      textHeats({
        title: finding(units[0]),
        text: read,
        layers: units.slice(0, 2).map(({ unit, contrast, chance }) => ({
          title: `unit ${unit + 1}: ${contrast.toFixed(1)} standard deviations, as far by chance in ${inPercent(chance)}`,
          values: Array.from(values[unit]),
        })),
        colorTitle: "h",
        columns: 40,
        across: 1,
        alt: `The two units that mark the passage best: ${units
          .slice(0, 2)
          .map(({ unit }) => unit + 1)
          .join(" and ")}`,
      }),
      table(
        "Where else these units do the same, the best first",
        places.map(({ from: start, score, chance }) => ({
          ...{
            text: quoted(start),
            "standard deviations": Number(score.toFixed(2)),
            "as good by chance": inPercent(chance),
          },
        })),
      ),
    ];
  },
});
