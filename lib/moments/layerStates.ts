import { scan } from "../cells/cell";
import { builders, type CellName, stackOf } from "../cells/stackOf";
import { fork, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { choice, passage, slider } from "../view/controls";
import { lines } from "../view/figure";
import { visible } from "../view/legible";
import { moment } from "../view/moment";
import { textHeats } from "../view/textHeat";
import { type OwnText, ownText, typeMore } from "./ownText";

const H = 24;
const text = "Some years ago - never mind how long";

interface Stack {
  readonly cell: CellName;
  readonly layers: number;
}

/** h of every layer after every character, [T][H] each; read as it is, and with another character at one place. */
function readTwice({ cell: name, layers }: Stack, { vocabulary, tokens }: OwnText, changed: number) {
  return scoped(() => {
    const V = vocabulary.size;
    const cell = stackOf({ cell: name, layers, inputSize: V, hiddenSize: H, fanIn: 1 });
    const params = cell.init(fork(seed(1), "weights"));
    const other = tokens.map((token, t) => (t === changed ? (token + 1) % V : token));
    const states = scan(cell, params, tf.tensor2d([[...tokens], other], undefined, "int32"));
    return Array.from({ length: layers }, (_, l) => {
      const [as, otherwise] = tf
        .stack(states.map((state) => state[`${l}.h`]))
        .transpose([1, 0, 2])
        .arraySync() as number[][][];
      return { as, otherwise };
    });
  });
}

/** A fresh stack reads one's own text: the state of each layer, and how a changed character moves up and on. */
export const layerStates = moment({
  name: "4-layers",
  title: "Put the cursor before a character: how far does a change of it go, layer by layer?",
  controls: {
    read: passage(text, { from: 5, rows: 2, most: 60, label: "text, and the cursor in it" }),
    layers: slider(1, 4, { start: 3, step: 1, label: "layers" }),
    unit: slider(1, H, { start: 1, step: 1, label: "unit that is shown" }),
    cell: choice(Object.keys(builders) as CellName[], { start: "vanilla" as CellName, label: "cell" }),
  },
  answer({ read, layers, unit, cell }) {
    const given = ownText(read.text);
    if (!given || given.vocabulary.size < 2) return typeMore();
    const { characters } = given;
    const at = Math.min([...read.text.slice(0, read.from)].length, characters.length - 1);
    const both = readTwice({ cell, layers }, given, at);
    const apart = both.map(({ as, otherwise }) =>
      as.map((h, t) => Math.hypot(...h.map((value, i) => value - otherwise[t][i]))),
    );
    const stays = apart.map((one) => one.filter((distance, t) => t >= at && distance > 0.1).length);
    const told = stays.map((count, l) => `layer ${l + 1} for ${count}`).join(", ");
    return [
      textHeats({
        title: `Unit ${unit} of each layer along the text`,
        text: characters.join(""),
        layers: both.map(({ as }, l) => ({ title: `layer ${l + 1}`, values: as.map((h) => h[unit - 1]) })).reverse(),
        ...{ colorTitle: "h", across: 1 },
        alt: `Unit ${unit} of ${layers} layers of a fresh ${cell} over ${characters.length} characters`,
      }),
      lines(
        apart.map((y, l) => ({ name: `layer ${l + 1}`, x: y.map((_, t) => t), y })),
        {
          title: `“${visible(characters[at])}” changed is seen in ${told} characters`,
          x: { title: "character read", text: characters.map(visible) },
          y: { title: "distance", range: [0, Math.max(1, ...apart.flat()) * 1.05] },
          ...{ references: [{ name: "seen", y: 0.1 }], marks: [{ name: "changed", x: at }], height: 300 },
          alt: `The distance between each layer's states with and without a changed character ${at + 1}: above 0.1 in ${told} characters`,
        },
      ),
    ];
  },
});
