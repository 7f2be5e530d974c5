import type { Params } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { scoped } from "../core/scoped";
import { namedTensors } from "../core/tensorForms";
import { tf } from "../core/tf";
import type { Vocabulary } from "../data/vocabulary";
import type { CharLm } from "./charLm";

/** A character of a text, and what a model expected there. */
export interface ExpectedCharacter {
  readonly character: string;
  /** Its probability, given all that stands before it; null of the first, before which there is nothing. */
  readonly p: number | null;
  /** What was likeliest there, the most likely first. */
  readonly likeliest: readonly { readonly character: string; readonly p: number }[];
}

const networkForm = forms.fields({
  ...{ model: forms.fields({ logits: forms.function }), params: namedTensors },
  vocabulary: forms.fields({ characters: forms.list(forms.text), encode: forms.function }),
});

/**
 * Reads a text of one's own and tells what the model expected at each of its characters:
 *   p(x_t | x_1 … x_{t−1}) = softmax(logits_{t−1})[x_t]
 * @param options.likeliest how many of the likeliest characters are told; 5 by default
 * @throws on characters that the model does not know
 */
export function expectedCharacters(
  network: { readonly model: CharLm; readonly params: Params; readonly vocabulary: Vocabulary },
  text: string,
  options: { readonly likeliest?: number } = {},
): ExpectedCharacter[] {
  const optionsForm = forms.fields({}, { likeliest: forms.count });
  expectForms("expectedCharacters", {
    network: [networkForm, network],
    text: [forms.text, text],
    options: [optionsForm, options],
  });
  const { model, params, vocabulary } = network;
  const { likeliest = 5 } = options;
  const { characters, size: V } = vocabulary;
  const tokens = vocabulary.encode(text);
  if (tokens.length === 0) return [];
  const probs = scoped(() => {
    const { logits } = model.logits(params, tf.tensor2d(tokens, [1, tokens.length], "int32"));
    return logits.softmax().dataSync();
  });
  return Array.from(tokens, (token, t) => {
    if (t === 0) return { character: characters[token], p: null, likeliest: [] };
    const p = probs.subarray((t - 1) * V, t * V);
    const ranked = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
    const first = ranked.slice(0, likeliest).map((i) => ({ character: characters[i], p: p[i] }));
    return { character: characters[token], p: p[token], likeliest: first };
  });
}
