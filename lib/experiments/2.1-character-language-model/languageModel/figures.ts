import { mean } from "../../../analysis/statistics";
import { meanAndBand, overCurves } from "../../../lab/bands";
import type { CurvePoint } from "../../../lab/textLearner";
import { meanText } from "../../../lab/trials";
import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { heatStrip } from "../../../view/heatStrip";
import { visible } from "../../../view/legible";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import type { CharLmModelResult, CharLmResult, Diversity } from "./config";

/** What the loss figure needs, so that it can be drawn while the last model still learns. */
type Curves = Omit<CharLmResult, "models"> & {
  readonly models: readonly Pick<CharLmModelResult, "network" | "curve">[];
};

const characters = ({ characters }: CurvePoint) => characters;
const heldOut = ({ heldOutBits }: CurvePoint) => heldOutBits;

/** Bits (and nats) per held-out character against characters read, by network: mean over the models and its interval; by rate beside it. */
export function languageModelLossFigure(result: Curves): Figure {
  const { models, networks, baselines, bestOrder, corpus, pilots } = result;
  const bySize = networks
    .map(({ network }) => ({ network, own: models.filter((model) => model.network === network) }))
    .filter(({ own }) => own.some(({ curve }) => curve.length > 0))
    .map(({ network, own }) => overCurves(network, own, { x: characters, y: heldOut }));
  const counted = baselines.filter(({ order }) => order === 2 || order === bestOrder);
  const y = {
    title: "bits per character",
    range: around([...counted.map(({ bits }) => bits), ...bySize.flatMap(({ y }) => y)]),
  };
  const ends = bySize.map(({ name, y }) => `${name} at ${y.at(-1)?.toFixed(2) ?? "–"}`).join(", ");
  const sizes = lines(bySize, {
    title: pilots.length > 0 ? "by network" : `Learning to predict the next character of ${corpus.name}`,
    ...{ x: { title: "characters read" }, y, right: { title: "nats per character", factor: Math.LN2 } },
    alt: `Held-out loss of ${models.length} models against characters read; it ends, in bits per character: ${ends}`,
    references: counted.map(({ order, bits }) => ({
      ...{
        name: order === 2 ? `counting pairs: ${bits.toFixed(2)}` : `best count (${order} in a row): ${bits.toFixed(2)}`,
        y: bits,
      },
      side: "right",
    })),
  });
  if (pilots.length === 0) return sizes;
  const dashes = ["dot", "solid", "dash"] as const;
  const byRate = networks
    .filter(({ emptied }) => !emptied)
    .flatMap(({ network }, i) =>
      pilots
        .filter((pilot) => pilot.network === network)
        .map(
          ({ learningRate, curve }, rate): Series => ({
            ...{ name: `${network}, rate ${learningRate}`, x: curve.map(characters), y: curve.map(heldOut) },
            ...{ color: palette[i], dash: dashes[rate % dashes.length] },
          }),
        ),
    );
  return panels(`Learning to predict the next character of ${corpus.name}`, [
    sizes,
    lines(byRate, {
      title: "by learning rate (pilots)",
      x: { title: "characters read" },
      y,
      alt: "the same by learning rate",
    }),
  ]);
}

const around = (values: readonly number[]): [number, number] => [Math.min(...values) - 0.2, Math.max(...values) + 0.2];

/** What the texts are like at each temperature, mean and 95 % interval over the models; the text itself beside it. */
export function diversityFigure(result: CharLmResult): Figure {
  const { reference, corpus } = result;
  const panel = (
    title: string,
    of: (diversity: Diversity) => number,
    side: "left" | "right",
    range?: [number, number],
  ) =>
    lines(
      writers(result).map(({ network, own }) => overTemperatures(network, own, of)),
      {
        title,
        x: { title: "temperature (0: argmax)" },
        y: { title: "", ...(range ? { range } : {}) },
        alt: `${title} against temperature`,
        references: [{ name: corpus.name, y: of(reference), side }],
      },
    );
  return panels("Texts drawn by argmax (temperature 0) and by softmax sampling", [
    panel("Different 4-grams among all", (d) => d.distinct, "left", [0, 1.05]),
    panel("Entropy of the 4-grams, bits", (d) => d.entropy, "left"),
    panel("Words that the book knows", (d) => d.words, "right", [0, 1.05]),
    panel("Texts that end in a cycle", (d) => d.cycling, "left", [-0.05, 1.05]),
  ]);
}

function overTemperatures(
  name: string,
  models: readonly CharLmModelResult[],
  of: (diversity: Diversity) => number,
): Series {
  const written = textsOf(models);
  const temperatures = written[0]?.map(({ temperature }) => temperature) ?? [];
  const values = temperatures.map((_, i) => written.map((diversity) => of(diversity[i])));
  return { name, x: temperatures, markers: true, ...meanAndBand(values) };
}

/** The networks that write, with their models. */
const writers = ({ networks, models }: CharLmResult) =>
  networks
    .filter(({ emptied }) => !emptied)
    .map((network) => ({ ...network, own: models.filter((model) => model.network === network.network) }));

/** The models of the network that the options name. */
const largest = (result: CharLmResult) => writers(result).at(-1)!;

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
export function textsTable(result: CharLmResult): Table {
  const { network, own } = largest(result);
  const written = textsOf(own);
  const count = written.length * result.config.texts;
  return {
    caption: `The first model (${network}) writes, after the same prompt; and how many of the ${count} texts of all its models end in a cycle`,
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
export function writingTable(result: CharLmResult): Table {
  const { network, own } = largest(result);
  const curve = own[0]?.curve ?? [];
  const shown = new Set(Array.from({ length: 8 }, (_, i) => Math.round((curve.length - 1) * (i / 7) ** 1.5)));
  return {
    caption: `The first model (${network}) writes as it learns, at temperature 0.75`,
    header: ["characters read", "held-out bits", "text"],
    rows: curve
      .filter((_, i) => shown.has(i))
      .map(({ characters, heldOutBits, sample }) => [characters.toLocaleString("en"), heldOutBits.toFixed(2), sample]),
    verbatim: [2],
  };
}

/** Each network: how large it is, at which rate it learnt, how well it predicts, and what its first model writes. */
export function sizesTable(result: CharLmResult): Table {
  const bits = (own: readonly CharLmModelResult[]) => own.flatMap(({ heldOutBits }) => heldOutBits ?? []);
  const text = (own: readonly CharLmModelResult[]) =>
    textsOf(own)[0]?.find(({ temperature }) => temperature === 0.5)?.text;
  return {
    caption:
      "The networks, on all the held-out text: mean over the models; and what the first model of each writes at temperature 0.5",
    header: ["network", "parameters", "learning rate", "bits per character", "nats", "text"],
    rows: writers(result).map(({ network, parameters, learningRate, own }) => [
      ...[network, parameters.toLocaleString("en"), String(learningRate ?? "–"), meanText(bits(own))],
      ...[meanText(bits(own).map((one) => one * Math.LN2)), text(own) ?? "–"],
    ]),
    verbatim: [5],
  };
}
