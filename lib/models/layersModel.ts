import { embeddingModule, linearModule, type TorchModule, type TorchModules } from "../cells/torchModule";
import { recurrentModule } from "../cells/torchRecurrent";
import { expect } from "../core/errors";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Whether this is a model of tfjs's layers, such as a `tf.Sequential`, which holds its weights itself. */
export const isLayersModel = (model: unknown): model is tf.LayersModel => model instanceof tf.LayersModel;

/**
 * The layers with weights, by names that are the same each time the model is built: where tfjs has counted all layers ever
 * built, `lstm_LSTM7`, these are `lstm`, `lstm_1`, … in the model's order.
 */
function namedLayers(model: tf.LayersModel): [string, tf.layers.Layer][] {
  const layers = model.layers.filter(({ weights }) => weights.length > 0);
  expect(layers.length > 0, "a tfjs model with weights expected, got one without");
  const given = layers.map(({ name }) => name);
  const own = given.map((name) => /^(\w+)_[A-Z]\w*\d+$/.exec(name)?.[1]);
  return unique(given.map((name, i) => own[i] ?? name)).map((name, i) => [name, layers[i]]);
}

/** Those that occur again get a number. */
function unique(names: readonly string[]): string[] {
  const taken = new Set<string>();
  for (const name of names) {
    let [free, n] = [name, 0];
    while (taken.has(free)) free = `${name}_${++n}`;
    taken.add(free);
  }
  return [...taken];
}

/** A layer's weights by their names: `lstm/recurrent_kernel`. */
function variablesOf([name, { weights }]: [string, tf.layers.Layer]) {
  const parts = unique(weights.map(({ originalName }) => originalName.split("/").at(-1) as string));
  return weights.map((weight, i) => [`${name}/${parts[i]}`, weight] as const);
}

/** Its weights by their names; they stay the model's. */
export const layersWeights = (model: tf.LayersModel): NamedTensors =>
  Object.fromEntries(
    namedLayers(model)
      .flatMap(variablesOf)
      .map(([name, variable]) => [name, variable.read()]),
  );

/** Gives it these weights, of which the caller keeps the tensors. */
export function setLayersWeights(model: tf.LayersModel, weights: NamedTensors): void {
  for (const [name, variable] of namedLayers(model).flatMap(variablesOf)) variable.write(weights[name]);
}

/** Dense layers, embeddings and recurrences by their layers' names; of the others, why PyTorch's modules are not known. */
export const layersModules = (model: tf.LayersModel): TorchModules =>
  Object.fromEntries(namedLayers(model).map(([name, layer]) => [name, moduleOf(name, layer)]));

function moduleOf(name: string, layer: tf.layers.Layer): TorchModule | string {
  const [kind, config] = [layer.getClassName(), layer.getConfig()];
  const [kernel, bias] = [`${name}/kernel`, config.useBias ? `${name}/bias` : undefined];
  if (kind === "Dense") return linearModule(kernel, bias);
  if (kind === "Embedding") return embeddingModule(`${name}/embeddings`);
  const { activation, recurrentActivation, goBackwards } = config;
  if (kind === "GRU")
    return "PyTorch's GRU resets after the product with Whn, tfjs's before it, which is another function";
  if (kind !== "SimpleRNN" && kind !== "LSTM") return `what PyTorch has for a layer ${kind} is not known`;
  if (goBackwards) return "PyTorch's recurrences read forwards, this one backwards";
  const layers = [{ Wx: kernel, Wh: `${name}/recurrent_kernel`, b: bias }];
  if (kind === "SimpleRNN")
    return activation === "tanh" || activation === "relu"
      ? recurrentModule({ kind: "RNN", gates: ["h"], layers, ...(activation === "relu" && { nonlinearity: "relu" }) })
      : `PyTorch's RNN has tanh or relu, this one ${activation}`;
  if (activation !== "tanh" || recurrentActivation !== "sigmoid")
    return `PyTorch's LSTM has tanh and sigmoid gates, this one ${activation} and ${recurrentActivation}`;
  return recurrentModule({ kind: "LSTM", gates: ["i", "f", "g", "o"], layers });
}
