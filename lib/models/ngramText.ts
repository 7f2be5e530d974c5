import { expectForms, forms } from "../core/argumentForms";
import { type Key, uniforms } from "../core/random";
import type { Ngram } from "./ngram";

/** What an n-gram writes after, how much, and from how long contexts. */
export interface NgramText {
  /** What the model reads first. */
  readonly prompt: ArrayLike<number>;
  readonly length: number;
  /** No more than the model's; it is the model's by default. */
  readonly order?: number;
  readonly key: Key;
}

const modelForm = forms.fields({ order: forms.size, draw: forms.function });
const optionsForm = forms.fields({ prompt: forms.tokens, length: forms.count, key: forms.key }, { order: forms.size });

/** A text that a counting model writes, each token drawn from P(· | the tokens before) and fed back. */
export function ngramText(model: Ngram, options: NgramText): Int32Array {
  expectForms("ngramText", { model: [modelForm, model], options: [optionsForm, options] });
  const { prompt, length, order = model.order, key } = options;
  const next = uniforms(key);
  const text = Array.from(prompt);
  for (let i = 0; i < length; i++) text.push(model.draw(text.slice(-order), next, order));
  return Int32Array.from(text.slice(prompt.length));
}
