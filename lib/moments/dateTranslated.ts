import { translateDate } from "../models/shipped/shippedDates";
import { bars } from "../view/bars";
import { field } from "../view/controls";
import { moment } from "../view/moment";
import { networkOf, readable } from "./networkOf";

/** A date that one types, translated character by character. */
export const dateTranslated = moment({
  name: "1-date",
  title: "Type a date as people write it. How sure is the network of each character?",
  networks: ["1-dates"],
  controls: { date: field("18 Oct 1851", { label: "your date", most: 40 }) },
  answer({ date }) {
    const network = networkOf("1-dates");
    const read = readable(date, network.vocabulary.source).trim();
    if (read === "") return "Type a date, such as 18 Oct 1851 or October 18, 1851.";
    const written = translateDate(network, read);
    const text = written.map(({ character }) => character).join("");
    const unseen = [...new Set(date)].filter((one) => !network.vocabulary.source.characters.includes(one));
    const figure = bars([{ name: "probability", y: written.map(({ p }) => p) }], {
      title: `${read} → ${text}`,
      // Two bars of one name would be one.
      groups: written.map(({ character }, i) => `${character}${"\u200b".repeat(i)}`),
      ...{ x: "written, character by character", y: { title: "probability", range: [0, 1.02] } },
      alt: `${read} is translated as ${text}, its characters with probabilities ${written.map(({ p }) => p.toFixed(2)).join(", ")}`,
    });
    return unseen.length === 0 ? figure : [figure, `It has never seen, and reads as spaces: ${unseen.join(" ")}`];
  },
});
