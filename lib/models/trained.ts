import { expectForm, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { similar } from "../core/similar";
import { shippedAnswerer, type TrainedAnswerer } from "./shipped/shippedAnswerer";
import { shippedCaptioner, type TrainedCaptioner } from "./shipped/shippedCaptioner";
import { shippedDates, type TrainedDates } from "./shipped/shippedDates";
import { shippedDigits, type TrainedDigits } from "./shipped/shippedDigits";
import { openShipped, type ShippedFile } from "./shipped/shippedNetwork";
import { shippedText, type TrainedText } from "./shipped/shippedText";

/** The networks that ship with the lab, by the slide that each belongs to, and what each is. */
export interface TrainedNetworks {
  /** Many to one: reads a handwritten digit row by row. */
  "1-digits": TrainedDigits;
  /** Many to many: reads a date and writes it as ISO 8601 has it; see `translateDate`. */
  "1-dates": TrainedDates;
  /** Two layers of 128 units that have read Moby Dick. */
  "2.1-lstm": TrainedText;
  /** 192 units that have read TypeScript: what follows brackets, comments, indentation? */
  "3-lstm": TrainedText;
  /** Captions of emoji scenes by soft attention; it sees pictures of 64 × 64 pixels. See `describePicture`. */
  "3.2-soft": TrainedCaptioner;
  /** Answers questions about such pictures in words, and looks at a place for each; see `answerQuestion`. */
  "3.3-vqa": TrainedAnswerer;
  /** Four layers of 64 units, Moby Dick. */
  "4-stack": TrainedText;
  /** One layer of 128 units each, the same text and the same steps: a vanilla RNN … */
  "5.3-rnn": TrainedText;
  /** … an LSTM … */
  "5.3-lstm": TrainedText;
  /** … and a GRU. */
  "5.3-gru": TrainedText;
}
/** The name of one of them. */
export type TrainedName = keyof TrainedNetworks;

const openers: { readonly [N in TrainedName]: (file: ShippedFile) => TrainedNetworks[N] } = {
  "1-digits": shippedDigits,
  "1-dates": shippedDates,
  "2.1-lstm": shippedText,
  "3-lstm": shippedText,
  "3.2-soft": shippedCaptioner,
  "3.3-vqa": shippedAnswerer,
  "4-stack": shippedText,
  "5.3-rnn": shippedText,
  "5.3-lstm": shippedText,
  "5.3-gru": shippedText,
};

/** Their names. */
export const trainedNames = Object.keys(openers) as readonly TrainedName[];

/**
 * A network that has been trained and ships with the lab, at once:
 *   const { model, params, vocabulary, about } = trained("2.1-lstm");
 *   sample(model, params, { sequences: [{ prompt: vocabulary.encode("Call me "), temperature: 0.7, key: seed(1) }], length: 300 });
 * `about` says what it has learnt from, its loss on what it has not seen, and who made it when. How each was made stands in
 * lib/networks; `npm run train-networks` makes them again. The caller disposes `params`.
 * @throws where there is no network of this name: which there are
 */
export function trained<N extends TrainedName>(name: N): TrainedNetworks[N] {
  expectForm("trained: name", forms.text, name);
  expect(Object.hasOwn(openers, name), () => {
    const near = similar(name, trainedNames);
    const meant = near.length > 0 ? `; did you mean ${near[0]}?` : "";
    return `trained: a network of the lab expected, one of ${trainedNames.join(", ")}, got ${name}${meant}`;
  });
  return openers[name](openShipped(name));
}
