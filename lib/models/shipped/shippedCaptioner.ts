import type { Cell, Params } from "../../cells/cell";
import type { CellSpec } from "../../cells/spec";
import { cellOf } from "../../cells/stackOf";
import type { Weighted } from "../../cells/torchModule";
import { expectForms, forms } from "../../core/argumentForms";
import { scoped } from "../../core/scoped";
import { namedTensors, tensor } from "../../core/tensorForms";
import { tf } from "../../core/tf";
import { type WordVocabulary, wordsInOrder } from "../../data/wordVocabulary";
import { type AttentionCaptioner, attentionCaptioner } from "../attention";
import type { AttentionOptions } from "../attentionOptions";
import { weightsIn } from "../weightsIn";
import { apart, type Eye, type EyeSpec, eyeOf, type TrainedEye, withEye } from "./shippedEye";
import type { AboutNetwork, ShippedFile } from "./shippedNetwork";

/** What a captioner of pictures is built from. */
export interface LookingCaptionerSpec {
  readonly eye: EyeSpec;
  /** It reads a word and what is looked at. */
  readonly cell: CellSpec;
  /** How it looks, and what else it has. */
  readonly attention: Omit<AttentionOptions, "vocabSize" | "places" | "featureSize">;
  readonly words: readonly string[];
  /** The most words of the captions that it has learnt. */
  readonly maxWords: number;
}

/** A captioner that looks at a picture, not at features that somebody has prepared. */
export interface LookingCaptioner {
  readonly cell: Cell;
  /** It is given the eye's map [N, L, D]. */
  readonly model: AttentionCaptioner;
  readonly vocabulary: WordVocabulary;
  readonly maxWords: number;
}

/** The same of weights that have learnt. */
export interface TrainedCaptioner extends LookingCaptioner {
  /** The caller disposes them, and those of the eye. */
  readonly params: Params;
  readonly eye: TrainedEye;
  readonly about: AboutNetwork;
}

/** The captioner, its eye, and both as one for a file. */
export function lookingCaptioner(spec: LookingCaptionerSpec): LookingCaptioner & { eye: Eye; whole: Weighted } {
  const [eye, cell, vocabulary] = [eyeOf(spec.eye), cellOf(spec.cell), wordsInOrder(spec.words)];
  const [[places, featureSize], vocabSize] = [eye.shape, vocabulary.size];
  const model = attentionCaptioner(cell, { vocabSize, places, featureSize, ...spec.attention });
  return { cell, model, vocabulary, maxWords: spec.maxWords, eye, whole: withEye(eye, model) };
}

export function shippedCaptioner({ file, read, about }: ShippedFile): TrainedCaptioner {
  const { eye, whole, ...built } = lookingCaptioner(about.spec as unknown as LookingCaptionerSpec);
  return { ...built, ...apart(eye, weightsIn(file, read, whole)), about };
}

/** A word of a caption, and where the network looked before it. */
export interface SaidWord {
  readonly word: string;
  /** Its probability, given those before it. */
  readonly p: number;
  /** α [L] of the places row by row. */
  readonly alpha: readonly number[];
}

const networkForm = forms.fields({
  ...{ model: forms.fields({ start: forms.function, next: forms.function }), params: namedTensors },
  ...{ eye: forms.fields({ look: forms.function, imageSize: forms.size }), maxWords: forms.size },
  vocabulary: forms.fields({ words: forms.list(forms.text) }),
});

/**
 * What the network says of a picture [1, S, S, 3], red, green and blue, 0 to 255: the likeliest word each time until END.
 * Of a file's: `const { pixels, shape } = await photographs(["mine.png"], 64)`, then `tf.tensor4d(Float32Array.from(pixels), shape)`.
 * @throws where the picture has another size
 */
export function describePicture(network: Omit<TrainedCaptioner, "about">, picture: tf.Tensor4D): SaidWord[] {
  expectForms("describePicture", { network: [networkForm, network] });
  const { model, params, eye, vocabulary, maxWords } = network;
  const S = eye.imageSize;
  expectForms("describePicture", { picture: [tensor(1, S, S, 3), picture] });
  return scoped(() => {
    let state = model.start(params, eye.look(picture));
    const said: SaidWord[] = [];
    for (let last = vocabulary.start; said.length <= maxWords; ) {
      const next = model.next(params, tf.tensor1d([last], "int32"), state);
      const probs = next.logits.softmax().dataSync();
      last = probs.indexOf(Math.max(...probs));
      if (last === vocabulary.end) break;
      state = next.state;
      said.push({ word: vocabulary.words[last], p: probs[last], alpha: Array.from(state.alpha.dataSync()) });
    }
    return said;
  });
}
