/** Everything of each seed that has so many. */
export const wholeSeeds = <T extends { readonly seed: number }>(all: readonly T[], count: number): T[][] =>
  [...new Set(all.map(({ seed }) => seed))]
    .map((seed) => all.filter((one) => one.seed === seed))
    .filter(({ length }) => length === count);
