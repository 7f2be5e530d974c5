/** 1, 2, … `count`: the seeds of a study. */
export const seedNumbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/**
 * Every combination of one value of each list, the last list's changing fastest:
 * `product({ seed: [1, 2], cell: ["lstm", "gru"] })` is (1, lstm), (1, gru), (2, lstm), (2, gru).
 */
export function product<V extends Readonly<Record<string, readonly unknown[]>>>(
  lists: V,
): { readonly [N in keyof V]: V[N][number] }[] {
  return Object.entries(lists).reduce<object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as { readonly [N in keyof V]: V[N][number] }[];
}
