import { opponents } from "./contestants";
import { duel, type Played, type Rules } from "./duel";
import type { MemoryEntry } from "./plan";
import { compared, type Outcome } from "./rates";
import { judged, type ResultRow } from "./result";

/** A row a length, of time; and one of MB that each further step takes, the slope of peak memory over the lengths. */
export async function memoryRows({ name, rows, goal }: MemoryEntry, rules: Rules): Promise<Outcome> {
  const played: Played[] = [];
  for (const row of rows) played.push(await duel(row, opponents(), rules));
  const lengths = rows.map(({ timeSteps }) => timeSteps);
  const times = played.map(
    (one, i): ResultRow => ({
      name: `${name}: ${lengths[i]} steps`,
      unit: "tokens/s",
      better: "higher",
      ...compared(one),
      others: {},
    }),
  );
  const [ours, pytorch] = (["ours", "pytorch"] as const).map((who) => {
    const peaks = played.map(({ turns }) => turns[who]?.at(-1)?.peakMb);
    return peaks.every((peak) => peak !== undefined) ? slope(lengths, peaks) : undefined;
  });
  const ratio = ours !== undefined && pytorch !== undefined ? ours / pytorch : undefined;
  const memory = { name: `${name}: memory`, unit: "MB/step", ours, pytorch, ratio, goal };
  const failures = played.flatMap((one) => one.failures.map((failure) => `${name}: ${failure}`));
  return { rows: [...times, judged({ ...memory, better: "lower", others: {}, disturbed: false })], failures };
}

/** Of the least-squares line through (x, y). */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - mx) * (y[i] - my))) / mean(x.map((value) => (value - mx) ** 2));
}
