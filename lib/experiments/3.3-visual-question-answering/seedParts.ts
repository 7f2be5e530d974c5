import { pilotSeed } from "../../lab/chosenRates";
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
