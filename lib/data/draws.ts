import { expectForms, forms } from "../core/argumentForms";
import { type Key, uniforms } from "../core/random";

/** Choices from one stream of numbers. */
export interface Draws {
  /** In [from, to). */
  number(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  one<T>(items: readonly T[]): T;
  /** All of them in another order. */
  shuffled<T>(items: readonly T[]): T[];
}

const anything = () => undefined;

/** Choices that are functions of the key: the same key makes the same choices. */
export function draws(key: Key): Draws {
  expectForms("draws", { key: [forms.key, key] });
  const next = uniforms(key);
  return {
    number(from, to) {
      expectForms("draws: number", { from: [forms.finite, from], to: [forms.finite, to] });
      return from + (to - from) * next();
    },
    chance(probability) {
      expectForms("draws: chance", { probability: [forms.share, probability] });
      return next() < probability;
    },
    one(items) {
      expectForms("draws: one", { items: [forms.list(anything, 1), items] });
      return items[Math.floor(items.length * next())];
    },
    shuffled(items) {
      expectForms("draws: shuffled", { items: [forms.list(anything), items] });
      const order = [...items];
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor((i + 1) * next());
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}
