/** What is read and what is to be written, character by character. */
export interface Pair {
  readonly source: string;
  readonly target: string;
}

/**
 * The largest share of the pairs that anything can translate in step, which must write y_t once it has read x_1 … x_t and
 * before it reads x_{t+1}: exact, by dynamic programming. Let S be the pairs that began alike and of which all that was written is right;
 *   best(S, t) = max over c of  Σ over x of  best({s ∈ S : y_t = c, x_{t+1} = x}, t + 1)      best(S, T) = |S|
 * It may go on writing when it has read all.
 * @param pairs equally likely; all targets of one length T
 */
export function inStepBound(pairs: readonly Pair[]): number {
  const length = pairs[0].target.length;
  /** Pairs that have the characters before t in common, those of the source with the t-th, t from 0. */
  function best(alike: readonly Pair[], t: number): number {
    if (t === length || alike.length === 1) return alike.length;
    const byTarget = [...grouped(alike, ({ target }) => target[t])].sort((a, b) => b.length - a.length);
    let most = 0;
    for (const group of byTarget) {
      if (group.length <= most) break; // not even all of these would be more
      most = Math.max(most, sum(grouped(group, ({ source }) => source[t + 1]).map((part) => best(part, t + 1))));
    }
    return most;
  }
  return sum(grouped(pairs, ({ source }) => source[0]).map((part) => best(part, 0))) / pairs.length;
}

function grouped(pairs: readonly Pair[], of: (pair: Pair) => string | undefined): Pair[][] {
  const groups = new Map<string | undefined, Pair[]>();
  for (const pair of pairs) {
    const own = groups.get(of(pair)) ?? [];
    groups.set(of(pair), own);
    own.push(pair);
  }
  return [...groups.values()];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
