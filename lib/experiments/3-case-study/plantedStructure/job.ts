import type { JobContext } from "../../../lab/runJob";
import type { TextProgress } from "../../../lab/textLearner";
import { labelsOf } from "../bestUnits";
import { readAndInspect, readerCell } from "../reader";
import { type PlantedJob, type PlantedModel, plantedStructures, structureNames } from "./config";
import { freezingsOf } from "./freezing";
import { plantedCorpus } from "./plantedCorpus";

/** Trains the language model of one seed, looks for units, and freezes them. */
export function runPlantedModel(job: PlantedJob, context: JobContext<TextProgress>): Promise<PlantedModel> {
  const text = plantedCorpus(job);
  const labels = structureNames.map((name) => [name, labelsOf(text.states, plantedStructures[name].label)]);
  return readAndInspect(job, {
    ...{ text, context, cell: readerCell(job, text), labels: Object.fromEntries(labels) },
    ask: (reader) => ({ freezings: freezingsOf(reader, job, text) }),
    nothing: { freezings: [] },
  });
}
