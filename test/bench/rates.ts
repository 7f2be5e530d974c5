import { bystanders, opponents } from "./contestants";
import { duel, type Played, type Rules } from "./duel";
import { flopsPerToken } from "./flops";
import type { RateEntry } from "./plan";
import type { Measured, Row } from "./protocol";
import { judged, median, type ResultRow } from "./result";

export interface Outcome {
  readonly rows: readonly ResultRow[];
  /** Who could not play, and why. */
  readonly failures: readonly string[];
}

interface Around {
  /** Of the machine's best matrix product, in GFLOP/s. */
  readonly peak: number;
  /** Whether others than PyTorch play, too, for orientation. */
  readonly withBystanders: boolean;
}

export async function rateRow(
  { name, unit, row, goal }: RateEntry,
  rules: Rules,
  { peak, withBystanders }: Around,
): Promise<Outcome> {
  const played = await duel(row, opponents(), rules);
  const beside = await duel(row, withBystanders ? bystanders(row) : [], { ...rules, rounds: 1 });
  const others = Object.fromEntries(
    Object.entries(beside.turns).map(([contestant, turns]) => [contestant, rate(turns)]),
  );
  const result = judged({ name, unit, better: "higher", ...compared(played), others, goal });
  const rows = [{ ...result, ofPeak: ofPeak(row, result.ours, peak) }];
  return { rows, failures: [...played.failures, ...beside.failures].map((failure) => `${name}: ${failure}`) };
}

/** Median rates, and of the ratios of each round the median, the least and the largest. */
export function compared({ turns: { ours, pytorch }, disturbed }: Played) {
  const ratios = ours && pytorch && ours.map((turn, round) => turn.rate / pytorch[round].rate);
  const range = ratios && ([Math.min(...ratios), Math.max(...ratios)] as const);
  return { ours: rate(ours), pytorch: rate(pytorch), ratio: ratios && median(ratios), range, disturbed };
}

const rate = (turns: readonly Measured[] | undefined) => turns && median(turns.map((turn) => turn.rate));

const ofPeak = (row: Row, ours: number | undefined, peak: number) =>
  row.kind === "train" && ours !== undefined ? (ours * flopsPerToken(row)) / (1e9 * peak) : undefined;
