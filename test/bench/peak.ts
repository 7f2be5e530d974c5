import { opponents } from "./contestants";
import { duel } from "./duel";
import type { GemmRow } from "./protocol";
import { patience } from "./quiet";

/** In GFLOP/s. */
export interface Peak {
  readonly tensorflow?: number;
  readonly pytorch?: number;
  readonly best: number;
}

/** The machine's best matrix product: each library's, and the better one's. */
export async function gemmPeak(): Promise<Peak> {
  const product: GemmRow = { kind: "gemm", size: 2048 };
  // Turns of one product: the best of many is right on a busy machine, too.
  const { turns } = await duel(product, opponents(), { rounds: 30, seconds: 0, patience: patience(0) });
  const [tensorflow, pytorch] = [turns.ours, turns.pytorch].map(
    (rounds) => rounds && Math.max(...rounds.map(({ rate }) => rate)) / 1e9,
  );
  return { tensorflow, pytorch, best: Math.max(tensorflow ?? 0, pytorch ?? 0) };
}
