import { estimate, mean } from "../analysis/statistics";
import { type Figure, lines } from "../view/figure";
import type { Table } from "../view/table";
import { overCurves } from "./bands";
import type { CountedBits } from "./countedBits";
import type { CurvePoint } from "./textLearner";
import { finished, type Trial } from "./trials";

export const compareDefaults = {
  corpus: "moby-dick",
  /** Of the lab's GRU. The other cells have as many units as give their models as many parameters. */
  hiddenSize: 64,
  batchSize: 32,
  windowLength: 32,
  steps: 400,
  /** Each cell learns at the one that is best for it on a seed which counts in no verdict. */
  learningRates: [0.01, 0.02, 0.04],
  clipNorm: 5,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 50,
  /** On how many windows of each of `batchSize` readers of the held-out text the loss is measured. */
  heldOutWindows: 12,
  /** How many models of each cell are trained, each from weights and from a place in the text of its own. */
  seeds: 5,
  /** The first of them. Whoever has looked at some, and chose by them, judges others. */
  firstSeed: 1,
};
/** How cells are compared: the text, and how long their models learn. */
export interface CompareConfig extends Readonly<typeof compareDefaults> {}

/** One model of a cell, named by its `condition`; `bits` a held-out character after the last step. */
export interface ComparedTrial extends Trial {
  readonly final: { readonly bits: number } | null;
  readonly curve: readonly CurvePoint[];
}

/** Cells of one's own beside the lab's GRU, and beside what counting reaches. */
export interface CompareResult {
  readonly config: CompareConfig;
  readonly corpus: { readonly name: string; readonly vocabSize: number };
  /** Order 0 takes every character to be equally likely. */
  readonly baselines: readonly Pick<CountedBits, "order" | "bits">[];
  /** The lab's GRU is the last. The learning rate is null where it was not yet chosen. */
  readonly cells: readonly {
    readonly name: string;
    readonly hiddenSize: number;
    readonly parameters: number;
    readonly learningRate: number | null;
  }[];
  readonly trials: readonly ComparedTrial[];
}

/** What the lab's own cell is called among those that are compared. */
export const labCell = "GRU";

const ofCell = ({ trials }: CompareResult, name: string) => trials.filter(({ condition }) => condition === name);

/** Held-out bits against characters read, a line a cell with its 95 % interval; levels are what counting reaches. */
function comparedLosses(result: CompareResult): Figure {
  const { cells, corpus, baselines } = result;
  const series = cells.map(({ name }) =>
    overCurves(name, ofCell(result, name), { x: ({ characters }) => characters, y: ({ heldOutBits }) => heldOutBits }),
  );
  const counted = baselines.filter(({ order }) => order > 0);
  const seen = [...series.flatMap(({ y }) => y), ...counted.map(({ bits }) => bits)];
  return lines(series, {
    title: `Learning to predict the next character of ${corpus.name}`,
    x: { title: "characters read" },
    y: { title: "bits per held-out character", range: [Math.min(...seen) - 0.2, Math.max(...seen) + 0.2] },
    alt: `Held-out loss over training. ${series.map(({ name, y }) => `${name} ends at ${y.at(-1)?.toFixed(2) ?? "–"} bits`).join(", ")}.`,
    references: counted.map(({ order, bits }) => ({
      ...{ name: `${order}-gram: ${bits.toFixed(2)}`, y: bits },
      side: order < 3 ? "right" : "left",
    })),
  });
}

/** Every predictor of the text, the worst first. */
function comparedBits(result: CompareResult): Table {
  const { corpus, baselines, cells } = result;
  const counted = baselines.map(({ order, bits }) => ({ name: order === 0 ? "uniform" : `${order}-gram`, bits }));
  const trained = cells.map((cell) => {
    const all = finished(ofCell(result, cell.name)).flatMap(({ final }) => final?.bits ?? []);
    return { ...cell, bits: mean(all), all };
  });
  const rows = [
    ...counted.map((one) => ({ ...one, all: [], hiddenSize: "–", parameters: "–", learningRate: "–" })),
    ...trained,
  ];
  const interval = (all: readonly number[]) =>
    all.length < 2
      ? "–"
      : estimate(all)
          .interval.map((end) => end.toFixed(3))
          .join(" to ");
  return {
    caption: `How well the next character of ${corpus.name} is predicted, on the same held-out characters; cells: mean over the seeds`,
    header: ["predictor", "bits per character", "95 % interval", "seeds", "units", "parameters", "learning rate"],
    rows: rows
      .sort((a, b) => (b.bits || 0) - (a.bits || 0))
      .map(({ name, bits, all, hiddenSize, parameters, learningRate }) =>
        [
          name,
          Number.isNaN(bits) ? "–" : bits.toFixed(3),
          interval(all),
          all.length || "–",
          hiddenSize,
          parameters,
          learningRate ?? "–",
        ].map(String),
      ),
  };
}

/**
 * All that a study of cells of one's own needs besides its id, its claims and its run, which is `compareCells`:
 *   study({ id: "6-mine", ...comparedCells, run: …, claims: … })
 */
export const comparedCells = {
  defaults: compareDefaults,
  presets: {
    smoke: {
      ...{ hiddenSize: 8, batchSize: 4, windowLength: 8, steps: 6, evaluateEvery: 3, heldOutWindows: 2, seeds: 2 },
      learningRates: [0.01],
    },
    full: { hiddenSize: 256, windowLength: 64, steps: 10_000, evaluateEvery: 500, heldOutWindows: 32, seeds: 10 },
  },
  figures: { loss: comparedLosses },
  tables: { bits: comparedBits },
};
