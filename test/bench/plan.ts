import type { CaptionDecodeRow, CaptionTrainRow, CellName, CnnRow, Row, SampleRow, TrainRow } from "./protocol";

export const groups = ["train", "sample", "caption", "cnn", "memory", "trace"] as const;
export type Group = (typeof groups)[number];

/** Units a second of ours against PyTorch's; the goal is of their ratio. */
export interface RateEntry {
  readonly group: Group;
  readonly name: string;
  readonly unit: string;
  readonly row: Row;
  readonly goal: number;
}

/** How time and peak memory grow with the steps that the gradient goes back through; the goal is of the ratio of MB. */
export interface MemoryEntry {
  readonly name: string;
  readonly rows: readonly TrainRow[];
  readonly goal: number;
}

/** Seconds from the beginning to the end of the first training step; ours alone, and so is the goal. */
export interface TraceEntry {
  readonly name: string;
  readonly row: TrainRow;
  readonly goal: number;
}

export interface Plan {
  readonly rates: readonly RateEntry[];
  readonly memory: readonly MemoryEntry[];
  readonly traces: readonly TraceEntry[];
}

type Sizes = Pick<TrainRow, "hiddenSize" | "layers">;
const cells: readonly CellName[] = ["RNN", "LSTM", "GRU"];

/** Every row; or, quick, what takes about five minutes on two cores. */
export function plan({ quick }: { readonly quick: boolean }): Plan {
  const sizes = [128, 256, 512].flatMap((H) => [1, 2, 3].map((layers) => [H, layers] as const));
  const trainings = quick
    ? [...cells.map((cell) => training(cell, 256, 1)), training("LSTM", 256, 2)]
    : cells.flatMap((cell) => sizes.map(([H, layers]) => training(cell, H, layers)));
  const samplings = cells.flatMap((cell) => [sampling(cell, 1), sampling(cell, 16)]);
  return {
    rates: [...trainings, ...samplings, captionTraining, captionDecoding, cnn],
    memory: cells.map((cell) => backThrough(cell, quick ? [16, 128] : [16, 64, 256, 1024])),
    traces: cells.map(firstCall),
  };
}

/** The same plan with one group only. */
export const only = ({ rates, memory, traces }: Plan, group: Group): Plan => ({
  rates: rates.filter((entry) => entry.group === group),
  memory: group === "memory" ? memory : [],
  traces: group === "trace" ? traces : [],
});

const trainRow = (cell: CellName, sizes: Sizes & { readonly timeSteps: number }): TrainRow => ({
  kind: "train",
  cell,
  inputSize: 64,
  vocabSize: 64,
  batchSize: 64,
  ...sizes,
});

function training(cell: CellName, hiddenSize: number, layers: number): RateEntry {
  const goals: Record<CellName, number> = { RNN: 1.7, GRU: 1.5, LSTM: 1.3 };
  return {
    group: "train",
    name: `training ${cell} ${hiddenSize} × ${layers}`,
    unit: "tokens/s",
    row: trainRow(cell, { hiddenSize, layers, timeSteps: 64 }),
    goal: hiddenSize === 256 && layers === 1 ? goals[cell] : 1.1,
  };
}

function sampling(cell: CellName, block: 1 | 16): RateEntry {
  const row: SampleRow = { kind: "sample", cell, hiddenSize: 512, layers: 2, vocabSize: 96, block };
  const how = block === 1 ? "a character alone" : `in blocks of ${block}`;
  const goal = block === 1 ? 1.4 : 2.5;
  return { group: "sample", name: `sampling ${cell}, ${how}`, unit: "characters/s", row, goal };
}

const captioner = {
  places: 64,
  featureSize: 256,
  attentionSize: 256,
  embeddingSize: 256,
  hiddenSize: 512,
  vocabSize: 1000,
};

const captionTraining: RateEntry = {
  group: "caption",
  name: "training captioner",
  unit: "tokens/s",
  row: { kind: "captionTrain", ...captioner, batchSize: 32, timeSteps: 16 } satisfies CaptionTrainRow,
  goal: 1.3,
};

const captionDecoding: RateEntry = {
  group: "caption",
  name: "captioner, beam of 5",
  unit: "steps/s",
  row: { kind: "captionDecode", ...captioner, beams: 5 } satisfies CaptionDecodeRow,
  goal: 1.2,
};

const vgg: CnnRow = {
  kind: "cnn",
  batchSize: 32,
  imageSize: 64,
  channels: [32, 32, 64, 64, 128, 128],
  hiddenSize: 256,
  classes: 100,
};
const cnn: RateEntry = { group: "cnn", name: "training CNN", unit: "images/s", row: vgg, goal: 1.3 };

function backThrough(cell: CellName, lengths: readonly number[]): MemoryEntry {
  const rows = lengths.map((timeSteps) => trainRow(cell, { hiddenSize: 512, layers: 2, timeSteps }));
  return { name: `back through time, ${cell} 512 × 2`, rows, goal: 1 };
}

function firstCall(cell: CellName): TraceEntry {
  const row = trainRow(cell, { hiddenSize: 256, layers: 2, timeSteps: 200 });
  return { name: `first call, ${cell} 256 × 2, 200 steps`, row, goal: 2 };
}
