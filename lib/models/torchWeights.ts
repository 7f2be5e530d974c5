import type { Cell, Params } from "../cells/cell";
import { dotted, type TorchModule, type TorchModules, type Weighted } from "../cells/torchModule";
import { cellModules } from "../cells/torchRecurrent";
import { expect } from "../core/errors";
import { type NamedTensors, unprefixed } from "../core/tensors";

/** What a file calls modules, where that is not what the lab calls them: `{ rnn: "lstm", read_out: "fc" }`; "" is the whole. */
export type ModuleNames = Readonly<Record<string, string>>;

/** The modules of a model, or of a cell. */
export const modulesOf = (model: Weighted): TorchModules => model.torch ?? cellModules(model as Cell);

/** Weights under PyTorch's names, and what makes each module in Python, or why there is none. */
export function toTorch(modules: TorchModules, weights: Params) {
  const tensors = Object.fromEntries(namesOutside(modules, weights).map((name) => [name, weights[name]]));
  const calls: Record<string, string> = {};
  for (const [name, module] of Object.entries(modules)) {
    const state = typeof module === "string" ? {} : module.toTorch(weights);
    calls[name] = typeof module === "string" ? module : module.call(state);
    for (const [part, tensor] of Object.entries(state)) tensors[dotted(name, part)] = tensor;
  }
  return { tensors, calls };
}

/** The weights again, of these names. */
export function fromTorch(modules: TorchModules, tensors: NamedTensors, names: readonly string[]): Params {
  const weights = { ...tensors };
  for (const [name, module] of known(modules))
    Object.assign(weights, module.fromTorch(unprefixed(name === "" ? "" : `${name}.`, tensors)));
  return Object.fromEntries(names.map((name) => [name, weights[name]]));
}

const known = (modules: TorchModules) =>
  Object.entries(modules).filter((entry): entry is [string, TorchModule] => typeof entry[1] !== "string");

/** Those that no module has. */
function namesOutside(modules: TorchModules, weights: Params): string[] {
  const inside = new Set(known(modules).flatMap(([, module]) => module.weights));
  return Object.keys(weights).filter((name) => !inside.has(name));
}

/** From the lab's name of a module or a tensor to the file's: the longest of `names` that it begins with is exchanged. */
export function renaming(names: ModuleNames): (name: string) => string {
  const modules = Object.keys(names).sort((a, b) => b.length - a.length);
  return (name) => {
    const module = modules.find((one) => isWithin(one, name));
    if (module === undefined) return name;
    return dotted(names[module], module === "" ? name : name.slice(module.length + 1));
  };
}

const isWithin = (module: string, name: string) => module === "" || name === module || name.startsWith(`${module}.`);

/** @throws where one of `names` is of no module or tensor, or two tensors would have one name */
export function expectNames(where: string, names: ModuleNames, { tensors, calls }: ReturnType<typeof toTorch>): void {
  const [all, rename] = [Object.keys(tensors), renaming(names)];
  const stray = Object.keys(names).find(
    (module) => ![...all, ...Object.keys(calls)].some((one) => isWithin(module, one)),
  );
  expect(stray === undefined, () => `${where}: names: one of ${Object.keys(calls).join(", ")} expected, got ${stray}`);
  const renamed = all.map(rename);
  const twice = renamed.find((name, i) => renamed.indexOf(name) < i);
  expect(twice === undefined, () => `${where}: names: a name for each tensor expected, got ${twice} for two`);
}

type Shapes = Readonly<Record<string, readonly number[]>>;

interface WantedTensors {
  readonly wanted: readonly (readonly [string, readonly number[]])[];
  /** Why PyTorch's weights are not those of the model, where that may be what is wrong. */
  readonly reasons: readonly string[];
}

/** @throws where a file has not all of these tensors in these shapes */
export function expectTensors(file: string, shapes: Shapes, { wanted, reasons }: WantedTensors): void {
  for (const [name, shape] of wanted) {
    const expected = `${file}: ${name} [${shape.join(", ")}] expected`;
    const all = Object.keys(shapes);
    const found = all.includes(name) ? shapes[name] : undefined;
    expect(found !== undefined, () => {
      const others = `none among ${all.slice(0, 4).join(", ")}${all.length > 4 ? `, … (${all.length} tensors)` : ""}`;
      const advice = 'names, such as { rnn: "lstm" }, tells what the file calls a module';
      return [`${expected}, got ${all.length > 0 ? others : "no tensors"}`, ...reasons, advice].join("; ");
    });
    expect(`${found}` === `${shape}`, () => `${expected}, got [${found.join(", ")}]`);
  }
}
