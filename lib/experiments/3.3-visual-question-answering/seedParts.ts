import { ownRates, pilotSeed, type TriedRate } from "../../lab/chosenRates";
import { isOfSeed } from "./askedScenes";

type OfScene = { readonly id: string };

/**
 * What a seed's models learn from and are tested on. The seed by which rates are chosen is tested on the last tenth of the scenes to learn
 * from, and does not learn from these.
 */
export function partsOf<Q extends OfScene>(
  { train, test }: { readonly train: readonly Q[]; readonly test: readonly Q[] },
  seed: number,
  trainScenes: number,
): { readonly train: readonly Q[]; readonly test: readonly Q[] } {
  if (seed !== pilotSeed) return { train, test: test.filter(({ id }) => isOfSeed(id, seed)) };
  const learnt = 2 * Math.floor(0.45 * trainScenes); // scenes that are asked about in pairs stay together
  const isLearnt = ({ id }: OfScene) => Number(id.slice("train ".length)) < learnt;
  return { train: train.filter(isLearnt), test: train.filter((question) => !isLearnt(question)) };
}

/** A job of one way to answer, and what became of it. */
type Run<A extends string> = { readonly condition: A; readonly seed: number; readonly learningRate: number };
type Result = { readonly final: { readonly bits?: number } | null };

/**
 * Runs a job for each seed and way to answer, with the rate of `rates` that is best for it: where there are several, each is tried by a
 * seed that judges nothing.
 */
export async function atOwnRates<A extends string, R extends Result>(
  { ways, rates, seeds }: { readonly ways: readonly A[]; readonly rates: readonly number[]; seeds: readonly number[] },
  run: (jobs: readonly Run<A>[]) => Promise<R[]>,
): Promise<{ readonly models: R[]; readonly tried: readonly TriedRate[] }> {
  const job = ({ seed, condition, learningRate }: Run<A>): Run<A> => ({ seed, condition, learningRate });
  const { rateOf, tried } = await ownRates(
    ways.map((condition) => ({ condition })),
    {
      rates,
      nameOf: ({ condition }) => condition,
      pilot: async (pilots) => (await run(pilots.map(job))).map(({ final }) => final?.bits ?? null),
    },
  );
  const jobs = seeds.flatMap((seed) =>
    ways.map((condition) => job({ condition, seed, learningRate: rateOf({ condition }) })),
  );
  return { models: await run(jobs), tried };
}
