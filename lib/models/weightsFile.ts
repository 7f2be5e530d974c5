import type { Params } from "../cells/cell";
import { specOf } from "../cells/spec";
import type { Weighted } from "../cells/torchModule";
import { expectForms, type Form, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { type WrittenFormat, writtenFormats } from "../core/floatFormats";
import type { Key } from "../core/random";
import { readSafetensors, writeSafetensors } from "../core/safetensorsFile";
import { sayNow } from "../core/sayOnce";
import { scoped } from "../core/scoped";
import { namedTensors, weightsOf } from "../core/tensorForms";
import { tf } from "../core/tf";
import type { Vocabulary } from "../data/vocabulary";
import { isLayersModel, layersModules, layersWeights, setLayersWeights } from "./layersModel";
import { expectNames, type ModuleNames, modulesOf, renaming, toTorch } from "./torchWeights";
import { findWeights, freshWeights, textsByName, type WeightHolder } from "./weightsIn";

/** Weights to be kept, and what else the file says. */
export interface SaveWeightsOptions {
  readonly params: Params;
  /** The cell or model whose weights they are; without it they keep their names and layouts. */
  readonly model?: Weighted;
  /** Of a language model; with it `loadModel` can write text. */
  readonly vocabulary?: Vocabulary;
  readonly notes?: Readonly<Record<string, string>>;
  readonly names?: ModuleNames;
  /** Of the numbers: "F32", the default, keeps every bit; "F16" is half as long and keeps three to four digits. */
  readonly format?: WrittenFormat;
}

/** The same of a model of tfjs's layers, such as a `tf.Sequential`, which holds its weights itself. */
export interface SaveLayersOptions extends Pick<SaveWeightsOptions, "notes" | "names" | "format"> {
  readonly model: tf.LayersModel;
}

/** What a file was read into. */
export interface LoadedWeights<P extends Params = Params> {
  /** The caller disposes them. */
  readonly params: P;
  readonly notes: Readonly<Record<string, string>>;
  /** Tensors of the file that the model does not have: they were left alone. */
  readonly unused: readonly string[];
}

const modelForm: Form = (model) => (isLayersModel(model) ? undefined : forms.fields({ init: forms.function })(model));
const saving = forms.fields(
  {},
  {
    ...{
      model: modelForm,
      vocabulary: forms.fields({ characters: forms.list(forms.text) }),
      notes: textsByName,
      names: textsByName,
    },
    format: forms.oneOf(writtenFormats),
  },
);
const loading = forms.fields({}, { model: modelForm, names: textsByName });

/** What the lab writes among the notes; PyTorch's own programs look for "format". */
const reserved = ["format", "modules", "names", "model", "vocabulary"];

/**
 * Keeps weights as a safetensors file, with PyTorch's names and layouts where PyTorch has such modules:
 *   rnn = nn.LSTM(65, 128, batch_first=True); rnn.load_state_dict(safetensors.torch.load_file(file))
 * A cell is the module itself; a model has `rnn`, `read_out` and what else it is made of. Weights of a cell that PyTorch
 * does not have, such as a GRU that resets before the product, keep the lab's names, so that no module of PyTorch's takes
 * them. `loadWeights` reads all of them again, equal to the bit where the format is not another.
 * @returns what makes each module in Python, by its name in the file, or why PyTorch has none
 * @throws where the weights are not the model's, or not finite
 * @see https://github.com/huggingface/safetensors
 */
export function saveWeights(file: string, options: SaveWeightsOptions | SaveLayersOptions): Record<string, string> {
  expectForms("saveWeights", { file: [forms.text, file], options: [saving, options] });
  const { model, params, vocabulary, notes = {}, names = {}, format } = options as Partial<SaveWeightsOptions>;
  const taken = reserved.filter((name) => name in notes);
  expect(taken.length === 0, () => `saveWeights: notes: others than the lab's own expected, got ${taken.join(", ")}`);
  if (!isLayersModel(model)) expectForms("saveWeights", { params: [model ? weightsOf(model) : namedTensors, params] });
  const { vocabSize: V = vocabulary?.size } = (model ?? {}) as { readonly vocabSize?: number };
  expect(
    V === vocabulary?.size || !vocabulary,
    () => `saveWeights: vocabulary: one of ${V} characters, as the model reads, expected, got ${vocabulary?.size}`,
  );
  return scoped(() => {
    const { modules, weights } = learner(model, params);
    const { tensors, calls } = toTorch(modules, weights);
    expectNames("saveWeights", names, { tensors, calls });
    const rename = renaming(names);
    const renamed = <T>(all: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(all).map(([name, one]) => [rename(name), one]));
    const spec = model && specOf<object>(model);
    const metadata = {
      ...{ ...notes, format: "pt" },
      ...(model && { modules: JSON.stringify(renamed(calls)), names: JSON.stringify(names) }),
      ...(spec && "charLm" in spec && { model: JSON.stringify(spec) }),
      ...(vocabulary && { vocabulary: JSON.stringify(vocabulary.characters) }),
    };
    writeSafetensors(file, renamed(tensors), { metadata, format });
    return renamed(calls);
  });
}

/** A model's modules, and weights of its: those that it holds, or is given. */
function learner(model: Weighted | tf.LayersModel | undefined, params: Params = {}): WeightHolder {
  if (model === undefined) return { modules: {}, weights: params };
  if (isLayersModel(model)) return { modules: layersModules(model), weights: layersWeights(model) };
  return { modules: modulesOf(model), weights: params };
}

/** Whose weights are read. */
export interface LoadWeightsOptions<M = Weighted> {
  /** A cell or a model; one of tfjs's takes them into itself. Without one, every tensor is read as it is in the file. */
  readonly model: M;
  /** Beside what the file itself says that it calls modules. */
  readonly names?: ModuleNames;
}

/**
 * Reads weights that `saveWeights` or PyTorch has written: safetensors.torch.save_file(module.state_dict(), file). Numbers
 * may be F32, F16, BF16 or F64. PyTorch's two biases of a gate become one, their sum.
 * @throws where a tensor of the model's is missing, has another shape or is none of finite floating-point numbers: its name,
 * what was expected, what was got
 */
export function loadWeights(file: string): LoadedWeights;
export function loadWeights(file: string, options: LoadWeightsOptions<tf.LayersModel>): Omit<LoadedWeights, "params">;
export function loadWeights<P extends Params>(
  file: string,
  options: LoadWeightsOptions<{ init(key: Key): P } & Weighted>,
): LoadedWeights<P>;
export function loadWeights(
  file: string,
  options: Partial<LoadWeightsOptions<Weighted | tf.LayersModel>> = {},
): LoadedWeights | Omit<LoadedWeights, "params"> {
  expectForms("loadWeights", { file: [forms.text, file], options: [loading, options] });
  const read = readSafetensors(file);
  const { model, names } = options;
  const notes = Object.fromEntries(Object.entries(read.metadata).filter(([name]) => !reserved.includes(name)));
  if (!model) {
    const all = () => Object.fromEntries(Object.keys(read.shapes).map((name) => [name, read.tensor(name)]));
    return { params: tf.tidy(all), notes, unused: [] };
  }
  const found = findWeights(file, read, {
    ...{ names, holder: () => (isLayersModel(model) ? learner(model) : freshWeights(model)) },
  });
  const { unused } = found;
  if (unused.length > 0) sayNow(`${file}: not the model's, and left alone: ${unused.join(", ")}`);
  if (!isLayersModel(model)) return { params: found.take(), notes, unused };
  scoped(() => setLayersWeights(model, found.take()));
  return { notes, unused };
}
