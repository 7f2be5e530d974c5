import { expectedCharacters } from "../models/expectedCharacters";
import { field } from "../view/controls";
import { moment } from "../view/moment";
import { textHeats } from "../view/textHeat";
import { networkOf, readable } from "./networkOf";

const text =
  "Call me Ishmael. Some years ago, never mind how long precisely, having little money in my purse, and a telephone in my pocket";

/** How probable each character of one's own text was. */
export const surprise = moment({
  name: "2.1-surprise",
  title: "Which characters of your text surprise the network?",
  networks: ["2.1-lstm"],
  controls: { text: field(text, { label: "your text", rows: 3, most: 600 }) },
  answer({ text }) {
    const network = networkOf("2.1-lstm");
    const read = expectedCharacters(network, readable(text, network.vocabulary) || " ");
    const known = read.flatMap(({ p }) => p ?? []);
    const bits = known.reduce((sum, p) => sum - Math.log2(p), 0) / Math.max(1, known.length);
    return textHeats({
      title: `Your text costs the network ${bits.toFixed(2)} bits per character`,
      text: read.map(({ character }) => character).join(""),
      layers: [{ title: "probability of each character, given those before it", values: read.map(({ p }) => p ?? 0) }],
      colorTitle: "probability",
      scale: "probability",
      columns: 40,
      alt: `The probability of each of ${read.length} characters; ${bits.toFixed(2)} bits per character on average`,
    });
  },
});
