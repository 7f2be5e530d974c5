import type { CurvePoint } from "../textLearner";
import { type GruModelResult, type GruResult, type Kind, recall } from "./config";

/** What networks are given equally: units (and characters), parameters (and characters), multiply-adds, or time. */
export type Setting = "units" | "parameters" | "multiply-adds" | "seconds";
export const settings: readonly Setting[] = ["units", "parameters", "multiply-adds", "seconds"];

/** What a network has spent of a budget when it reaches a point of its curve. */
export const spent: Readonly<
  Record<"characters" | "multiply-adds" | "seconds", (model: GruModelResult, point: CurvePoint) => number>
> = {
  characters: (_, { characters }) => characters,
  "multiply-adds": ({ cost }, { characters }) => cost.multiplyAdds * characters,
  seconds: (_, { seconds }) => seconds,
};

/** The tasks that there are results of, texts first. */
export const tasksOf = ({ models }: GruResult): string[] => [...new Set(models.map(({ task }) => task))];

export const textsOf = (result: GruResult): string[] => tasksOf(result).filter((task) => task !== recall);

/** Everything trained of one seed on one task, to its end. */
export function finished({ models }: GruResult, task: string): GruModelResult[][] {
  const own = models.filter((model) => model.task === task);
  const seeds = [...new Set(own.map(({ seed }) => seed))];
  return seeds
    .map((seed) => own.filter((model) => model.seed === seed))
    .filter((all) => all.every(({ ended, curve }) => ended === "finished" && curve.length > 0));
}

/**
 * Bits per held-out character of one kind among the networks of a seed, where all have had the same. Multiply-adds and
 * seconds are compared where the first of RNN, GRU and LSTM ends.
 */
export function bitsWhere(setting: Setting, networks: readonly GruModelResult[], kind: Kind): number {
  const sized = (of: Kind) => networks.find((model) => model.kind === of && model.match === "size")!;
  const gru = sized("GRU");
  if (setting === "units" || setting === "parameters") {
    const matched = networks.find((model) => model.kind === kind && model.match === "parameters");
    const model = setting === "parameters" ? (matched ?? sized(kind)) : sized(kind);
    return bitsAt(model, spent.characters, gru.curve.at(-1)!.characters);
  }
  const total = (model: GruModelResult) => spent[setting](model, model.curve.at(-1)!);
  const budget = Math.min(...(["RNN", "GRU", "LSTM"] as const).map((each) => total(sized(each))));
  return bitsAt(sized(kind), spent[setting], budget);
}

/** Between two points of the curve on the line between them; before the first, that of the first. */
function bitsAt(model: GruModelResult, measure: (typeof spent)["seconds"], budget: number): number {
  const { curve } = model;
  const after = curve.findIndex((point) => measure(model, point) >= budget);
  if (after === -1) return curve[curve.length - 1].heldOutBits;
  if (after === 0) return curve[0].heldOutBits;
  const [a, b] = [curve[after - 1], curve[after]];
  const share = (budget - measure(model, a)) / (measure(model, b) - measure(model, a));
  return a.heldOutBits + share * (b.heldOutBits - a.heldOutBits);
}
