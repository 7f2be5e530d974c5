import type { Params } from "../../cells/cell";
import type { CellSpec } from "../../cells/spec";
import { cellOf } from "../../cells/stackOf";
import { expectForms, forms } from "../../core/argumentForms";
import { expect } from "../../core/errors";
import { scoped } from "../../core/scoped";
import { namedTensors } from "../../core/tensorForms";
import { tf } from "../../core/tf";
import { padded } from "../../data/padding";
import { numbered, type Vocabulary } from "../../data/vocabulary";
import { type Seq2Seq, seq2seq } from "../seq2seq";
import { weightsIn } from "../weightsIn";
import type { AboutNetwork, ShippedFile } from "./shippedNetwork";

/** What a translator of dates is built from. */
export interface TranslatorSpec {
  readonly encoder: CellSpec;
  readonly decoder: CellSpec;
  /** The characters of the dates that are read, and of those that are written; START and END come after the latter. */
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** A network that reads a date as people write it and writes it as ISO 8601 has it. */
export interface Translator {
  readonly model: Seq2Seq;
  readonly vocabulary: {
    readonly source: Vocabulary;
    readonly target: Vocabulary;
    /** The decoder's tokens before the first character and after the last. */
    readonly start: number;
    readonly end: number;
  };
}

/** The same of weights that have learnt. */
export interface TrainedDates extends Translator {
  /** The caller disposes them. */
  readonly params: Params;
  readonly about: AboutNetwork;
}

export function translator({ encoder, decoder, source, target }: TranslatorSpec): Translator {
  return {
    model: seq2seq(cellOf(encoder), cellOf(decoder)),
    vocabulary: { source: numbered(source), target: numbered(target), start: target.length, end: target.length + 1 },
  };
}

export function shippedDates({ file, read, about }: ShippedFile): TrainedDates {
  const built = translator(about.spec as unknown as TranslatorSpec);
  return { ...built, params: weightsIn(file, read, built.model), about };
}

/** One character of a translation, and how sure the network was. */
export interface WrittenCharacter {
  readonly character: string;
  /** Its probability, given those before it. */
  readonly p: number;
}

const networkForm = forms.fields({
  ...{ model: forms.fields({ encode: forms.function, next: forms.function }), params: namedTensors },
  vocabulary: forms.fields({
    source: forms.fields({}),
    target: forms.fields({}),
    start: forms.count,
    end: forms.count,
  }),
});

/**
 * What the network writes for a date, such as "18 Oct 1851", the likeliest character each time until END.
 * @throws on characters that occur in none of the dates that it has learnt
 */
export function translateDate(network: Omit<TrainedDates, "about">, date: string): WrittenCharacter[] {
  expectForms("translateDate", { network: [networkForm, network], date: [forms.text, date] });
  const { model, params, vocabulary } = network;
  const { source, target, start, end } = vocabulary;
  const tokens = source.encode(date.trim());
  expect(tokens.length > 0, "translateDate: date: at least one character expected, got none");
  return scoped(() => {
    let state = model.encode(params, padded([tokens], { length: tokens.length }));
    const written: WrittenCharacter[] = [];
    for (let last = start; written.length < longestTranslation; ) {
      const next = model.next(params, tf.tensor1d([last], "int32"), state);
      const probs = next.logits.softmax().dataSync();
      last = probs.indexOf(Math.max(...probs));
      if (last === end) break;
      written.push({ character: target.characters[last] ?? "", p: probs[last] });
      state = next.state;
    }
    return written;
  });
}

/** Longer than any date in ISO 8601. */
const longestTranslation = 16;
