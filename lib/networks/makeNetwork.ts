import path from "node:path";
import type { Params } from "../cells/cell";
import { specOf } from "../cells/spec";
import { toExactJson } from "../core/exactJson";
import { cacheFolder } from "../core/project";
import { hashOf } from "../core/sealed";
import { shippedFolder } from "../core/shippedFile";
import { tf } from "../core/tf";
import { versions } from "../core/versions";
import { codeKey } from "../lab/codeReached";
import { commitNow } from "../lab/commitNow";
import { processor } from "../lab/processor";
import { parameterCount } from "../models/parameterCount";
import type { AboutNetwork } from "../models/shipped/shippedNetwork";
import { loadWeights, saveWeights } from "../models/weightsFile";
import type { NetworkRecipe, OpenRecipe } from "./networkRecipe";

/** The first 16 digits of a SHA-256. */
const shortHash = (content: string): string => hashOf(content).slice(0, 16);

/**
 * Trains a network and writes its file, data/recorded/weights/<name>.safetensors, with where it comes from. What was
 * interrupted goes on where it was: its checkpoint lies in the lab's cache.
 * @returns what the file says, or undefined where training did not end
 */
export async function makeNetwork(
  name: string,
  recipe: NetworkRecipe,
  context: Omit<Parameters<OpenRecipe["train"]>[0], "checkpoint">,
): Promise<AboutNetwork | undefined> {
  const opened = await recipe.open();
  const { model, vocabulary, spec = specOf(model) ?? {} } = opened;
  // All that its weights depend on besides its data.
  const code = shortHash(toExactJson([recipe.config, spec, codeKey(recipe.module)], "a recipe"));
  const stem = path.join(cacheFolder("weights"), `${name}-${code}`);
  try {
    const { params, ended, seconds } = await opened.train({ ...context, checkpoint: `${stem}.checkpoint` });
    if (ended !== "finished") {
      tf.dispose(params as tf.NamedTensorMap);
      return undefined;
    }
    const about: AboutNetwork = {
      ...{ name, config: { ...recipe.config }, spec: { ...spec }, parameters: parameterCount(model) },
      heldOut: measured(opened, params, `${stem}.safetensors`),
      ...{ steps: recipe.config.steps, seconds: Math.round(seconds) },
      made: {
        ...{ date: new Date().toISOString(), commit: commit(), code, data: shortHash(opened.data()) },
        ...{ ...versions(), processor: processor().model },
      },
    };
    const notes = { about: JSON.stringify(about) };
    saveWeights(path.join(shippedFolder, `${name}.safetensors`), { model, params, vocabulary, notes, format: "F16" });
    tf.dispose(params as tf.NamedTensorMap);
    return about;
  } finally {
    opened.close();
  }
}

/** The loss of the weights as a file of half the digits has them. */
function measured({ model, heldOut, loss, more }: OpenRecipe, params: Params, file: string): AboutNetwork["heldOut"] {
  saveWeights(file, { model, params, format: "F16" });
  const rounded = loadWeights(file, { model }).params as Params;
  try {
    return { loss: loss(rounded), ...heldOut, ...(more && { more: more(rounded) }) };
  } finally {
    tf.dispose(rounded as tf.NamedTensorMap);
  }
}

/** The repository's, and whether something was changed since. */
function commit(): string {
  const { commit, changed } = commitNow();
  return `${commit ?? "unknown"}${commit && changed ? ", changed since" : ""}`;
}
