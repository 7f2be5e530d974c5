import type { Params } from "../../cells/cell";
import type { Weighted } from "../../cells/torchModule";
import { expectForms, forms } from "../../core/argumentForms";
import { expect } from "../../core/errors";
import { scoped } from "../../core/scoped";
import { namedTensors, tensor } from "../../core/tensorForms";
import { unprefixed } from "../../core/tensors";
import { tf } from "../../core/tf";
import { type WordVocabulary, wordsInOrder } from "../../data/wordVocabulary";
import { type PictureFeatures, type QuestionReader, questionReader } from "../questionReader";
import { type TellingModel, tellingModel } from "../telling";
import { weightsIn } from "../weightsIn";
import { apart, type Eye, type EyeSpec, eyeOf, type TrainedEye, withEye } from "./shippedEye";
import type { AboutNetwork, ShippedFile } from "./shippedNetwork";

/** What a network that answers questions about pictures is built from. */
export interface AnswererSpec {
  readonly eye: EyeSpec;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly attentionSize: number;
  readonly words: readonly string[];
  /** The most words of the answers that it has learnt. */
  readonly maxWords: number;
}

/** Reads a question, looking at the picture at each of its words, and goes on with the answer. */
export interface PictureAnswerer {
  readonly model: TellingModel;
  /** The model's own, to ask where it looks. */
  readonly reader: QuestionReader;
  readonly vocabulary: WordVocabulary;
  readonly maxWords: number;
}

/** The same of weights that have learnt. */
export interface TrainedAnswerer extends PictureAnswerer {
  /** The caller disposes them, and those of the eye. */
  readonly params: Params;
  readonly eye: TrainedEye;
  readonly about: AboutNetwork;
}

/** The network, its eye, and both as one for a file. */
export function pictureAnswerer(spec: AnswererSpec): PictureAnswerer & { eye: Eye; whole: Weighted } {
  const { embeddingSize, hiddenSize, attentionSize, maxWords } = spec;
  const [eye, vocabulary] = [eyeOf(spec.eye), wordsInOrder(spec.words)];
  const [L, D] = eye.shape;
  const reader = questionReader({
    ...{ vocabSize: vocabulary.size, embeddingSize, hiddenSize, vectorSize: D },
    attention: { placeSize: D + 2 * Math.sqrt(L), attentionSize },
  });
  const model = tellingModel(reader, { vocabSize: vocabulary.size });
  return { model, reader, vocabulary, maxWords, eye, whole: withEye(eye, model) };
}

/**
 * What is read of a map [N, L, D]: first the mean of its places, then the places, each with its row and its column, which a
 * sum over places would lose: one-hot, and with a mean square of 1, as the features have.
 */
export function sightOf(map: tf.Tensor3D): PictureFeatures {
  return tf.tidy(() => {
    const [N, L] = map.shape;
    const side = Math.sqrt(L);
    const rows = Array.from({ length: L }, (_, i) => Math.floor(i / side));
    const columns = Array.from({ length: L }, (_, i) => i % side);
    const oneHot = (of: number[]) => tf.oneHot(tf.tensor1d(of, "int32"), side).cast("float32").mul(Math.sqrt(side));
    const where = tf.concat([oneHot(rows), oneHot(columns)], 1).reshape<tf.Tensor3D>([1, L, 2 * side]);
    return { vector: map.mean<tf.Tensor2D>(1), map: tf.concat3d([map, where.tile<tf.Tensor3D>([N, 1, 1])], 2) };
  });
}

export function shippedAnswerer({ file, read, about }: ShippedFile): TrainedAnswerer {
  const { eye, whole, ...built } = pictureAnswerer(about.spec as unknown as AnswererSpec);
  return { ...built, ...apart(eye, weightsIn(file, read, whole)), about };
}

/** A word of a question or of its answer, and where the network looked when it read or said it. */
export interface AnsweredWord {
  readonly word: string;
  /** Whether it was asked or said. */
  readonly part: "question" | "answer";
  /** Of a word of the answer: its probability, given those before it. */
  readonly p?: number;
  /** α [L] of the places row by row. */
  readonly alpha: readonly number[];
}

const networkForm = forms.fields({
  ...{ reader: forms.fields({ read: forms.function }), params: namedTensors },
  ...{ eye: forms.fields({ look: forms.function, imageSize: forms.size }), maxWords: forms.size },
  vocabulary: forms.fields({ words: forms.list(forms.text), encode: forms.function }),
});

/**
 * What the network answers to a question about a picture [1, S, S, 3], red, green and blue, 0 to 255: the likeliest word each
 * time until END. A word that it does not know is read as `<unk>`.
 * @throws where the picture has another size, or the question no word
 */
export function answerQuestion(
  network: Omit<TrainedAnswerer, "about">,
  picture: tf.Tensor4D,
  question: string,
): AnsweredWord[] {
  expectForms("answerQuestion", { network: [networkForm, network] });
  const { eye } = network;
  const S = eye.imageSize;
  expectForms("answerQuestion", { picture: [tensor(1, S, S, 3), picture], question: [forms.text, question] });
  const words = question.toLowerCase().match(/[\p{Letter}']+/gu) ?? [];
  expect(words.length > 0, `answerQuestion: question: at least a word expected, got ${JSON.stringify(question)}`);
  return scoped(() => answered(network, sightOf(eye.look(picture)), words));
}

/** The sequence is read anew for each word of the answer: it is short. */
function answered(
  { reader, params, vocabulary, maxWords }: Omit<TrainedAnswerer, "about">,
  sight: PictureFeatures,
  words: readonly string[],
): AnsweredWord[] {
  const { start, end, unknown } = vocabulary;
  const asked = vocabulary.encode(words).subarray(1, -1);
  const own = unprefixed<Params>("reader.", params);
  const said: { readonly token: number; readonly p: number }[] = [];
  for (;;) {
    const tokens = Int32Array.from([...asked, start, ...said.map(({ token }) => token)]);
    const { hs, alphas } = reader.read(own, tf.tensor2d(tokens, [1, tokens.length], "int32"), sight);
    const T = tokens.length;
    const last = hs.slice(T - 1, 1).reshape<tf.Tensor2D>([1, -1]);
    const probs = last.matMul(params.Wy).add(params.by).softmax().dataSync();
    const token = probs.indexOf(Math.max(...probs));
    if (token !== end && said.length < maxWords) {
      said.push({ token, p: probs[token] });
      continue;
    }
    const looked = (alphas as tf.Tensor3D).arraySync().map(([alpha]) => alpha);
    const question = words.map((word, t) => ({
      ...{ word: asked[t] === unknown ? vocabulary.words[unknown] : word, part: "question" as const },
      alpha: looked[t],
    }));
    // A word is said where the one before it was read: the first of the answer at START.
    const answer = said.map(({ token: one, p }, i) => ({
      ...{ word: vocabulary.words[one], part: "answer" as const, p, alpha: looked[asked.length + i] },
    }));
    return [...question, ...answer];
  }
}
