import type { Params } from "../cells/cell";
import { builders, type CellName, stackOf } from "../cells/stackOf";
import { fork, seed } from "../core/random";
import { tf } from "../core/tf";
import { slidingWindows } from "../data/windows";
import { charLm } from "../models/charLm";
import { sampler } from "../train/sample";
import { trainer } from "../train/train";
import type { Trained } from "../train/trainOptions";
import { again, choice, field, slider } from "../view/controls";
import { lines } from "../view/figure";
import { moment } from "../view/moment";
import { type OwnText, ownText, typeMore } from "./ownText";

const least = 20;
const [N, T, H] = [8, 16, 48];
const [steps, between, length] = [400, 10, 80];
const text =
  "Call me Ishmael. Some years ago - never mind how long precisely - having little or no money in my purse, and nothing " +
  "particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. It is a " +
  "way I have of driving off the spleen and regulating the circulation. Whenever I find myself growing grim about the mouth; " +
  "whenever it is a damp, drizzly November in my soul; then, I account it high time to get to sea as soon as I can. ";

/** The entropy of single characters, in bits: what the best guess costs that knows only how frequent each is. */
function guessing({ tokens, vocabulary }: OwnText): number {
  const counts = new Array<number>(vocabulary.size).fill(0);
  for (const token of tokens) counts[token]++;
  return counts.reduce((bits, count) => bits - (count / tokens.length) * Math.log2(count / tokens.length), 0);
}

/** Trains a small network on one's own text and shows, again and again, its loss and what it writes. */
export const ownTraining = moment({
  name: "2.1-own-training",
  title: "Train a small network on your own text: when does it write words?",
  controls: {
    own: field(text, { rows: 5, most: 2000, label: "text" }),
    cell: choice(Object.keys(builders) as CellName[], { start: "gru" as CellName, label: "cell" }),
    learningRate: slider(0.0005, 0.1, { start: 0.005, log: true, label: "learning rate" }),
    temperature: slider(0, 1.5, { start: 0.5, step: 0.1, label: "temperature at which it writes" }),
    weights: again("other fresh weights"),
  },
  async *answer({ own, cell, learningRate, temperature, weights }) {
    const read = ownText(own, least);
    if (!read) return yield typeMore(least);
    const key = seed(weights + 1);
    const model = charLm(stackOf({ cell, layers: 1, inputSize: read.vocabulary.size, hiddenSize: H, fanIn: 1 }));
    const params = model.init(fork(key, "weights"));
    const state = model.zeroState(N);
    const training = trainer({ loss: model.loss, optimizer: { method: "adam", learningRate }, clipNorm: 5 });
    const writing = sampler(model);
    let from: Trained<Params> | undefined;
    const texts: { step: number; bits: number; text: string }[] = [];
    try {
      while (!from || (from.ended === "finished" && from.history.length < steps)) {
        const done: number = from?.history.length ?? 0;
        const next: Trained<Params> = await training.train({
          ...{ params, state, from, steps: done + between, onDiverged: () => undefined },
          batches: slidingWindows(Int32Array.from(read.tokens), {
            batchSize: N,
            windowLength: Math.min(T, read.tokens.length - 1),
          }),
        });
        if (from) tf.dispose(from.params as tf.TensorContainer);
        from = next;
        const [drawn] = writing.draw(from.params, {
          ...{ sequences: [{ prompt: read.tokens.slice(0, 1), temperature, key: fork(key, "text") }], length },
        });
        const { loss, step } = from.history[from.history.length - 1];
        if (texts.length > 1 && !isRound(texts[texts.length - 1].step)) texts.pop();
        texts.push({ step, bits: loss / Math.LN2, text: read.vocabulary.decode([read.tokens[0], ...drawn]) });
        yield pictureOf(read, from, texts);
      }
    } finally {
      training.close();
      writing.close();
      tf.dispose([params, state, from?.params ?? {}] as tf.TensorContainer);
    }
  },
});

/** Those that stay in the table: each after about twice the steps of the one before. */
const isRound = (step: number): boolean => [10, 20, 50, 100, 200].includes(step);

function pictureOf(
  read: OwnText,
  { history, ended }: Trained<Params>,
  texts: readonly { step: number; bits: number; text: string }[],
) {
  const bits = history.map(({ loss }) => loss / Math.LN2);
  const last = bits[bits.length - 1];
  const guess = guessing(read);
  const told =
    ended === "diverged"
      ? "It has diverged: a smaller learning rate helps"
      : `Step ${bits.length}: ${last.toFixed(2)} bits per character`;
  return [
    lines([{ name: "loss", x: history.map(({ step }) => step), y: bits }], {
      title: told,
      x: { title: "step", range: [0, steps] },
      y: { title: "bits per character", range: [0, 1.05 * Math.max(...bits, guess)] },
      ...{
        references: [{ name: `knowing only how frequent each character is: ${guess.toFixed(2)}`, y: guess }],
        height: 260,
      },
      alt: `The loss over ${bits.length} steps, from ${bits[0].toFixed(2)} to ${last.toFixed(2)} bits per character`,
    }),
    {
      caption: "What it writes",
      header: ["step", "bits", "text"],
      rows: texts.map(({ step, bits: at, text: one }) => [String(step), at.toFixed(2), one]),
      verbatim: [2],
    },
  ];
}
