import { bySeed } from "../../../lab/judge";
import type { Ended } from "../../../lab/trials";
import { type Equality, type GruModelResult, type GruResult, type NetworkKind, networkKinds } from "./config";
import { recall } from "./tasks";

/** The tasks that there are results of, texts first. */
export const tasksOf = ({ models }: GruResult): string[] => [...new Set(models.map(({ task }) => task))];

export const textsOf = (result: GruResult): string[] => tasksOf(result).filter((task) => task !== recall);

export type SeedNetworks = Readonly<Record<NetworkKind, GruModelResult>>;

/** Of each seed the networks that have had as much of something as the GRU, where all of the task were trained to their end. */
export function comparedBySeed({ models }: GruResult, task: string, setting: Equality, ended: Ended): SeedNetworks[] {
  const own = models.filter((model) => model.task === task);
  const whole = ended(own);
  const stopped = own.filter((model) => !whole.includes(model)).map(({ seed }) => seed);
  return bySeed(
    whole.filter(({ seed, kind, match }) => (match === setting || kind === "GRU") && !stopped.includes(seed)),
    networkKinds,
    ({ kind }) => kind,
  );
}

/** Bits per held-out character, or missing at the question, after the last step. */
export const bitsOf = ({ curve }: GruModelResult): number => curve[curve.length - 1].heldOutBits;

/** The same of each block of the held-out text. */
export const lastBlocks = ({ curve }: GruModelResult): readonly number[] => curve[curve.length - 1].heldOutBlocks!;
