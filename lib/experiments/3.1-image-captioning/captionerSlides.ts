import type { Params } from "../../cells/cell";
import { vanilla } from "../../cells/vanilla";
import { fork, normal, seed } from "../../core/random";
import { scoped } from "../../core/scoped";
import { asOne } from "../../core/tape";
import { prefixed, unprefixed } from "../../core/tensors";
import { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import type { Diagram } from "../../diagrams/networkDiagram";
import { captioner } from "../../models/captioner";
import { vgg } from "../../models/vgg";
import { train } from "../../train/train";
import { tokens } from "../shared/slide";

const words = ["START", "straw", "hat", "red", "dog", "END"];
const captions = [
  [1, 2],
  [3, 4],
];
const [side, F] = [8, 6];
const network = vgg({
  ...{ name: "small", imageSize: side, blocks: [[4], [8]], hidden: [10, F], classes: 5 },
  prepare: (images) => images,
});
const model = captioner(vanilla({ inputSize: 3 + F, hiddenSize: 5 }), { vocabSize: words.length, imageSize: F });

/** A picture's rows of red, green and blue through the network, to v = fc7 [1, F]. */
const see = (weights: Params, image: tf.Tensor): tf.Tensor2D =>
  network.forward(unprefixed("cnn.", weights), image.reshape([1, side, side, 3])).fc7;

/** The captioner of section 3.1: it has learnt two captions by heart, and says one of them from START to END. */
export async function captionerSlide(): Promise<Diagram> {
  const key = seed(3);
  const cnn = prefixed("cnn.", network.init(fork(key, "cnn")));
  const pictures = captions.map((_, i) => normal<tf.Rank.R3>(fork(key, `picture ${i}`), [1, side, side * 3]));
  const v = tf.tidy(() => tf.concat(pictures.map((picture) => see(cnn, picture))) as tf.Tensor2D);
  const initial = model.init(key);
  const { params } = await train({
    params: initial,
    loss: (weights, batch: ReturnType<typeof taught>) => model.loss(weights, batch),
    batches: lessons(v),
    steps: 200,
    optimizer: { method: "adam", learningRate: 0.03 },
  });
  const weights: Params = { ...cnn, ...params };
  const drawn = scoped(() => drawing(weights, pictures[0]));
  tf.dispose([weights, pictures, v, initial] as tf.TensorContainer);
  return drawn;
}

/** The captions and what each is about, as training disposes it. */
function taught(v: tf.Tensor2D) {
  const end = words.indexOf("END");
  return {
    image: v.clone(),
    inputs: tf.tensor2d(
      captions.map((caption) => [0, ...caption]),
      undefined,
      "int32",
    ),
    targets: tf.tensor2d(
      captions.map((caption) => [...caption, end]),
      undefined,
      "int32",
    ),
    mask: tf.ones([2, 3]) as tf.Tensor2D,
  };
}

/** The same batch without end, each made when it is asked for. */
function* lessons(v: tf.Tensor2D): Generator<ReturnType<typeof taught>> {
  for (;;) yield taught(v);
}

function drawing(weights: Params, image: tf.Tensor3D): Diagram {
  const said = saidOf(weights, image);
  const read = tokens(0, ...said.slice(0, -1));
  const run = () => {
    const { v } = asOne({ kind: "part", name: "CNN", reads: { image } }, ({ image }) => ({ v: see(weights, image) }));
    return { v, y: model.logits(weights, read, model.start(weights, v as tf.Tensor2D)).logits };
  };
  const title = "Captioner: a CNN turns the picture into v, which goes into every step beside the word";
  const quoted = (token: number) => (/^[A-Z]/.test(words[token]) ? words[token] : `“${words[token]}”`);
  return diagram(run, {
    ...{ name: "Captioner", title, weights, given: { image, x: read } },
    words: { x: [0, ...said.slice(0, -1)].map(quoted), y: said.map(quoted) },
  });
}

/** The likeliest words one after the other, each read before the next. */
function saidOf(weights: Params, image: tf.Tensor3D): number[] {
  const said: number[] = [];
  let [token, state] = [0, model.start(weights, see(weights, image))];
  for (let t = 0; t <= captions[0].length; t++) {
    const { logits, state: next } = model.next(weights, tf.tensor1d([token], "int32"), state);
    [token, state] = [logits.argMax(-1).dataSync()[0], next];
    said.push(token);
  }
  return said;
}
