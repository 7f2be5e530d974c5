import type { ContestantName } from "./contestants";

/** One line of the table and of report/bench.json. */
export interface ResultRow {
  readonly name: string;
  readonly unit: string;
  readonly better: "higher" | "lower";
  readonly ours?: number;
  readonly pytorch?: number;
  /** ours / PyTorch: of rates the median over the rounds of the ratio in each. */
  readonly ratio?: number;
  /** The least and the largest ratio of a round. */
  readonly range?: readonly [least: number, largest: number];
  readonly others: Readonly<Partial<Record<ContestantName, number>>>;
  /** Of the ratio; of ours where PyTorch has no such thing. */
  readonly goal?: number;
  readonly met?: boolean;
  /** Share of the machine's best matrix product that ours reaches. */
  readonly ofPeak?: number;
  /** Others were at work on the machine in every round: the numbers are doubtful, and the goal is not judged. */
  readonly disturbed: boolean;
}

/** The row with its verdict, where the goal's number was measured undisturbed. */
export function judged(row: ResultRow): ResultRow {
  const { goal, better, ratio, disturbed } = row;
  const number = row.unit === "s" ? row.ours : ratio;
  if (goal === undefined || number === undefined || disturbed) return row;
  return { ...row, met: better === "higher" ? number >= goal : number <= goal };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
