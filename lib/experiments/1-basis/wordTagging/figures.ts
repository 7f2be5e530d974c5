import { mean } from "../../../analysis/statistics";
import { meanAndBand, overCurves } from "../../../lab/bands";
import { type Figure, lines } from "../../../view/figure";
import { textHeats } from "../../../view/textHeat";
import type { TagsModel, TagsResult } from "./config";

type Curves = Pick<TagsResult, "counted" | "bestOrder"> & {
  readonly models: readonly Pick<TagsModel, "delay" | "curve">[];
};

/** Bits per held-out letter against steps, synced and later, and what counting reaches. */
export function taggingBitsFigure({ models, counted, bestOrder }: Curves): Figure {
  const delays = [...new Set(models.map(({ delay }) => delay))].sort((a, b) => a - b);
  const series = delays.map((delay) =>
    overCurves(
      when(delay),
      models.filter((model) => model.delay === delay),
      { y: ({ bits }) => bits },
    ),
  );
  return lines(series, {
    title: "Does a word begin here?",
    x: { title: "training steps" },
    y: { title: "bits per held-out letter", range: [0, Math.max(...counted.map(({ bits }) => bits), 0.7) + 0.1] },
    references: counted
      .filter(({ order }) => order === 1 || order === bestOrder)
      .map(({ order, bits }) => ({
        name: `${order === 1 ? "the letter alone" : `counting ${order} letters`}: ${bits.toFixed(2)}`,
        y: bits,
      })),
    alt: `Bits per held-out letter: ${series.map((s) => `${s.name} ${s.y.at(-1)?.toFixed(2) ?? "–"}`).join(", ")}; the letter alone ${counted[0].bits.toFixed(2)}`,
  });
}

/** How much more a tag costs when the letter k before it is another, against k; means that are not above 0 are left out. */
export function changedFigure({ models }: TagsResult): Figure {
  const all = models.flatMap(({ changed }) => (changed.length > 0 ? [changed.map(mean)] : []));
  const lags = (all[0] ?? []).map((_, k) => k).filter((k) => mean(all.map((own) => own[k])) > 0);
  const { y, low, high } = meanAndBand(lags.map((k) => all.map((own) => own[k])));
  const least = Math.min(...y) / 10;
  const series = { name: "synced", x: lags, y, low: low.map((value) => Math.max(value, least)), high, markers: true };
  return lines([series], {
    title: "The input k letters back is exchanged for another",
    x: { title: "k: letters back (0: the letter itself)" },
    y: { title: "bits more per held-out letter", log: true },
    alt: `Bits that a tag costs more when the letter k before it is another: ${lags.map((k, i) => `${k}: ${y[i].toFixed(4)}`).join(", ")}`,
  });
}

export const when = (delay: number): string =>
  delay === 0 ? "synced" : `${delay} letter${delay === 1 ? "" : "s"} later`;

/** A held-out passage, each letter on the probability that a word begins with it, when the tag is due at once … */
export const inStepFigure = (result: TagsResult): Figure => passageFigure(result, 0);

/** … and when it is due later. */
export const laterFigure = (result: TagsResult): Figure => passageFigure(result, Math.max(...result.config.delays));

function passageFigure({ models }: TagsResult, delay: number): Figure {
  const { text, p } = models.find((model) => model.delay === delay && model.shown)?.shown ?? { text: "", p: [] };
  return textHeats({
    title: "Where the network thinks that words begin",
    text,
    layers: [{ title: `told ${when(delay)} (capitals: where they do)`, values: p }],
    scale: "probability",
    colorTitle: "probability",
    columns: 72,
    alt: `Told ${when(delay)}: a held-out passage, each letter coloured by the probability that a word begins there: ${text.slice(0, 60)}`,
  });
}
