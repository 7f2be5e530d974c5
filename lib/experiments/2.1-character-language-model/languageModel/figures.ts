import { mean } from "../../../analysis/statistics";
import { meanAndBand, overCurves } from "../../../lab/bands";
import type { CurvePoint } from "../../../lab/textLearner";
import { type Figure, lines, type Series } from "../../../view/figure";
import { heatStrip } from "../../../view/heatStrip";
import { visible } from "../../../view/legible";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import type { CharLmModelResult, CharLmResult, Diversity } from "./config";

/** What the loss figure needs, so that it can be drawn while the last model still learns. */
type Curves = Omit<CharLmResult, "models"> & { readonly models: readonly Pick<CharLmModelResult, "curve">[] };

const names = ["", "characters alone", "pairs", "triples", "four in a row"];

/**
 * Bits (and nats) per character against characters read: mean over the models and its 95 % interval. A point of the
 * training text is the mean of the steps before it, and so lags behind.
 */
export function languageModelLossFigure({ models, baselines, corpus }: Curves): Figure {
  const x = (point: CurvePoint) => point.characters;
  const held = overCurves("held-out text", models, { x, y: (point) => point.heldOutBits });
  const learnt = overCurves("training text, mean since the last point", models, { x, y: (point) => point.trainBits });
  const levels = baselines.map(({ bits }) => bits);
  return lines([learnt, held], {
    title: `Learning to predict the next character of ${corpus.name}`,
    x: { title: "characters read" },
    y: { title: "bits per character", range: around([...levels, ...held.y]) },
    right: { title: "nats per character", factor: Math.LN2 },
    alt: `Training and held-out loss of ${models.length} models; held-out ends at ${held.y.at(-1)?.toFixed(2) ?? "–"} bits per character`,
    references: baselines.map(({ order, bits }) => ({
      name: `counting ${names[order]}: ${bits.toFixed(2)}`,
      y: bits,
      side: order < 3 ? "right" : "left",
    })),
  });
}

const around = (values: readonly number[]): [number, number] => [Math.min(...values) - 0.2, Math.max(...values) + 0.2];

/** What the texts are like at each temperature, mean and 95 % interval over the models; the text itself beside it. */
export function diversityFigure({ models, reference, corpus }: CharLmResult): Figure {
  const panel = (
    title: string,
    of: (diversity: Diversity) => number,
    side: "left" | "right",
    range?: [number, number],
  ) =>
    lines([overTemperatures(models, of)], {
      title,
      x: { title: "temperature (0: argmax)" },
      y: { title: "", ...(range ? { range } : {}) },
      alt: `${title} against temperature`,
      references: [{ name: corpus.name, y: of(reference), side }],
    });
  return panels("Texts drawn by argmax (temperature 0) and by softmax sampling", [
    panel("Different 4-grams among all", (d) => d.distinct, "left", [0, 1.05]),
    panel("Entropy of the 4-grams, bits", (d) => d.entropy, "left"),
    panel("Words that the book knows", (d) => d.words, "right", [0, 1.05]),
    panel("Texts that end in a cycle", (d) => d.cycling, "left", [-0.05, 1.05]),
  ]);
}

function overTemperatures(models: readonly CharLmModelResult[], of: (diversity: Diversity) => number): Series {
  const written = textsOf(models);
  const temperatures = written[0]?.map(({ temperature }) => temperature) ?? [];
  const values = temperatures.map((_, i) => written.map((diversity) => of(diversity[i])));
  return { name: "models", x: temperatures, markers: true, ...meanAndBand(values) };
}

/** The texts of each model that could write. */
const textsOf = (models: readonly CharLmModelResult[]) =>
  models.map(({ diversity }) => diversity).filter(({ length }) => length > 0);

/** The five likeliest characters at each place of a line that the model wrote, darker the surer it was. */
export function guessFigure({ strip }: CharLmResult): Figure {
  const { line, guesses } = strip ?? { line: "", guesses: [] };
  const ranks = ["1st", "2nd", "3rd", "4th", "5th"].slice(0, guesses[0]?.top.length);
  return heatStrip({
    title: "What the model expected at each character of a line that it wrote",
    rows: ["written", ...ranks],
    texts: [[...line].map(visible), ...ranks.map((_, rank) => guesses.map(({ top }) => visible(top[rank].character)))],
    values: [guesses.map(({ p }) => p), ...ranks.map((_, rank) => guesses.map(({ top }) => top[rank].p))],
    colorTitle: "probability",
    alt: `The model's five likeliest characters at each place of: ${line}`,
  });
}

/** What the first model wrote, by argmax and at each temperature, and the cycles that all models' texts end in. */
export function textsTable({ models, config }: CharLmResult): Table {
  const written = textsOf(models);
  const count = written.length * config.texts;
  return {
    caption: `The first model writes, after the same prompt; and how many of the ${count} texts of all models end in a cycle`,
    header: ["temperature", "end in a cycle", "mean period", "text"],
    rows: (written[0] ?? []).map(({ temperature, text }, i) => {
      const all = written.map((diversity) => diversity[i]);
      const periods = all.flatMap(({ period }) => period ?? []);
      return [
        temperature === 0 ? "argmax" : String(temperature),
        `${(100 * mean(all.map(({ cycling }) => cycling))).toFixed(0)} %`,
        periods.length > 0 ? `${mean(periods).toFixed(1)} characters` : "–",
        text,
      ];
    }),
    verbatim: [3],
  };
}

/** What the first model wrote at up to eight points: early ones close together, for there it learns fastest. */
export function writingTable({ models }: CharLmResult): Table {
  const curve = models[0]?.curve ?? [];
  const shown = new Set(Array.from({ length: 8 }, (_, i) => Math.round((curve.length - 1) * (i / 7) ** 1.5)));
  return {
    caption: "The first model writes as it learns, at temperature 0.75",
    header: ["characters read", "held-out bits", "text"],
    rows: curve
      .filter((_, i) => shown.has(i))
      .map(({ characters, heldOutBits, sample }) => [characters.toLocaleString("en"), heldOutBits.toFixed(2), sample]),
    verbatim: [2],
  };
}
