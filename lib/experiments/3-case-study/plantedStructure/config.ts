import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { PlantedState } from "../../../data/planted";
import type { CurvePoint } from "../../../lab/textLearner";
import type { Trained } from "../../../train/train";
import type { BestUnit } from "../bestUnits";
import type { Passage } from "../passage";

/** What the claims about the planted text share. */
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
  /** Characters of the held-out text on which units are chosen, and as many again on which they are measured and ablated. */
  stretch: 12_288,
  /** How many shifts of the labels show what chance does. */
  shifts: 99,
  /** How many units of a structure are held at once; the verdict is about the number that comes first. */
  ablated: [4, 1, 2, 8, 16],
  /** As many random units are held so many times, for comparison. */
  controls: 3,
};
export interface PlantedConfig extends Readonly<typeof plantedDefaults> {}

export const plantedPresets = {
  smoke: {
    ...{ hiddenSize: 16, characters: 40_000, batchSize: 16, windowLength: 32, steps: 60, evaluateEvery: 30, seeds: 2 },
    ...{ stretch: 1024, shifts: 19, ablated: [4, 1], controls: 1, heldOutWindows: 2 },
  },
  full: { hiddenSize: 128, characters: 2_000_000, steps: 10_000, learningRate: 0.004, evaluateEvery: 500, seeds: 10 },
} satisfies Record<string, Partial<PlantedConfig>>;

export type PlantedJob = Omit<PlantedConfig, "seeds"> & { readonly seed: number; readonly decaySteps: number };

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

/** What holding some units costs: extra bits a character, by what decides the character. */
export interface Damage {
  readonly units: number;
  /** On the characters that each structure decides. */
  readonly on: Readonly<Record<StructureName, number>>;
  /** On those that it does not decide. */
  readonly elsewhere: Readonly<Record<StructureName, number>>;
  /** On those that none decides. */
  readonly undecided: number;
}

export interface PlantedModelResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** Empty where the model diverged. */
  readonly trained: readonly BestUnit[];
  readonly untrained: readonly BestUnit[];
  /** By the structure whose best units are held. */
  readonly damage: Readonly<Partial<Record<StructureName, readonly Damage[]>>>;
  /** Of random units instead. */
  readonly control: readonly Damage[];
}

export interface PlantedResult {
  readonly config: PlantedConfig;
  /** Bits per held-out character of the grammar itself. */
  readonly floor: number;
  readonly models: readonly PlantedModelResult[];
  /** Of the first model. */
  readonly passage: Passage | null;
}
