import { fork, type Key, seed } from "../core/random";
import { tf } from "../core/tf";
import { draws } from "../data/draws";
import { describePicture, type TrainedCaptioner } from "../models/shipped/shippedCaptioner";
import { again, choice } from "../view/controls";
import { moment } from "../view/moment";
import { networkOf } from "./networkOf";
import { asSeen, pictureControls, seenPicture, toldOfOwn } from "./seenPicture";
import { type LookedWord, looksFigure } from "./wordLooks";

/** Where a captioner with attention looks before each word that it says. */
export const wordByWord = moment({
  name: "3.2-looks",
  title: "Where does each word look?",
  networks: ["3.2-soft"],
  artwork: true,
  controls: {
    ...pictureControls({ 8: "cow", 10: "chair" }),
    reads: choice(["all places, weighted by α", "one place, drawn from α"] as const, { label: "each word reads" }),
    draw: again("draw places again"),
  },
  async answer({ reads, draw, ...composed }) {
    const picture = seenPicture(composed);
    const network = networkOf("3.2-soft");
    const isHard = reads === "one place, drawn from α";
    const looks = await asSeen(picture, network.eye.imageSize, (tensor): readonly LookedWord[] =>
      isHard ? saidByDraws(network, tensor, fork(seed(draw), "places")) : describePicture(network, tensor),
    );
    const caption = looks.map(({ word }) => word).join(" ");
    const figure = await looksFigure(picture, looks, `${isHard ? "Hard" : "Soft"} attention: “${caption}”`);
    return [figure, ...toldOfOwn(picture)];
  },
});

/**
 * The caption where attention is hard: before each word one place is drawn from α, and read alone; α is that of a network
 * which has learnt to read all places.
 */
function saidByDraws(network: TrainedCaptioner, picture: tf.Tensor4D, key: Key): LookedWord[] {
  const { model, params, eye, vocabulary, maxWords } = network;
  const [L, D] = eye.shape;
  const map = eye.look(picture);
  const words: LookedWord[] = [];
  let state = model.start(params, map);
  for (let last = vocabulary.start; words.length < maxWords; ) {
    const read = tf.tensor1d([last], "int32");
    const alpha = Array.from(model.next(params, read, state).state.alpha.dataSync());
    const place = drawnFrom(alpha, draws(fork(key, words.length)).number(0, 1));
    // The mean under α of a map that is this place everywhere.
    const x = map
      .slice([0, place, 0], [1, 1, D])
      .tile([1, L, 1])
      .reshape<tf.Tensor2D>([1, L * D]);
    const next = model.next(params, read, { ...state, x });
    const probs = next.logits.softmax().dataSync();
    last = probs.indexOf(Math.max(...probs));
    if (last === vocabulary.end) break;
    words.push({ word: vocabulary.words[last], p: probs[last], alpha, place });
    state = { ...next.state, x: state.x };
  }
  return words;
}

/** The place where the sum of the shares before it passes `share`. */
function drawnFrom(alpha: ArrayLike<number>, share: number): number {
  let sum = 0;
  for (let i = 0; i < alpha.length; i++) {
    sum += alpha[i];
    if (share < sum) return i;
  }
  return alpha.length - 1;
}
