import type { Params } from "../../cells/cell";
import { compile } from "../../core/compile";
import { fork, type Key } from "../../core/random";
import { tf } from "../../core/tf";
import type { WordVocabulary } from "../../data/wordVocabulary";
import type { CaptionBatch, Captioner } from "../../models/captioner";
import { untilEnd } from "../../models/decoder";
import { type BeamOptions, beamSearch } from "../../train/beamSearch";
import { sampler } from "../../train/sample";

export interface WriterOptions {
  readonly vocabulary: WordVocabulary;
  /** The most words that a caption has. */
  readonly length: number;
}

/** How words are chosen: at a temperature, 0 being the argmax. */
export interface WordChoice {
  readonly temperature: number;
  readonly key: Key;
}

/** How wide a beam is, and how it compares texts. */
export type BeamRule = Pick<BeamOptions, "width" | "lengthNormalisation" | "blockRepeats">;

/** Captions by one captioner: drawn, searched for, or said word by word after the true ones. */
export interface CaptionWriter<I extends tf.Tensor> {
  /** START, and each word fed back until END. */
  draw(params: Params, image: I, drawing: WordChoice): string[][];
  /** The likeliest caption of each picture, as far as a beam sees. */
  search(params: Params, image: I, rule: BeamRule): string[][];
  /** After the true words before it, the likeliest word at each place of each caption, END left out. */
  forced(params: Params, batch: CaptionBatch<I>): string[][];
  close(): void;
}

/** Opens a writer whose steps stay compiled; close it when it is no longer needed. */
export function captionWriter<I extends tf.Tensor>(
  model: Captioner<I>,
  { vocabulary, length }: WriterOptions,
): CaptionWriter<I> {
  const { start: prompt, end } = vocabulary;
  const start = compile(model.start);
  const likeliest = compile((params: Params, { image, inputs }: Pick<CaptionBatch<I>, "image" | "inputs">) =>
    model.logits(params, inputs, model.start(params, image)).logits.argMax(2),
  );
  const sampling = sampler(model, { block: length + 1 });
  const beam = beamSearch(model);
  const words = (tokens: Int32Array) => vocabulary.decode(untilEnd(tokens, end));
  return {
    draw(params, image, { temperature, key }) {
      const initial = start(params, image);
      const sequences = Array.from({ length: image.shape[0] }, (_, i) => ({
        ...{ prompt: [prompt], temperature, key: fork(key, i) },
      }));
      const drawn = sampling.draw(params, { sequences, length: length + 1, initial });
      tf.dispose(initial as tf.TensorContainer);
      return drawn.map(words);
    },
    search(params, image, rule) {
      return (tf.split(image, image.shape[0]) as I[]).map((one) => {
        const initial = start(params, one);
        const [best] = beam.search(params, { ...rule, prompt: [prompt], length: length + 1, end, initial });
        tf.dispose([initial, one] as tf.TensorContainer);
        return vocabulary.decode(best.tokens);
      });
    },
    forced(params, { image, inputs, mask }) {
      const said = likeliest(params, { image, inputs });
      const [N, T] = inputs.shape;
      const [tokens, counts] = [said.dataSync(), mask.dataSync()];
      said.dispose();
      return Array.from({ length: N }, (_, n) =>
        Array.from({ length: T }, (_, t) => n * T + t)
          .filter((i) => counts[i] > 0 && tokens[i] !== end)
          .map((i) => vocabulary.words[tokens[i]]),
      );
    },
    close() {
      for (const { close } of [start, likeliest, sampling, beam]) close();
    },
  };
}
