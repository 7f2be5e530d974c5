import { overCurves } from "../../../lab/bands";
import { finished, meanText } from "../../../lab/trials";
import { type Figure, lines } from "../../../view/figure";
import type { Table } from "../../../view/table";
import type { CharRnnModelResult, CharRnnResult } from "./config";

/** Nats (and bits) per character against epochs: mean over the models and its interval. */
export function epochsFigure({ models, corpus }: CharRnnResult): Figure {
  const curves = models.map(({ curve }) => ({ curve: curve.map((point) => ({ ...point, step: point.epoch })) }));
  const held = overCurves("held-out text", curves, { y: ({ heldOutNats }) => heldOutNats });
  const learnt = overCurves("training text, mean over the epoch", curves, { y: ({ trainNats }) => trainNats });
  return lines([learnt, held], {
    title: `char-rnn's recipe on ${corpus.name}`,
    x: { title: "epochs" },
    y: { title: "nats per character" },
    right: { title: "bits per character", factor: 1 / Math.LN2 },
    alt: `Training and held-out loss over the epochs of ${models.length} models; held-out ends at ${held.y.at(-1)?.toFixed(3) ?? "–"} nats per character`,
  });
}

/** What char-rnn's README and train.lua say, and what was measured. */
export function benchmarkTable({ config, corpus, parameters, models }: CharRnnResult): Table {
  const done = finished(models);
  const of = (value: (model: CharRnnModelResult) => number) => done.map(value);
  const last = of(({ curve }) => curve.at(-1)!.heldOutNats);
  const best = of(({ curve }) => Math.min(...curve.map(({ heldOutNats }) => heldOutNats)));
  const bits = (nats: readonly number[]) => meanText(nats.map((one) => one / Math.LN2));
  const speed = of(({ curve }) => curve.at(-1)!.characters / curve.at(-1)!.seconds);
  return {
    caption: `The benchmark, mean over ${done.length} seeds, beside what char-rnn says of itself`,
    header: ["", "here", "char-rnn's README and train.lua"],
    rows: [
      ["text", `${corpus.name}, ${corpus.characters.toLocaleString("en")} characters`, "tinyshakespeare, about 1 MB"],
      ["network", `${config.layers} × ${config.cell} of ${config.hiddenSize} units`, "2 layers of 128 units"],
      ["parameters", parameters.toLocaleString("en"), "150K"],
      ["epochs", String(config.epochs), "50"],
      ["held-out nats per character, at the end", meanText(last), "not said"],
      ["held-out nats per character, best epoch", meanText(best), "not said"],
      ["held-out bits per character, at the end", bits(last), "not said"],
      ["held-out bits per character, best epoch", bits(best), "not said"],
      ["characters a second, one core", meanText(speed, 0), "not said"],
    ],
  };
}

/** What the first model writes in the end. */
export const charRnnTextTable = ({ models }: CharRnnResult): Table => ({
  caption: "The first model writes in the end, at temperature 1",
  header: ["text"],
  rows: models.slice(0, 1).map(({ text }) => [text]),
  verbatim: [0],
});
