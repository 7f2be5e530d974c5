import { bySeed } from "../../../lab/judge";
import type { CurvePoint } from "../../../lab/textLearner";
import type { Ended } from "../../../lab/trials";
import type { GruModelResult, GruResult } from "./config";
import { type NetworkKind, networkKinds } from "./config";
import { recall } from "./tasks";

/** What networks are given equally: units (and characters), parameters (and characters), multiply-adds, or time. */
export const equalities = ["units", "parameters", "multiply-adds", "seconds"] as const;
export type Equality = (typeof equalities)[number];

/** What a network has spent of a budget when it reaches a point of its curve. */
export const spent = {
  characters: (_: GruModelResult, { characters }: CurvePoint) => characters,
  "multiply-adds": ({ cost }: GruModelResult, { characters }: CurvePoint) => cost.multiplyAdds * characters,
  seconds: (_: GruModelResult, { seconds }: CurvePoint) => seconds,
};

/** The tasks that there are results of, texts first. */
export const tasksOf = ({ models }: GruResult): string[] => [...new Set(models.map(({ task }) => task))];

export const textsOf = (result: GruResult): string[] => tasksOf(result).filter((task) => task !== recall);

/** Of each seed the networks of the GRU's size on a task, where all were trained to their end. */
export function sizedBySeed({ models }: GruResult, task: string, ended: Ended): Sized[] {
  const own = models.filter((model) => model.task === task);
  const whole = ended(own);
  const stopped = own.filter((model) => !whole.includes(model)).map(({ seed }) => seed);
  return bySeed(
    whole.filter(({ seed, match }) => match === "size" && !stopped.includes(seed)),
    networkKinds,
    ({ kind }) => kind,
  );
}

type Sized = Readonly<Record<NetworkKind, GruModelResult>>;

/** Bits per held-out character of each kind, where all have had the same: a row a seed. */
export function bitsBySeed(
  result: GruResult,
  task: string,
  setting: Equality,
  ended: Ended,
): Record<NetworkKind, number>[] {
  const seeds = sizedBySeed(result, task, ended).map(({ GRU }) => GRU.seed);
  return seeds.map((seed) => {
    const all = result.models.filter((model) => model.seed === seed && model.task === task);
    return Object.fromEntries(networkKinds.map((kind) => [kind, bitsWhere(setting, all, kind)])) as Record<
      NetworkKind,
      number
    >;
  });
}

/**
 * Bits per held-out character of one kind among the networks of a seed, where all have had the same. Multiply-adds and
 * seconds are compared where the first of RNN, GRU and LSTM ends.
 */
export function bitsWhere(setting: Equality, networks: readonly GruModelResult[], kind: NetworkKind): number {
  const sized = (of: NetworkKind) => networks.find((model) => model.kind === of && model.match === "size")!;
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
