import { mean } from "../../../analysis/statistics";
import { finished, signed } from "../../../lab/trials";
import type { Findings } from "../../../view/withFinding";
import { endingBits, memoryFinding, unitsFinding } from "../readerFindings";
import { type Freezing, noStructure, type PlantedResult, type StructureName, structureNames } from "./config";
import { freezingOf } from "./figures";

/** Extra bits, mean over the structures and the networks. */
const costs = ({ models }: PlantedResult, of: (freezing: Freezing, own: StructureName) => readonly number[]): number =>
  mean(finished(models).flatMap((model) => structureNames.map((own) => mean(of(freezingOf(model, own), own)))));

/** Of all columns but the structure's own. */
const elsewhere = ({ on }: Freezing, own: StructureName): number[] =>
  ([...structureNames, noStructure] as const).filter((name) => name !== own).map((name) => mean(on[name]));

export const plantedFindings = {
  loss: ({ models, floor }) =>
    `The networks end at ${endingBits(models).toFixed(2)} bits per character, the grammar itself needs ${floor.toFixed(2)}`,
  units: ({ models }) => unitsFinding(models),
  memory: ({ models }) => memoryFinding(models),
  map: (result) =>
    `Freezing a structure's units costs ${signed(
      costs(result, ({ on }, own) => on[own]),
      2,
    )} bits on its own characters, ` + `${signed(costs(result, elsewhere), 2)} on others`,
  freezing: (result) =>
    `On a structure's characters its frozen units cost ${signed(
      costs(result, ({ on }, own) => on[own]),
      2,
    )} bits, ` +
    `others ${signed(
      costs(result, ({ control }) => control),
      2,
    )}`,
} satisfies Findings<PlantedResult>;
