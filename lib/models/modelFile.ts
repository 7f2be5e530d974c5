import type { Params } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { readSafetensors } from "../core/safetensorsFile";
import { type BuiltModel, languageModelIn } from "./languageModelIn";
import { type LoadedWeights, loadWeights } from "./weightsFile";

/** A language model from a file, ready to write. */
export interface LoadedModel extends LoadedWeights, BuiltModel {}

/**
 * A character model that `saveWeights(file, { model, params, vocabulary })` has kept: built again, with its weights.
 *   const { model, params, vocabulary } = loadModel("sea.safetensors");
 *   sample(model, params, { sequences: [{ prompt: vocabulary.encode("The "), temperature: 0.7, key: seed(1) }], length: 300 });
 * @throws where the file was kept of another model, such as one of a cell of one's own, or without its vocabulary
 */
export function loadModel(file: string): LoadedModel {
  expectForms("loadModel", { file: [forms.text, file] });
  const built = languageModelIn(file, readSafetensors(file).metadata);
  return { ...built, ...loadWeights<Params>(file, { model: built.model }) };
}
