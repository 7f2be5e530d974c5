import { expectForms, forms } from "../core/argumentForms";

/** 1, 2, … `count`: the seeds of a study. */
export function seedNumbers(count: number): number[] {
  expectForms("seedNumbers", { count: [forms.count, count] });
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** From how many steps on a training is worth a job of its own. */
const longTraining = 2_000;

/**
 * The seeds of the jobs of one arm. Short trainings share a job, for recording its step takes as long as hundreds of steps;
 * long ones have one each, so that they spread over machines and are kept one by one.
 */
export function seedGroups(count: number, steps: number, long = longTraining): number[][] {
  const seeds = seedNumbers(count);
  return steps < long ? [seeds] : seeds.map((seed) => [seed]);
}

/**
 * Every combination of one value of each list, the last list's changing fastest:
 * `product({ seed: [1, 2], cell: ["lstm", "gru"] })` is (1, lstm), (1, gru), (2, lstm), (2, gru).
 */
export function product<V extends Readonly<Record<string, readonly unknown[]>>>(
  lists: V,
): { readonly [N in keyof V]: V[N][number] }[] {
  expectForms("product", { lists: [forms.fields({}), lists] });
  const anything = forms.list(() => undefined);
  for (const [name, values] of Object.entries(lists)) expectForms("product", { [`lists.${name}`]: [anything, values] });
  return Object.entries(lists).reduce<object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as { readonly [N in keyof V]: V[N][number] }[];
}
