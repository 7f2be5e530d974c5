import type { Corpus } from "../data/text";

/** The seed of the trainings by which a rate is chosen: no study judges by it. */
export const pilotSeed = 0;

/** Whether a job only chooses a learning rate for others. */
export function isPilot(job: object): boolean {
  const { seed, seeds } = job as { readonly seed?: unknown; readonly seeds?: unknown };
  return seed === pilotSeed || (Array.isArray(seeds) && seeds[0] === pilotSeed);
}

/**
 * What a rate is chosen on, so that the held-out text judges nothing but the claim: the training text, its last tenth held out.
 */
export function pilotText({ train, ...rest }: Corpus): Corpus {
  const cut = Math.round(0.9 * train.length);
  return { ...rest, train: train.subarray(0, cut), heldOut: train.subarray(cut) };
}

/** What a learning rate reached in a pilot; null where it diverged. */
export interface TriedRate {
  readonly arm: string;
  readonly rate: number;
  readonly bits: number | null;
}

/** The rate that reached the least, of each arm; none of an arm all of whose pilots diverged. */
export function chosenRates(tried: readonly TriedRate[]): ReadonlyMap<string, number> {
  const chosen = new Map<string, TriedRate & { readonly bits: number }>();
  for (const { arm, rate, bits } of tried) {
    const before = chosen.get(arm);
    if (bits !== null && bits < (before?.bits ?? Infinity)) chosen.set(arm, { arm, rate, bits });
  }
  return new Map([...chosen].map(([arm, { rate }]) => [arm, rate]));
}

/** How the rate of each arm is chosen. */
interface Piloting<A> {
  readonly rates: readonly number[];
  readonly nameOf: (arm: A) => string;
  /** Bits that each pilot reached; null where it diverged. */
  readonly pilot: (
    jobs: readonly (A & { readonly learningRate: number; readonly seed: number })[],
  ) => Promise<readonly (number | null)[]>;
}

/** Each arm's own rate: of several the one whose pilot reached the least, the least rate where all diverged; of one, that one. */
export async function ownRates<A extends object>(
  arms: readonly A[],
  { rates, nameOf, pilot }: Piloting<A>,
): Promise<{ readonly rateOf: (arm: A) => number; readonly tried: readonly TriedRate[] }> {
  const pilots = rates.length > 1 ? arms.flatMap((arm) => rates.map((rate) => ({ arm, rate }))) : [];
  const bits = await pilot(pilots.map(({ arm, rate }) => ({ ...arm, learningRate: rate, seed: pilotSeed })));
  const tried = pilots.map(({ arm, rate }, i) => ({ arm: nameOf(arm), rate, bits: bits[i] ?? null }));
  const chosen = chosenRates(tried);
  return { tried, rateOf: (arm) => chosen.get(nameOf(arm)) ?? Math.min(...rates) };
}

/** A job of one of the arms that are compared. */
type ArmRun<A extends string> = { readonly condition: A; readonly seed: number; readonly learningRate: number };
type ArmResult = { readonly final: { readonly bits?: number } | null };

/** Of each arm a job for each seed, all at the rate of `rates` that is best for it. */
export async function atOwnRates<A extends string, R extends ArmResult>(
  { arms, rates, seeds }: { readonly arms: readonly A[]; readonly rates: readonly number[]; seeds: readonly number[] },
  run: (jobs: readonly ArmRun<A>[]) => Promise<R[]>,
): Promise<{ readonly models: R[]; readonly tried: readonly TriedRate[] }> {
  // One order of the fields: by its text a job is known.
  const job = ({ condition, seed, learningRate }: ArmRun<A>): ArmRun<A> => ({ condition, seed, learningRate });
  const { rateOf, tried } = await ownRates(
    arms.map((condition) => ({ condition })),
    {
      rates,
      nameOf: ({ condition }) => condition,
      pilot: async (pilots) => (await run(pilots.map(job))).map(({ final }) => final?.bits ?? null),
    },
  );
  const jobs = seeds.flatMap((seed) =>
    arms.map((condition) => job({ condition, seed, learningRate: rateOf({ condition }) })),
  );
  return { models: await run(jobs), tried };
}
