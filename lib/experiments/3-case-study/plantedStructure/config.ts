import type { CellName } from "../../../cells/stackOf";
import type { PlantedState } from "../../../data/planted";
import type { Reader, ReaderJob } from "../reader";

/** What the claim about the planted text needs. */
export const plantedDefaults = {
  cell: "gru" as CellName,
  hiddenSize: 64,
  /** Of the planted text; the last tenth is held out. */
  characters: 300_000,
  batchSize: 16,
  windowLength: 48,
  steps: 800,
  learningRate: 0.02,
  clipNorm: 5,
  evaluateEvery: 80,
  heldOutWindows: 10,
  seeds: 5,
  /** Characters of the held-out text on which units are chosen, and as many again on which they are measured and frozen. */
  stretch: 12_288,
  /** How many shifts of the labels show what chance does. */
  shifts: 99,
  /** How many units of a structure are frozen at once. */
  frozen: 4,
  /** How many draws of as many other units, each as active as one of the structure's, are frozen for comparison. */
  controls: 2,
};
export interface PlantedConfig extends Readonly<typeof plantedDefaults> {}

export const plantedPresets = {
  smoke: {
    ...{ hiddenSize: 16, characters: 40_000, batchSize: 16, windowLength: 32, steps: 60, evaluateEvery: 30, seeds: 2 },
    ...{ stretch: 1024, shifts: 19, controls: 1, heldOutWindows: 2 },
  },
  lecture: {
    ...{ hiddenSize: 128, characters: 1_000_000, steps: 6_000, learningRate: 0.01, evaluateEvery: 300, seeds: 8 },
    ...{ stretch: 49_152, controls: 5 },
  },
  full: { hiddenSize: 128, characters: 2_000_000, steps: 10_000, learningRate: 0.004, evaluateEvery: 500, seeds: 10 },
} satisfies Record<string, Partial<PlantedConfig>>;

export type PlantedJob = Omit<PlantedConfig, "seeds"> & ReaderJob;

/** One structure of the planted text. */
export interface PlantedStructure {
  /** The property of a character that units are asked for. */
  readonly label: (state: PlantedState) => boolean;
  /** Whether the structure decides what comes: the character `next` after `state`. */
  readonly decides: (state: PlantedState, next: string) => boolean;
}

/** The planted structures: what is asked of units, and on which characters each bears. */
export const plantedStructures = {
  quotation: {
    label: ({ quoted }) => quoted,
    decides: ({ quoted }, next) => quoted && next === '"',
  },
  bracket: {
    label: ({ depth }) => depth > 0,
    decides: (_, next) => next === ")",
  },
  "line length": {
    label: ({ column }) => column >= 12,
    decides: ({ phase }, next) => phase === "end" && "\n{}".includes(next),
  },
  indentation: {
    label: ({ level }) => level > 0,
    decides: ({ phase }) => phase === "indentation",
  },
  "word position": {
    label: ({ letters }) => letters >= 3,
    decides: ({ letters }) => letters > 0,
  },
} satisfies Record<string, PlantedStructure>;

export type StructureName = keyof typeof plantedStructures;
export const structureNames = Object.keys(plantedStructures) as StructureName[];

/** Characters that no structure decides. */
export const noStructure = "none of these";

/** What it costs to freeze the best units of a structure: extra bits a character, in each block of the text. */
export interface Freezing {
  readonly structure: StructureName;
  /** On the characters that each structure decides, and on those that none does. */
  readonly on: Readonly<Record<StructureName | typeof noStructure, readonly number[]>>;
  /** On those of its own where as many other units of the same activity are frozen instead: the mean over the draws. */
  readonly control: readonly number[];
  /** The mean standard deviation of the units that are frozen, and of those instead. */
  readonly activity: readonly [own: number, control: number];
}

export interface PlantedModel extends Reader {
  /** Empty where the network was not trained to the end. */
  readonly freezings: readonly Freezing[];
}

export interface PlantedResult {
  readonly config: PlantedConfig;
  /** Bits per held-out character of the grammar itself. */
  readonly floor: number;
  readonly models: readonly PlantedModel[];
}
