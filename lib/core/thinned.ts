/** A curve that grows, as at most 400 points: where there are more numbers, each point is the mean of several. */
export interface Thinned {
  /** What is not finite is a gap that nobody sees: it is left out. */
  add(x: number, y: number): void;
  /** Each at the last x that is in its mean. */
  points(): { readonly x: readonly number[]; readonly y: readonly number[] };
}

const most = 400;

export function thinned(): Thinned {
  const [xs, ys]: [number[], number[]] = [[], []];
  let [width, last, sum, count] = [1, 0, 0, 0];
  return {
    add(x, y) {
      if (!Number.isFinite(y)) return;
      [last, sum, count] = [x, sum + y, count + 1];
      if (count < width) return;
      xs.push(x);
      ys.push(sum / count);
      [sum, count] = [0, 0];
      if (xs.length < most) return;
      for (let i = 0; i < most / 2; i++) {
        xs[i] = xs[2 * i + 1];
        ys[i] = (ys[2 * i] + ys[2 * i + 1]) / 2;
      }
      xs.length = ys.length = most / 2;
      width *= 2;
    },
    points: () => (count > 0 ? { x: [...xs, last], y: [...ys, sum / count] } : { x: [...xs], y: [...ys] }),
  };
}
