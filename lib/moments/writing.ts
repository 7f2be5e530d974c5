import { fork, seed } from "../core/random";
import { expectedCharacters } from "../models/expectedCharacters";
import { type Sampler, sampler } from "../train/sample";
import { bars } from "../view/bars";
import { again, field, slider } from "../view/controls";
import { inPercent } from "../view/inPercent";
import { visible } from "../view/legible";
import { moment } from "../view/moment";
import { networkOf, readable } from "./networkOf";

/** The same key draws the same text, so each of these begins as the one before. */
const lengths = [20, 100, 300];

/** Compiled once. */
let kept: Sampler | undefined;

/** What a trained LSTM expects next, and what it writes from there on. */
export const writing = moment({
  name: "2.1-writing",
  title: "What does the network expect next, and how does temperature change what it writes?",
  networks: ["2.1-lstm"],
  controls: {
    prompt: field("The white whale ", { label: "you write" }),
    temperature: slider(0.1, 2, { log: true, start: 0.7 }),
    draw: again("draw again"),
  },
  *answer({ prompt, temperature, draw }) {
    const network = networkOf("2.1-lstm");
    const { model, params, vocabulary } = network;
    const read = readable(prompt, vocabulary) || " ";
    // Of one more character, whichever it is, the model tells what it expected in its place.
    const { likeliest } = expectedCharacters(network, `${read} `, { likeliest: 12 }).at(-1)!;
    const named = likeliest.map(({ character, p }) => ({ name: visible(character), p }));
    const expected = bars([{ name: "probability", y: named.map(({ p }) => p) }], {
      title: `After your text the network expects ${named[0].name} (${inPercent(named[0].p)})`,
      groups: named.map(({ name }) => name),
      ...{ x: "next character", y: { title: "probability", range: [0, 1] } },
      alt: `The likeliest next characters: ${named.map(({ name, p }) => `${name} ${p.toFixed(2)}`).join(", ")}`,
    });
    yield [expected, read];
    const sequences = [{ prompt: vocabulary.encode(read), temperature, key: fork(seed(draw), "writing") }];
    kept ??= sampler(model);
    for (const length of lengths) {
      const [tokens] = kept.draw(params, { sequences, length });
      yield [expected, read + vocabulary.decode(tokens)];
    }
  },
});
