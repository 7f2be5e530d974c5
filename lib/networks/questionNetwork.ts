import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { fork, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { prefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { draws } from "../data/draws";
import { emoji } from "../data/emoji";
import { mapped } from "../data/mapped";
import { sprites } from "../data/sprites";
import { askedScenes } from "../experiments/3.3-visual-question-answering/askedScenes";
import type { ToldQuestion } from "../experiments/3.3-visual-question-answering/telling/config";
import { answerBatch, longest, wordsOf } from "../experiments/3.3-visual-question-answering/telling/sequences";
import { questionsAbout } from "../experiments/3.3-visual-question-answering/telling/tellingRecipe";
import { learn, type Point, pointOf } from "../lab/learn";
import { type AnswererSpec, answerQuestion, pictureAnswerer, sightOf } from "../models/shipped/shippedAnswerer";
import { apart } from "../models/shipped/shippedEye";
import type { AnswerBatch } from "../models/telling";
import { trainer } from "../train/train";
import { type NetworkRecipe, tellLast } from "./networkRecipe";
import { eyeTraining, picturesOfScenes, seenScenes } from "./sceneEye";

const config = {
  data: "questions about scenes of emoji, answered in words; tested on other scenes",
  ...{ trainScenes: 6_000, testScenes: 300, questionsPerScene: 8 },
  ...{ embeddingSize: 64, hiddenSize: 128, attentionSize: 48, batchSize: 64, steps: 2_000, seed: 1 },
  // By Adam; the learning rate falls in a line to zero.
  ...{ learningRate: 0.006, evaluateEvery: 250 },
  eye: eyeTraining("conv5_3"),
};

/** A question with its scene's number. */
interface Numbered {
  readonly scene: number;
  readonly question: readonly string[];
  readonly answer: readonly string[];
  readonly choices: ToldQuestion["choices"];
}

/** "3.3-vqa" */
export const questionNetwork: NetworkRecipe = {
  config,
  module: __filename,
  async open() {
    const { batchSize, steps, evaluateEvery, learningRate } = config;
    const artwork = await sprites();
    const all = [...askedScenes({ ...config, seeds: 1 })];
    const part = (isTest: boolean) => {
      const scenes = all.filter(({ id }) => id.startsWith("test") === isTest);
      const questions = scenes.flatMap((named, scene) =>
        questionsAbout(named, config.questionsPerScene).map(
          ({ text, choices, answer }): Numbered => ({
            ...{ scene, choices, question: text.split(" "), answer: choices[answer].split(" ") },
          }),
        ),
      );
      return { scenes: scenes.map(({ scene }) => scene), questions };
    };
    const [train, test] = [false, true].map(part);
    const spec: AnswererSpec = {
      eye: { imageSize: config.eye.imageSize, classes: emoji.length, tap: "conv5_3" },
      ...{ embeddingSize: config.embeddingSize, hiddenSize: config.hiddenSize, attentionSize: config.attentionSize },
      words: wordsOf(train.questions).words,
      maxWords: Math.max(...train.questions.map(({ answer }) => answer.length)),
    };
    const built = pictureAnswerer(spec);
    const { model, eye, vocabulary } = built;
    const length = longest([...train.questions, ...test.questions]);
    const key = seed(config.seed);
    const pictures = picturesOfScenes(test.scenes, artwork, eye.imageSize);
    const loss = compile(model.loss);

    /** Of all test questions, from the maps of their scenes, a hundred questions at a time. */
    function testNats(params: Params, maps: tf.Tensor3D): number {
      let [sum, words] = [0, 0];
      for (let from = 0; from < test.questions.length; from += 100) {
        const some = test.questions.slice(from, from + 100);
        scoped(() => {
          const scenes = tf.tensor1d(
            some.map(({ scene }) => scene),
            "int32",
          );
          const batch = { ...answerBatch(some, vocabulary, length), ...sightOf(tf.gather(maps, scenes)) };
          const count = batch.mask.sum().dataSync()[0];
          sum += count * loss(params, batch).dataSync()[0];
          words += count;
        });
      }
      return sum / words;
    }

    return {
      ...{ model: built.whole, spec },
      data: () => JSON.stringify([train, test]),
      async train(context) {
        const seen = await seenScenes(eye, { scenes: train.scenes, artwork, spec: spec.eye }, context);
        const maps = eye.look(seen.params, pictures);
        const { one } = draws(fork(key, "batches"));
        function* questions(): Generator<Numbered[]> {
          for (;;) yield Array.from({ length: batchSize }, () => one(train.questions));
        }
        const batchOf = (some: readonly Numbered[]): AnswerBatch => ({
          ...answerBatch(some, vocabulary, length),
          ...tf.tidy(() => ({ ...sightOf(seen.mapsOf(some.map(({ scene }) => scene))) })),
        });
        const training = trainer<Params, AnswerBatch, Record<string, never>>({
          loss: (params, batch) => model.loss(params, batch),
          optimizer: { method: "adam", learningRate, decaySteps: steps },
          clipNorm: 5,
        });
        try {
          const { params, ...learnt } = await learn(training, {
            ...{ ...context, steps, evaluateEvery },
            params: model.init(fork(key, "weights")),
            batches: mapped(questions(), batchOf),
            point: pointOf((now) => ({ nats: testNats(now, maps) })),
            report: tellLast(context.report, ({ nats, trainNats }: Point<{ nats: number }>) => {
              return `${trainNats.toFixed(3)} nats per word in training, ${nats.toFixed(3)} of other scenes`;
            }),
          });
          return { ...learnt, params: { ...prefixed("eye.", seen.params), ...params } };
        } finally {
          training.close();
          maps.dispose();
        }
      },
      heldOut: {
        unit: "nats per word of the answer",
        of: `${test.questions.length} questions about ${test.scenes.length} scenes that it has not learnt from, the true words before each given`,
      },
      loss(whole) {
        const { eye: own, params } = apart(eye, whole);
        return scoped(() => testNats(params, own.look(pictures)));
      },
      more(whole) {
        const { eye: own, params } = apart(eye, whole);
        const right = scoped(() => {
          const each = tf.split(pictures, test.scenes.length) as tf.Tensor4D[];
          return test.questions.filter(({ scene, question, answer }) => {
            const words = answerQuestion({ ...built, params, eye: own }, each[scene], question.join(" "));
            const said = words.filter((word) => word.part === "answer").map(({ word }) => word);
            return said.join(" ") === answer.join(" ");
          });
        });
        return { "share of questions that it answers in the very words": right.length / test.questions.length };
      },
      close() {
        loss.close();
        pictures.dispose();
      },
    };
  },
};
