import { distinctNgrams, endingCycle, ngramEntropy } from "../../../analysis/diversity";
import { mean } from "../../../analysis/statistics";
import type { Params } from "../../../cells/cell";
import { fork, type Key } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { Corpus } from "../../../data/text";
import type { CharLmConfig, Diversity, GuessStrip, Writer } from "./config";

/** Texts drawn from one model by argmax and at each temperature, after the same prompts, and how varied they are. */
export function modelDiversity(setting: Writer, params: Params, key: Key): Diversity[] {
  const { job, text, sampler } = setting;
  const temperatures = [...new Set([0, 0.5, 1, ...job.temperatures])].sort((a, b) => a - b);
  const prompts = passages(text.heldOut, job.texts, job.windowLength);
  const sequences = temperatures.flatMap((temperature) =>
    prompts.map((prompt, n) => ({ prompt, temperature, key: fork(key, `text ${n} at ${temperature}`) })),
  );
  const drawn = sampler.draw(params, { sequences, length: job.textLength });
  return temperatures.map((temperature, i) => ({
    temperature,
    ...measure(drawn.slice(i * job.texts, (i + 1) * job.texts), setting),
  }));
}

/** The held-out text as if a model had written it. */
export function textDiversity(config: CharLmConfig, text: Corpus): Diversity {
  const words = learntWords(text);
  return { temperature: 1, ...measure(passages(text.heldOut, config.texts, config.textLength), { text, words }) };
}

/** Equally spaced passages; a short text is read in part more than once. */
function passages(tokens: Int32Array, count: number, length: number): Int32Array[] {
  const stride = Math.max(0, tokens.length - length) / count;
  return Array.from({ length: count }, (_, i) => tokens.slice(Math.floor(i * stride), Math.floor(i * stride) + length));
}

function measure(
  texts: readonly Int32Array[],
  { text, words }: Pick<Writer, "text" | "words">,
): Omit<Diversity, "temperature"> {
  const { vocabulary } = text;
  const cycles = texts.flatMap((tokens) => endingCycle(tokens) ?? []);
  const written = texts.flatMap((tokens) => wordsOf(vocabulary.decode(tokens)).slice(1, -1));
  return {
    distinct: distinctNgrams(texts, 4),
    entropy: ngramEntropy(texts, 4),
    words: written.filter((word) => words.has(word)).length / Math.max(1, written.length),
    cycling: cycles.length / texts.length,
    period: cycles.length > 0 ? mean(cycles.map(({ period }) => period)) : null,
    text: vocabulary.decode(texts[0]),
  };
}

/** The words of the text that is learnt from. */
export const learntWords = ({ vocabulary, train }: Corpus): Set<string> => new Set(wordsOf(vocabulary.decode(train)));

/** Runs of letters; the first and the last of a cut text may be parts of words. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{Letter}+(?:['’]\p{Letter}+)*/gu) ?? [];

/** A line that the model writes at temperature 0.5, and what it expected at each of its characters. */
export function guessStrip({ job, text, model, sampler }: Writer, params: Params, key: Key, length = 48): GuessStrip {
  const prompt = text.heldOut.slice(0, job.windowLength);
  const sequences = [{ prompt, temperature: 0.5, key: fork(key, "line") }];
  const [line] = sampler.draw(params, { sequences, length });
  const { characters, size: V } = text.vocabulary;
  const probs = tf.tidy(() => {
    const read = tf.tensor2d(Int32Array.from([...prompt, ...line]), [1, prompt.length + length], "int32");
    return model.logits(params, read).logits.softmax().dataSync();
  });
  const guesses = Array.from(line, (token, i) => {
    const start = (prompt.length - 1 + i) * V;
    const p = Array.from(probs.subarray(start, start + V));
    const ranked = p.map((_, index) => index).sort((a, b) => p[b] - p[a]);
    return { p: p[token], top: ranked.slice(0, 5).map((index) => ({ character: characters[index], p: p[index] })) };
  });
  return { line: text.vocabulary.decode(line), guesses };
}
