import { vanilla } from "../../cells/vanilla";
import { normal, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import { manyToMany } from "../../models/manyToMany";
import { type ManyToOneOptions, manyToOne } from "../../models/manyToOne";
import { oneToMany } from "../../models/oneToMany";
import { seq2seq } from "../../models/seq2seq";
import { type Slides, tokens } from "../shared/slide";

const key = seed(1);
const [inputSize, hiddenSize, classes] = [5, 6, 4];
const cell = () => vanilla({ inputSize, hiddenSize });
const inputs = (T: number) => normal<tf.Rank.R3>(key, [1, T, inputSize]);

/** A sequence, and what is said at its end. */
function atTheEnd(readOut: ManyToOneOptions["readOut"], title: string) {
  const length = 4;
  const model = manyToOne(cell(), { classes, length, readOut });
  const [weights, x] = [model.init(key), inputs(length)];
  return diagram(() => ({ y: model.logits(weights, x) }), { name: title, title, weights, given: { x } });
}

/** A sequence, and what is said at each step but the first `skip`. */
function alongTheWay(T: number, skip: number, title: string) {
  const model = manyToMany(cell(), { classes, skip });
  const [weights, x] = [model.init(key), inputs(T)];
  return diagram(() => ({ y: model.logits(weights, x) }), { name: title, title, weights, given: { x } });
}

/** The wirings of section 1, each drawn from a run of the lab's own. */
export const wiringSlides = {
  "1-one-to-many": () => {
    const model = oneToMany(cell(), { conditionSize: 3 });
    const [weights, c, y] = [model.init(key), normal<tf.Rank.R2>(key, [1, 3]), tokens(0, 3, 1)];
    const run = () => ({ y: model.logits(weights, y, model.start(weights, c)).logits });
    const title = "One to many: one input is read, then only what was written";
    return diagram(run, { name: "One to many", title, weights, given: { x: c, s: y } });
  },
  "1-many-to-one": () => atTheEnd("last", "Many to one: the last state says it"),
  "1-many-to-many": () => alongTheWay(5, 3, "Many to many: first read, then write"),
  "1-in-step": () => alongTheWay(4, 0, "Synced many to many: one output for each input"),
  "1-seq2seq": () => {
    const model = seq2seq(cell(), vanilla({ inputSize: 6, hiddenSize }));
    const [weights, x, s] = [model.init(key), tokens(0, 3, 1), tokens(0, 2, 4)];
    const run = () => ({
      y: model.logits(weights, s, model.encode(weights, { tokens: x, mask: tf.ones([1, 3]) })).logits,
    });
    const title = "Encoder and decoder: the encoder's last state is all that the decoder knows";
    return diagram(run, {
      name: "Encoder and decoder",
      title,
      weights,
      given: { x, s },
      words: { s: ["START"] },
    });
  },
  "1-dense-over-all-h": () => atTheEnd("all", "A dense layer over all h"),
} satisfies Slides;
