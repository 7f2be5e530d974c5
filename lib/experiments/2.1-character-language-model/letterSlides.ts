import { cellStep } from "../../cells/cell";
import { vanilla } from "../../cells/vanilla";
import { fork, seed } from "../../core/random";
import { scoped } from "../../core/scoped";
import type { NamedTensors } from "../../core/tensors";
import { tf } from "../../core/tf";
import { diagram } from "../../diagrams/diagram";
import type { Diagram } from "../../diagrams/networkDiagram";
import { charLm } from "../../models/charLm";
import { hello } from "../2-vanilla-rnn/hello/claims";
import type { HelloPass } from "../2-vanilla-rnn/hello/config";
import { runHelloModel, wordTokens } from "../2-vanilla-rnn/hello/job";
import { drawFrom, type Slides, tokens } from "../shared/slide";

/** Reading letter by letter, by the network that section 2 has trained. */
export async function helloSlide(): Promise<Diagram> {
  const { seeds: _, ...job } = hello.defaults;
  const { pass } = await runHelloModel({ ...job, seed: 1 }, {});
  if (!pass) throw new Error("hello: seed 1 has no pass");
  const { letters } = wordTokens(job.word);
  return helloDrawing(
    pass,
    letters,
    `“hello” (${letters.join(", ")} one-hot): the state h, and scores of the next letter`,
  );
}

/** One pass over the word: every state and every score, the right one framed. */
export function helloDrawing({ weights: of, steps }: HelloPass, letters: readonly string[], title: string): Diagram {
  return scoped(() => {
    const rows = Object.entries(of).map(([name, row]) => [name, tf.tensor(name.startsWith("b") ? row[0] : row)]);
    const weights = Object.fromEntries(rows);
    const model = charLm(vanilla({ inputSize: letters.length, hiddenSize: steps[0].h.length }));
    const numbers = (which: "read" | "next") => steps.map((step) => letters.indexOf(step[which]));
    const [x, right] = [tokens(...numbers("read")), numbers("next")];
    const quoted = (which: "read" | "next") => steps.map((step) => `“${step[which]}”`);
    return diagram(() => ({ y: model.logits(weights, x).logits }), {
      ...{ name: "hello", title, weights, given: { x }, numbers: true },
      words: { x: quoted("read"), y: quoted("next") },
      marks: { y: right },
    });
  });
}

/** Writing what was drawn. */
export const letterSlides = {
  "2.1-sampling": () => {
    const V = 5;
    const cell = vanilla({ inputSize: V, hiddenSize: 6 });
    const weights = charLm(cell).init(fork(seed(1), "sampling"));
    const first = tf.oneHot(tf.tensor1d([0], "int32"), V).cast("float32") as tf.Tensor2D;
    const run = () => {
      const drawn: NamedTensors[] = [];
      let [state, x] = [cell.zeroState(1), first];
      [0.7, 0.4, 0.9].forEach((uniform, t) => {
        state = cellStep(cell, weights as Parameters<typeof cell.step>[0], state, x);
        const p = state.h.matMul(weights.Wy).add(weights.by).softmax() as tf.Tensor2D;
        x = drawFrom(p, uniform);
        drawn.push({ [`p_{${t + 1}}`]: p, [`x_{${t + 2}}`]: x });
      });
      return Object.assign({}, ...drawn);
    };
    const title = "Sampling: softmax, one letter drawn from it, and that is the next input";
    return diagram(run, { name: "Sampling", title, weights, given: { "x_{1}": first } });
  },
} satisfies Slides;
