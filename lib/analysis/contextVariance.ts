/** What is left of the states' variance once the last characters are known. */
export interface VarianceLeft {
  /** How many characters are known, the current one among them. */
  readonly known: number;
  /** Of the whole variance: 1 where they say nothing about the state, 0 where they determine it. */
  readonly left: number;
  /** Share of the places whose context comes more than once: only these can be compared. */
  readonly covered: number;
}

/** States at the places of one text; `first` is the first place that counts, long enough after its start. */
export interface ReadText {
  readonly tokens: ArrayLike<number>;
  /** One a token: the state after it has been read. */
  readonly states: readonly ArrayLike<number>[];
}

/**
 * Var(h | last k tokens) / Var(h), k = 0 … `longest`, summed over the units: by the law of total variance the rest is what the
 * tokens explain. Within each context that occurs n ≥ 2 times the variance is the unbiased one (n − 1), each context counts n times.
 */
export function varianceLeft(texts: readonly ReadText[], longest: number, first = longest): VarianceLeft[] {
  const places = texts.reduce((count, { states }) => count + states.length - first, 0);
  const whole = pooled(groupsOf(texts, 0, first)).variance;
  return Array.from({ length: longest + 1 }, (_, known) => {
    const { variance, count } = pooled(groupsOf(texts, known, first));
    return { known, left: variance / whole, covered: count / places };
  }).filter(({ covered }) => covered > 0);
}

/** The states after one context: how many, their sum, and the sum of their squares. */
interface Group {
  count: number;
  readonly sum: Float64Array;
  squares: number;
}

/** The states from place `first` on, by the last `known` tokens. */
function groupsOf(texts: readonly ReadText[], known: number, first: number): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const { tokens, states } of texts) {
    for (let t = first; t < states.length; t++) {
      const context = Array.from({ length: known }, (_, i) => tokens[t - i]).join(" ");
      const group = groups.get(context) ?? { count: 0, sum: new Float64Array(states[t].length), squares: 0 };
      groups.set(context, group);
      add(group, states[t]);
    }
  }
  return groups.values();
}

function add(group: Group, state: ArrayLike<number>): void {
  group.count++;
  for (let unit = 0; unit < state.length; unit++) {
    group.sum[unit] += state[unit];
    group.squares += state[unit] ** 2;
  }
}

/** The variance within the groups of two and more, summed over the units, each group counted as often as it has members. */
function pooled(groups: Iterable<Group>): { variance: number; count: number } {
  let [total, members] = [0, 0];
  for (const { count, sum, squares } of groups) {
    if (count < 2) continue;
    const around = squares - sum.reduce((all, value) => all + value ** 2, 0) / count;
    total += (around * count) / (count - 1);
    members += count;
  }
  return { variance: total / Math.max(1, members), count: members };
}
