import type { Params } from "../cells/cell";
import type { Weighted } from "../cells/torchModule";
import type { Vocabulary } from "../data/vocabulary";
import type { Told } from "../lab/jobProgress";
import type { Learning, Learnt } from "../lab/learn";
import type { JobContext } from "../lab/runJob";
import type { HeldOut } from "../models/shipped/shippedNetwork";

/** How a network that ships with the lab is made. */
export interface NetworkRecipe {
  /** All that its weights depend on besides code and data: what it reads, its sizes, seed, steps, optimiser. Plain data. */
  readonly config: { readonly seed: number; readonly steps: number } & Readonly<Record<string, unknown>>;
  /** The compiled file that trains it. */
  readonly module: string;
  open(): OpenRecipe | Promise<OpenRecipe>;
}

/** A network with all that it learns from and is measured on; close it when it is no longer needed. */
export interface OpenRecipe {
  readonly model: Weighted;
  /** Of a language model over characters. */
  readonly vocabulary?: Vocabulary;
  /** What else is needed to build it again and to use it, as plain data. */
  readonly spec?: object;
  /** All that it learns from and is measured on, as text: its hash says which data it was. */
  data(): string;
  /** Trains fresh weights, or goes on from the context's checkpoint. */
  train(context: JobContext<NetworkTold>): Promise<Pick<Learnt<Params, unknown>, "params" | "ended" | "seconds">>;
  /** What the network does not learn from, and the unit of its loss there. */
  readonly heldOut: Pick<HeldOut, "unit" | "of">;
  /** The loss of these weights there … */
  loss(params: Params): number;
  /** … and what else tells how good they are, by what it is. */
  more?(params: Params): Readonly<Record<string, number>>;
  close(): void;
}

/** How far a training is, and what its curve's last point says. */
export interface NetworkTold extends Told {
  readonly status: string;
}

/** Tells the last point of a curve in these words, once there is one. */
export const tellLast =
  <Q>(report: JobContext<NetworkTold>["report"], words: (point: Q) => string) =>
  ({ done, curve }: Learning<Q>): void => {
    const point = curve.at(-1);
    report?.({ done, status: point ? words(point) : "begins" });
  };
