import { begunAt, keepBegun } from "./begun";
import type { Call, Death, Engine } from "./engine";
import type { Told } from "./jobProgress";
import type { Slot } from "./kept";
import { firstPoint, type JobCost } from "./runJob";

/** What a job came to, and what it told: kept as it is here. */
export interface Done<R, E> {
  readonly result: R;
  readonly last?: E;
  /** See `firstPoint`. */
  readonly first?: unknown;
  readonly cost?: JobCost;
}

/** What is kept of a job from an earlier time. */
export const keptJob = <R, E>(slot: Slot | undefined): Done<R, E> | undefined => slot?.load<Done<R, E>>();

/**
 * Has an engine run a job, and keeps its result in a slot, where there is one, if it is whole. What it has told, and what it
 * has taken, counts from its first try on.
 * @returns undefined where it was stopped before it began
 */
export async function tryJob<R, E extends Told>(
  engine: Engine<E>,
  call: Omit<Call<E>, "checkpoint">,
  slot?: Slot,
  deaths?: readonly Death[],
): Promise<(Done<R, E> & { readonly whole: boolean }) | undefined> {
  const begun = begunAt(slot?.stem);
  let { first } = begun;
  let last: E | undefined;
  const report = (told: E) => {
    last = told;
    if (first === undefined) {
      first = firstPoint(told);
      if (first !== undefined) keepBegun(slot?.stem, { ...begun, first });
    }
    call.report(told);
  };
  const checkpoint = slot && `${slot.stem}.checkpoint`;
  const ran = await engine.run<R>({ ...call, checkpoint, report }, deaths);
  if (!ran) return undefined;
  const { result, whole } = ran;
  first ??= ran.first;
  const cost = { ...ran.cost, seconds: begun.seconds + ran.cost.seconds };
  const done: Done<R, E> = { result, last, first, cost };
  if (whole) slot?.store(done);
  else keepBegun(slot?.stem, { first, seconds: cost.seconds });
  return { ...done, whole };
}
