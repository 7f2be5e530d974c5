import type { Params } from "../cells/cell";
import type { TorchModules, Weighted } from "../cells/torchModule";
import { expectForm, fits } from "../core/argumentForms";
import { LabError } from "../core/errors";
import { seed } from "../core/random";
import type { Safetensors } from "../core/safetensors";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { expectNames, expectTensors, fromTorch, type ModuleNames, modulesOf, renaming, toTorch } from "./torchWeights";

/** Whose weights are looked for: its modules, and weights of its with the shapes that those in the file must have. */
export interface WeightHolder {
  readonly modules: TorchModules;
  readonly weights: Params;
}

/** Weights that are in a file. */
export interface FoundWeights<P extends Params = Params> {
  /** Reads them; the caller disposes them. @throws where one is none of finite floating-point numbers */
  take(): P;
  /** Tensors of the file that the model does not have. */
  readonly unused: readonly string[];
}

export const textsByName = fits(
  "texts by name",
  (value) => isRecord(value) && Object.values(value).every((one) => typeof one === "string"),
);
const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Promise);

/**
 * Looks for weights in a file that has been read, under PyTorch's names where PyTorch has such modules.
 * @param file its name, for errors
 * @param names beside what the file itself says that it calls modules
 * @throws where a tensor is missing or has another shape
 */
export function findWeights(
  file: string,
  read: Safetensors,
  { holder, names }: { readonly holder: () => WeightHolder; readonly names?: ModuleNames },
): FoundWeights {
  const { modules, like, shapes } = scoped(() => {
    const { modules, weights } = holder();
    const wanted = toTorch(modules, weights);
    if (names) expectNames("loadWeights", names, wanted);
    const shapes = Object.entries(wanted.tensors).map(([name, { shape }]) => [name, shape] as const);
    return { modules, like: Object.keys(weights), shapes };
  });
  const rename = renaming({ ...ownNames(file, read), ...names });
  const reasons = Object.values(modules).filter((module) => typeof module === "string");
  const wanted = shapes.map(([name, shape]) => [rename(name), shape] as const);
  expectTensors(file, read.shapes, { wanted, reasons });
  const asked = new Set(wanted.map(([name]) => name));
  return {
    unused: Object.keys(read.shapes).filter((name) => !asked.has(name)),
    take: () =>
      tf.tidy(() =>
        fromTorch(modules, Object.fromEntries(shapes.map(([name]) => [name, read.tensor(rename(name))])), like),
      ),
  };
}

/** A model's weights. @throws as `findWeights` */
export const weightsIn = (file: string, read: Safetensors, model: Weighted): Params =>
  findWeights(file, read, { holder: () => freshWeights(model) }).take();

/** A cell or a model, with the weights that it starts with. */
export const freshWeights = (model: Weighted): WeightHolder => ({
  modules: modulesOf(model),
  weights: model.init(seed(0)),
});

/** What the file says that it calls modules. */
function ownNames(file: string, { metadata: { names = "{}" } }: Safetensors): ModuleNames {
  const found = parsedNote(file, "names", names);
  expectForm(`${file}: names`, textsByName, found);
  return found as ModuleNames;
}

/** JSON among a file's notes. */
export function parsedNote(file: string, name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LabError(`${file}: ${name}: JSON expected, got ${JSON.stringify(text.slice(0, 80))}`);
  }
}
