import { opponents } from "./contestants";
import { duel, type Rules } from "./duel";
import type { TraceEntry } from "./plan";
import type { Outcome } from "./rates";
import { judged, median } from "./result";

/** Each time in a fresh process, since it is about the first call. */
export async function traceRow({ name, row, goal }: TraceEntry, { rounds, patience }: Rules): Promise<Outcome> {
  const [ours] = opponents();
  const seconds: number[] = [];
  let disturbed = true;
  for (let round = 0; round < rounds; round++) {
    const played = await duel(row, [ours], { rounds: 1, seconds: 0, patience });
    if (!played.turns.ours) return { rows: [], failures: played.failures.map((failure) => `${name}: ${failure}`) };
    seconds.push(played.turns.ours[0].firstSeconds);
    disturbed &&= played.disturbed;
  }
  const measured = { name, unit: "s", ours: median(seconds), goal, disturbed };
  return { rows: [judged({ ...measured, better: "lower", others: {} })], failures: [] };
}
