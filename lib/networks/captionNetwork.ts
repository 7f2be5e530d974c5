import { captionScores } from "../analysis/captionMetrics/captionScores";
import type { Params } from "../cells/cell";
import { fork, seed } from "../core/random";
import { scoped } from "../core/scoped";
import { prefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { emoji } from "../data/emoji";
import { mapped } from "../data/mapped";
import { namedThings } from "../data/sceneNouns";
import { sprites } from "../data/sprites";
import { attendedThings, pointingAccuracy } from "../experiments/3.2-attention/attention/attendedThings";
import { wholeCaptioner } from "../experiments/3.2-attention/attention/config";
import { captionedScenes } from "../experiments/shared/captionedScenes";
import { captionItems, drawItems, targetBatch } from "../experiments/shared/captionItems";
import { learn, type Point, pointOf } from "../lab/learn";
import type { CaptionBatch } from "../models/captioner";
import type { Glance } from "../models/glance";
import { describePicture, type LookingCaptionerSpec, lookingCaptioner } from "../models/shipped/shippedCaptioner";
import { apart } from "../models/shipped/shippedEye";
import { trainer } from "../train/train";
import { type NetworkRecipe, type OpenRecipe, tellLast } from "./networkRecipe";
import { eyeTraining, picturesOfScenes, seenScenes } from "./sceneEye";

const hiddenSize = 128;
const embeddingSize = 64;
/** Each of the eye's 8 × 8 places knows only what is there: to name a thing, attention must go to where it is. */
const tap = "places";
const featureSize = 128;

const config = {
  data: "scenes of emoji with five captions each; tested on scenes whose pairs of things occur in none of them",
  ...{ trainScenes: 8_000, testScenes: 300, maxWords: 10 },
  ...{ hiddenSize, embeddingSize, attentionSize: 48, batchSize: 64, steps: 2_500, seed: 1 },
  // By Adam; the learning rate falls in a line to zero.
  ...{ learningRate: 0.008, evaluateEvery: 250 },
  eye: eyeTraining(tap),
  glance: "soft" as Glance,
};

/** "3.2-soft" */
export const captionNetwork: NetworkRecipe = { config, module: __filename, open: openCaptioner };

async function openCaptioner(): Promise<OpenRecipe> {
  const { glance, maxWords, attentionSize, batchSize, steps, evaluateEvery, learningRate } = config;
  const [artwork, set] = [await sprites(), captionedScenes({ ...config, ...networkOf })];
  const spec: LookingCaptionerSpec = {
    eye: { imageSize: config.eye.imageSize, classes: emoji.length, tap },
    cell: { cell: "gru", options: { inputSize: embeddingSize + featureSize, hiddenSize } },
    attention: { attentionSize, glance, ...wholeCaptioner },
    ...{ maxWords, words: set.vocabulary.words },
  };
  const built = lookingCaptioner(spec);
  const { model, eye, vocabulary } = built;
  const key = seed(config.seed);
  const pictures = picturesOfScenes(
    set.test.map(({ scene }) => scene),
    artwork,
    eye.imageSize,
  );
  // One caption of each test scene: the first that is short enough, or the first words of one.
  const asked = set.test.map(({ captions }, image) => {
    const { words } = captions.find((one) => one.words.length <= maxWords) ?? captions[0];
    return { image, tokens: vocabulary.encode(words.slice(0, maxWords)) };
  });
  const tested = targetBatch(asked, maxWords);
  const testNats = (params: Params, image: tf.Tensor3D) =>
    tf.tidy(() => model.loss(params, { ...tested, image }).dataSync()[0]);
  return {
    ...{ model: built.whole, spec },
    data: () => JSON.stringify([set.train, set.test]),
    async train(context) {
      const seen = await seenScenes(
        eye,
        { scenes: set.train.map(({ scene }) => scene), artwork, spec: spec.eye },
        context,
      );
      const items = captionItems(set.train, vocabulary, maxWords);
      const image = eye.look(seen.params, pictures);
      const batchOf = (drawn: typeof items): CaptionBatch<tf.Tensor3D> => ({
        ...targetBatch(drawn, maxWords),
        image: seen.mapsOf(drawn.map((item) => item.image)),
      });
      const training = trainer<Params, CaptionBatch<tf.Tensor3D>, Record<string, never>>({
        loss: (params, batch) => model.loss(params, batch),
        optimizer: { method: "adam", learningRate, decaySteps: steps },
        clipNorm: 5,
      });
      try {
        const { params, ...learnt } = await learn(training, {
          ...{ ...context, steps, evaluateEvery },
          params: model.init(fork(key, "weights")),
          batches: mapped(drawItems(items, batchSize, fork(key, "batches")), batchOf),
          point: pointOf((now) => ({ nats: testNats(now, image) })),
          report: tellLast(context.report, ({ nats, trainNats }: Point<{ nats: number }>) => {
            return `${trainNats.toFixed(3)} nats per word in training, ${nats.toFixed(3)} of new pairs of things`;
          }),
        });
        return { ...learnt, params: { ...prefixed("eye.", seen.params), ...params } };
      } finally {
        training.close();
        image.dispose();
      }
    },
    heldOut: {
      unit: "nats per word",
      of: `a caption of each of ${set.test.length} scenes whose pairs of things occur in no scene that it has learnt from, the true words before each given`,
    },
    loss(all) {
      const { eye: own, params } = apart(eye, all);
      return scoped(() => testNats(params, own.look(pictures)));
    },
    more(all) {
      const { eye: own, params } = apart(eye, all);
      const said = scoped(() =>
        tf
          .split(pictures, set.test.length)
          .map((picture) => describePicture({ ...built, params, eye: own }, picture as tf.Tensor4D)),
      );
      const candidates = said.map((words) => words.map(({ word }) => word));
      const named = candidates.flatMap((words, i) => namedThings(words, set.test[i].scene));
      const pointed = candidates.flatMap((words, i) =>
        attendedThings(words, set.test[i].scene, (t) => said[i][t].alpha),
      );
      const { ciderD } = captionScores(
        candidates.map((candidate, i) => ({ candidate, references: set.test[i].captions.map(({ words }) => words) })),
      );
      const { pointing, anywhere } = pointingAccuracy(pointed);
      return {
        "CIDEr-D of the likeliest words": ciderD,
        "share of the named things that are in the picture": named.filter(({ there }) => there).length / named.length,
        "share of the named things that it looks at": pointing,
        "the same of any place": anywhere,
      };
    },
    close: () => tf.dispose([pictures, tested] as tf.TensorContainer),
  };
}

/** What `captionedScenes` is told of the network that looks; its scenes do not depend on it. */
const networkOf = {
  imageSize: config.eye.imageSize,
  networkLayouts: config.eye.layouts,
  networkSteps: config.eye.steps,
};
